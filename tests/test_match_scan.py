from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from .common import CustomerCase

PHONE = "+49 221 55667{}"


class MatchScanCase(CustomerCase):
    """A small list in which pairs share a name, a mailbox and a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the list of the database that the tests run in must not matter
        cls.Partner.with_context(active_test=False).search([("customer_rank", ">", 0)]).write(
            {"customer_rank": 0}
        )
        cls.env.cr.execute("DELETE FROM customer_match_pair")
        cls.Pair = cls.env["customer.match.pair"]
        cls.Scan = cls.env["customer.match.scan"]
        cls.Key = cls.env["customer.match.key"]
        cls.rule = cls.env.ref("customer_master.customer_match_rule_default")
        cls.steward = cls.make_user("steward")
        names = ("Adler Pumpen", "Brandt Ventile", "Corvus Optik", "Dornier Textil", "Eifel Glas")
        cls.twins = [
            (cls.make_like(name, number), cls.make_like(f"{name} GmbH", number))
            for number, name in enumerate(names)
        ]
        cls.stranger = cls.make_customer("Northwind Testers", phone=PHONE.format(99))
        cls.env.flush_all()

    @classmethod
    def make_like(cls, name, number, **values):
        mailbox = name.split()[0].lower()
        return cls.make_customer(
            name,
            **{
                "phone": PHONE.format(f"{number}7"),
                "email": f"kontakt@{mailbox}.example",
                "country_id": cls.germany.id,
                **values,
            },
        )

    @contextmanager
    def no_commits(self):
        """Scans as they are, but for their commits."""
        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=1)
        with commit as progress:
            yield progress

    def scan(self, rule=None):
        scan = self.Scan._begin(rule or self.rule)
        with self.no_commits():
            scan._work()
        self.assertEqual(scan.state, "done", scan.problem)
        return scan

    def pairs(self, **conditions):
        """The stored pairs as a set of ids (left, right)."""
        domain = [(name, "=", value) for name, value in conditions.items()]
        self.env.invalidate_all()
        return {(p.left_id.id, p.right_id.id) for p in self.Pair.search(domain)}

    def pair(self, one, other):
        left, right = sorted((one.id, other.id))
        return self.Pair.search([("left_id", "=", left), ("right_id", "=", right)])

    def expected(self, *numbers):
        twins = [self.twins[number] for number in numbers] if numbers else self.twins
        return {(one.id, other.id) for one, other in twins}


class TestMatchScan(MatchScanCase):
    """What a scan finds, forgets and remembers."""

    def test_finds_the_pairs(self):
        scan = self.scan()
        self.assertEqual(self.pairs(), self.expected())
        self.assertEqual((scan.customer_count, scan.pair_count, scan.progress), (11, 5, 100))
        pair = self.pair(*self.twins[0])
        self.assertEqual((pair.state, pair.rule_id, pair.scan_id), ("open", self.rule, scan))
        self.assertEqual(pair.cluster, self.twins[0][0].id)
        self.assertEqual(self.twins[0][0].customer_duplicate_count, 1)
        self.assertEqual(self.stranger.customer_duplicate_count, 0)
        self.assertEqual(self.rule.pair_count, 5)
        self.assertTrue(self.rule.scanned_on)

    def test_explanation_adds_up(self):
        self.scan()
        for pair in self.Pair.search([]).with_context(bin_size=True):
            rows = pair.explanation
            self.assertIn("Email", [row["field"] for row in rows])
            self.assertAlmostEqual(sum(row["bits"] for row in rows), pair.score, delta=0.5)
            # what speaks for it first, each by its weight; what is known of the list last
            parts = [(row["whole"], row["bits"] < 0, -abs(row["bits"])) for row in rows]
            self.assertEqual(parts, sorted(parts))

    def test_pairs_that_no_longer_hold(self):
        self.scan()
        self.pair(*self.twins[0]).action_different()
        self.pair(*self.twins[1]).action_same()
        names = ("Zephyr Kaffee", "Quartz Uhren", "Xenon Licht")
        for name, (one, _other) in zip(names, self.twins, strict=False):
            one.write({"name": name, "phone": False, "email": f"{name[:3]}@{name[-5:]}.example"})
        self.scan()
        self.assertEqual(self.pairs(state="open"), self.expected(3, 4))
        self.assertEqual(self.pairs(state="different"), self.expected(0))
        self.assertEqual(self.pairs(state="same"), self.expected(1))

    def test_archived_and_deleted(self):
        self.scan()
        self.twins[0][0].action_archive()
        self.twins[1][0].unlink()
        self.twins[2][0].customer_rank = 0
        self.assertEqual(self.pairs(), self.expected(3, 4), "at once")
        self.twins[0][0].action_unarchive()
        self.scan()
        self.assertEqual(self.pairs(), self.expected(0, 3, 4))

    def test_different_is_remembered_until_a_value_changes(self):
        self.scan()
        one, other = self.twins[0]
        pair = self.pair(one, other)
        pair.with_user(self.steward).action_different("Two owners")
        self.assertEqual((pair.decided_by_id, pair.reason), (self.steward, "Two owners"))
        self.scan()
        self.assertEqual(pair.state, "different")
        one.write({"comment": "not compared", "customer_priority": "3"})
        self.scan()
        self.assertEqual(pair.state, "different")
        self.assertEqual(self.pairs(state="open"), self.expected(1, 2, 3, 4))
        other.city = "Köln"
        self.scan()
        self.assertEqual(pair.state, "open")

    def test_different_holds_when_further_fields_take_part(self):
        self.scan()
        pair = self.pair(*self.twins[0])
        pair.action_different()
        changed = self.pair(*self.twins[1])
        changed.action_different()
        self.twins[1][0].city = "Köln"
        self.env["customer.match.field"].create(
            {"name": "Reference", "field_id": self.env.ref("base.field_res_partner__ref").id}
        )
        self.scan()
        self.assertEqual((pair.state, changed.state), ("different", "open"))
        self.twins[0][1].ref = "X"
        self.scan()
        self.assertEqual(pair.state, "open")

    def test_groups(self):
        one, other = self.twins[0]
        third = self.make_like("Adler Pumpen AG", 0)
        self.scan()
        members = one | other | third
        of_group = self.Pair.search([("left_id", "in", members.ids)])
        self.assertEqual(len(of_group), 3)
        self.assertEqual(set(of_group.mapped("cluster")), {one.id})
        self.pair(one, third).action_different()
        self.scan()
        open_ones = self.pair(one, other) | self.pair(other, third)
        self.assertEqual(set(open_ones.mapped("state")), {"open"})
        groups = [pair.cluster for pair in open_ones if pair.cluster]
        self.assertEqual(len(groups), 1, "the two that are different are in no group")
        self.assertFalse(self.pair(one, third).cluster)

    def test_vetoes_can_be_switched(self):
        one, other = self.twins[0]
        one.vat, other.vat = "DE136695976", "DE129273398"
        self.twins[1][0].is_company = False
        self.scan()
        self.assertEqual(self.pairs(), self.expected(2, 3, 4))
        self.rule.write({"veto_tax_id": False, "veto_kind": False, "suggest": -40})
        self.scan()
        self.assertLessEqual(self.expected(), self.pairs())

    def test_kind_and_domain(self):
        self.rule.kind = "person"
        self.scan()
        self.assertFalse(self.pairs())
        self.rule.write({"kind": "company", "domain": "[('name', 'ilike', 'Adler')]"})
        scan = self.scan()
        self.assertEqual((scan.customer_count, self.pairs()), (2, self.expected(0)))

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.twins[0][0].company_id = company
        self.twins[0][1].company_id = self.env.company
        self.twins[1][0].company_id = company
        self.scan()
        self.assertEqual(self.pairs(), self.expected(1, 2, 3, 4), "one of all companies")
        self.rule.cross_company = True
        self.scan()
        self.assertEqual(self.pairs(), self.expected())
        # a steward of one company sees neither the pair nor its count
        seen = self.Pair.with_user(self.steward).search([])
        self.assertEqual({(p.left_id.id, p.right_id.id) for p in seen}, self.expected(2, 3, 4))
        own = self.twins[0][1].with_user(self.steward)
        self.assertEqual(own.customer_duplicate_count, 0)
        self.steward.company_ids |= company
        both = {"allowed_company_ids": (self.env.company | company).ids}
        seen = self.Pair.with_user(self.steward).with_context(**both).search([])
        self.assertEqual(len(seen), 5)
        self.assertEqual(own.with_context(**both).customer_duplicate_count, 1)


class TestMatchScanAccess(MatchScanCase):
    """Who may scan, see and decide."""

    def test_others_can_not_read_or_decide(self):
        self.scan()
        pair = self.pair(*self.twins[0])
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role)
            for call in (
                lambda user: self.Pair.with_user(user).search_count([]),
                lambda user: pair.with_user(user).action_different(),
                lambda user: pair.with_user(user).action_same(),
                lambda user: pair.with_user(user).action_reopen(),
                lambda user: self.Scan.with_user(user)._begin(self.rule.with_user(user)),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call(user)
        self.assertEqual(pair.state, "open")

    def test_steward_decides(self):
        self.scan()
        pair = self.pair(*self.twins[0]).with_user(self.steward)
        pair.action_same()
        self.assertEqual((pair.state, pair.decided_by_id), ("same", self.steward))
        pair.action_different("No")
        self.assertEqual((pair.state, pair.reason), ("different", "No"))
        self.assertFalse(pair.cluster)
        pair.action_reopen()
        self.assertEqual((pair.state, pair.decided_by_id.id, pair.reason), ("open", False, False))
        self.assertTrue(pair.explanation)
        self.rule.with_user(self.steward).action_scan()

    def test_customer_that_the_steward_may_not_read(self):
        self.scan()
        one, other = self.twins[0]
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": str([("id", "!=", one.id)]),
            }
        )
        self.env.invalidate_all()
        pair = self.pair(one, other).with_user(self.steward)
        self.assertEqual(pair.display_name, "Adler Pumpen ~ Adler Pumpen GmbH")
        self.assertFalse(pair.explanation, "its values are not told")
        pair.action_different()

    def test_customer_moved_to_another_company(self):
        self.scan()
        self.twins[0][0].company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.Pair.with_user(self.steward).search_count([]), 4)

    def test_two_stewards_at_once(self):
        self.scan()
        pairs = self.Pair.search([]).with_user(self.steward)
        with (
            patch.object(type(pairs), "try_lock_for_update", return_value=pairs[1:]),
            self.assertRaisesRegex(UserError, "Another user is deciding"),
        ):
            pairs.action_different()
        self.assertEqual(set(pairs.mapped("state")), {"open"})

    def test_second_scan_is_refused(self):
        self.Scan._begin(self.rule)
        with self.assertRaisesRegex(UserError, "running already"):
            self.rule.with_user(self.steward).action_scan()
        self.Scan._cron_start()
        self.assertEqual(len(self.Scan.search([("state", "=", "running")])), 1)

    def test_two_scans_begun_in_the_same_instant(self):
        """The second doesn't see the first, which is not committed when it looks."""
        self.Scan._begin(self.rule)
        with (
            patch.object(type(self.Scan), "_running", return_value=self.Scan),
            self.assertRaisesRegex(UserError, "Somebody else has begun a scan of “All customers”"),
        ):
            self.rule.with_user(self.steward).action_scan()
        self.assertEqual(len(self.Scan.search([("state", "=", "running")])), 1)

    def test_decision_of_somebody_else(self):
        self.scan()
        other = self.make_user("steward", login="cm_other", name="Olga Other")
        pair = self.pair(*self.twins[0])
        pair.with_user(other).action_same()
        mine = self.Pair.search([]).with_user(self.steward)
        for decide in (mine.action_different, mine.action_same):
            with self.assertRaisesRegex(UserError, "Olga Other decided on “Adler Pumpen ~ .*20"):
                decide()
        self.assertEqual(self.Pair.search_count([("state", "=", "open")]), 4)
        pair.with_user(self.steward).action_reopen()
        mine.action_different()
        self.assertEqual(pair.decided_by_id, self.steward)
        self.assertEqual(set(mine.mapped("state")), {"different"})

    def test_steward_decides_by_actions_only(self):
        """Who decided and when is kept with each decision."""
        self.scan()
        pair = self.pair(*self.twins[0]).with_user(self.steward)
        with self.assertRaises(AccessError):
            pair.write({"state": "different"})
        pair.action_different()
        self.assertEqual((pair.state, pair.decided_by_id), ("different", self.steward))
