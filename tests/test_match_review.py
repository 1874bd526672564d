from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError

from .common import CustomerCase


class ReviewCase(CustomerCase):
    """Groups of duplicates that wait for two stewards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.other = cls.make_user("steward", login="cm_other_steward")
        cls.rule = cls.env.ref("customer_master.customer_match_rule_default")
        cls.Pair = cls.env["customer.match.pair"]
        cls.Pair.search([("state", "=", "open")]).unlink()

    @classmethod
    def make_group(cls, *names, score=20.0, **values):
        """Customers that are duplicates of each other, in one group."""
        members = cls.Partner.create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "customer_rank": 1,
                    "phone": "0755-87145012",
                    **values,
                }
                for name in names
            ]
        )
        cls.env.flush_all()
        ids = members.ids
        found = [(a, b, score) for i, a in enumerate(ids) for b in ids[i + 1 :]]
        cls.Pair._store(cls.rule, list(zip(*found, strict=True)))
        cls.Pair._store_clusters(cls.rule, ids, [ids[0]] * len(ids))
        return members

    def review(self, user=None):
        return self.Pair.with_user(user or self.steward)

    def next(self, user=None, *args):
        """The next group, or false."""
        self.env.invalidate_all()
        return self.review(user).customer_review_next(*args)["group"]

    def decide(self, group, decision, user=None, **values):
        done = self.review(user).customer_review_decide(decision, group["pairs"], **values)
        self.env.invalidate_all()
        return done

    @staticmethod
    def names(group):
        return sorted(member["name"] for member in group["members"]) if group else []


class TestMatchReview(ReviewCase):
    def test_likeliest_group_comes_first(self):
        self.make_group("Low 1", "Low 2", score=10)
        self.make_group("High 1", "High 2", "High 3", score=30)
        told = self.review().customer_review_next()
        self.assertEqual(told["remaining"], 2)
        self.assertEqual(self.names(told["group"]), ["High 1", "High 2", "High 3"])
        self.assertEqual(len(told["group"]["pairs"]), 3)

    def test_pair_without_a_cluster_is_a_group_of_its_own(self):
        members = self.make_group("Pair 1", "Pair 2")
        self.Pair.search([("left_id", "in", members.ids)]).cluster = False
        more = self.make_group("Twin 1", "Twin 2", score=10)
        self.Pair.search([("left_id", "in", more.ids)]).cluster = False
        self.assertEqual(self.review().customer_review_next()["remaining"], 2)
        self.assertEqual(self.names(self.next()), ["Pair 1", "Pair 2"])

    def test_two_stewards_never_get_the_same_group(self):
        self.make_group("First 1", "First 2", score=30)
        self.make_group("Second 1", "Second 2", score=10)
        mine, others = self.next(), self.next(self.other)
        self.assertEqual(self.names(mine), ["First 1", "First 2"])
        self.assertEqual(self.names(others), ["Second 1", "Second 2"])
        third = self.make_user("steward", login="cm_third_steward")
        told = self.review(third).customer_review_next()
        self.assertEqual(told, {"remaining": 0, "group": False})
        # by its address neither
        self.assertFalse(self.next(third, mine["pairs"][0]))
        self.assertEqual(self.decide(mine, "different", self.other), {"gone": True})
        self.assertEqual(self.Pair.browse(mine["pairs"]).state, "open")

    def test_group_is_free_when_it_is_left_or_after_a_while(self):
        self.make_group("Left 1", "Left 2")
        mine = self.next()
        self.assertFalse(self.next(self.other))
        # only one's own are given back
        self.review(self.other).customer_review_release(mine["pairs"])
        self.assertFalse(self.next(self.other))
        self.review().customer_review_release(mine["pairs"])
        self.assertTrue(self.next(self.other))
        self.assertFalse(self.next())
        later = fields.Datetime.now() + timedelta(minutes=4)
        with patch.object(fields.Datetime, "now", lambda: later):
            self.assertTrue(self.next())
            self.assertFalse(self.review(self.other).customer_review_keep(mine["pairs"]))

    def test_keeping_a_group(self):
        self.make_group("Kept 1", "Kept 2")
        mine = self.next()
        soon = fields.Datetime.now() + timedelta(minutes=2)
        with patch.object(fields.Datetime, "now", lambda: soon):
            self.assertTrue(self.review().customer_review_keep(mine["pairs"]))
        later = fields.Datetime.now() + timedelta(minutes=4)
        with patch.object(fields.Datetime, "now", lambda: later):
            self.assertFalse(self.next(self.other))
        self.Pair.browse(mine["pairs"]).action_different()
        self.assertFalse(self.review().customer_review_keep(mine["pairs"]))

    def test_what_the_user_has_is_passed_over(self):
        self.make_group("One 1", "One 2", score=30)
        self.make_group("Two 1", "Two 2", score=10)
        first = self.next()
        told = self.review().customer_review_next(False, first["pairs"])
        self.assertEqual(self.names(told["group"]), ["Two 1", "Two 2"])
        self.assertEqual(told["remaining"], 2)

    def test_address_of_a_group(self):
        self.make_group("High 1", "High 2", score=30)
        low = self.make_group("Low 1", "Low 2", score=10)
        pair = self.Pair.search([("left_id", "in", low.ids)])
        self.assertEqual(self.names(self.next(None, pair.id)), ["Low 1", "Low 2"])
        pair.action_different()
        self.assertEqual(self.names(self.next(None, pair.id)), ["High 1", "High 2"])

    def test_later(self):
        self.make_group("High 1", "High 2", score=30)
        self.make_group("Low 1", "Low 2", score=10)
        self.decide(self.next(), "later")
        self.assertEqual(self.names(self.next(self.other)), ["High 1", "High 2"])
        self.review(self.other).customer_review_release(self.next(self.other)["pairs"])
        low = self.next()
        self.assertEqual(self.names(low), ["Low 1", "Low 2"])
        self.decide(low, "later")
        self.assertEqual(self.names(self.next()), ["High 1", "High 2"])

    def test_decided_group_disappears_for_the_other(self):
        self.make_group("Gone 1", "Gone 2")
        mine = self.next()
        self.Pair.browse(mine["pairs"]).with_user(self.other).action_different()
        self.env.invalidate_all()
        done = self.decide(mine, "merge", master=mine["members"][0]["id"])
        self.assertEqual(done, {"gone": True})
        self.assertFalse(self.next())

    # -- decisions -------------------------------------------------------------------------

    def test_merge(self):
        members = self.make_group("Merge 1", "Merge 2", "Merge 3")
        members[2].email = "third@example.com"
        members[1].phone = "0755-87145013"
        group = self.next()
        done = self.decide(group, "merge", master=members[1].id, values={"name": members[2].id})
        operation = self.env["customer.operation"].browse(done["operation"])
        self.assertEqual(operation.state, "done")
        self.assertEqual(operation.user_id, self.steward)
        self.assertEqual((members[0] | members[2]).customer_merged_into_id, members[1])
        self.assertRecordValues(
            members[1],
            [{"name": "Merge 3", "email": "third@example.com", "phone": members[1].phone}],
        )
        self.assertEqual(set(self.Pair.browse(group["pairs"]).mapped("state")), {"same"})
        self.assertFalse(self.next())
        operation.with_user(self.steward).action_undo()
        self.assertEqual(self.names(self.next(None, group["pairs"][0])), self.names(group))

    def test_merge_that_is_not_possible(self):
        members = self.make_group("Own 1", "Own 2")
        self.env["res.company"].create({"name": "Ours", "partner_id": members[1].id})
        group = self.next()
        operations = self.env["customer.operation"].search_count([])
        done = self.decide(group, "merge", master=members[0].id)
        self.assertTrue(done["blocked"])
        self.assertFalse(members[1].customer_merged_into_id)
        self.assertEqual(self.env["customer.operation"].search_count([]), operations)
        self.assertEqual(self.next()["pairs"], group["pairs"], "it stays")

    def test_not_duplicates_and_back(self):
        self.make_group(*["Shenzhen Reopened Ltd"] * 3, email="all@example.com")
        group = self.next()
        done = self.decide(group, "different")
        self.assertEqual(set(done["decided"]), set(group["pairs"]))
        self.assertFalse(self.next())
        pairs = self.Pair.browse(group["pairs"])
        self.assertEqual(pairs.decided_by_id, self.steward)
        self.review().customer_review_reopen(done["decided"])
        again = self.next()
        self.assertEqual(set(again["pairs"]), set(group["pairs"]))
        self.assertEqual(len(again["members"]), 3)

    def test_split(self):
        members = self.make_group("Split 1", "Split 2", "Split 3")
        group = self.next()
        done = self.decide(group, "split", column=members[2].id)
        self.assertEqual(self.names(done["group"]), ["Split 1", "Split 2"])
        apart = self.Pair.search([("right_id", "=", members[2].id)])
        self.assertEqual(apart.mapped("state"), ["different", "different"])
        done = self.decide(done["group"], "split", column=members[1].id)
        self.assertFalse(done["group"])
        self.assertFalse(self.next())

    def test_customers_called_duplicates_before_are_part_of_the_group(self):
        members = self.make_group(*["Shenzhen Same Ltd"] * 3, email="all@example.com")
        pair = self.Pair.search([("left_id", "=", members[0].id), ("right_id", "=", members[1].id)])
        pair.action_same()
        self.Pair.search(
            [("left_id", "=", members[1].id), ("right_id", "=", members[2].id)]
        ).unlink()
        group = self.next()
        self.assertEqual(len(group["members"]), 3)
        self.assertEqual(len(group["pairs"]), 1)

    # -- what is told ----------------------------------------------------------------------

    def test_counts(self):
        members = self.make_group("Count 1", "Count 2")
        self.make_group("Uncounted 1", "Uncounted 2", score=1)
        person = self.make_contact("Person", parent_id=members[1].id)
        for partner in (members[1], person):
            self.env["sale.order"].create({"partner_id": partner.id, "date_order": "2026-03-04"})
        self.env["sale.order"].create({"partner_id": members[1].id, "state": "cancel"})
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": members[1].id,
                "invoice_date": "2026-05-06",
            }
        )
        members[0].activity_schedule("mail.mail_activity_data_todo", user_id=self.steward.id)
        members[0].user_id = self.other
        # one with the same id that is on something else
        other = members[0].activity_schedule("mail.mail_activity_data_todo")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET res_model = 'res.country' WHERE id = %s", [other.id]
        )
        self.env.invalidate_all()
        group = self.next()
        told = {member["id"]: member for member in group["members"]}
        owners = next(row for row in group["fields"] if row["field"] == "user_id")
        self.assertEqual(owners["values"][str(members[0].id)], self.other.name)
        self.assertEqual(list(told), [members[1].id, members[0].id], "the most used one first")
        used, idle = told[members[1].id], told[members[0].id]
        self.assertEqual(used["orders"], {"count": 2, "last": "2026-03-04"})
        self.assertEqual(used["invoices"], {"count": 1, "last": "2026-05-06"})
        self.assertEqual(used["last"], "2026-05-06")
        self.assertEqual(idle["orders"]["count"], 0)
        self.assertEqual(idle["activities"]["count"], 1)
        self.assertEqual(idle["last"], "")

    def test_values(self):
        members = self.make_group("Value 1", "Value 2", email="same@example.com")
        members[1].write({"city": "Shenzhen", "street": "Road 1", "tz": "Asia/Shanghai"})
        rows = {row["field"]: row for row in self.next()["fields"]}
        first, second = map(str, members.ids)
        self.assertTrue(rows["name"]["differs"])
        self.assertFalse(rows["email"]["differs"])
        self.assertNotIn("website", rows, "nobody has one")
        self.assertEqual(rows["city"]["values"], {first: "", second: "Shenzhen"})
        # whoever is the master, the only value survives; the name is the master's
        self.assertEqual(rows["city"]["kept"][first], [members[1].id, "Shenzhen"])
        self.assertEqual(rows["name"]["kept"][first], [members[0].id, "Value 1"])
        self.assertEqual(rows["name"]["kept"][second], [members[1].id, "Value 2"])
        self.assertEqual(rows["city"]["unit"], rows["street"]["unit"])
        self.assertNotEqual(rows["city"]["unit"], rows["name"]["unit"])

    def test_evidence(self):
        self.make_group("Shenzhen Evidence Ltd", "Shenzhen Evidence Limited")
        why = self.next()["why"]
        self.assertEqual(len(why), 1)
        self.assertTrue([row for row in why[0]["rows"] if row["bits"] > 0])

    def test_query_budget(self):
        """A group of twelve takes no more queries than one of two, whatever waits behind."""
        self.make_group("Small 1", "Small 2", score=90)
        for number in range(30):
            self.make_group(f"Many {number} a", f"Many {number} b", score=5)
        small = self.count_queries(lambda: self.next())
        self.decide(self.next(), "later")
        self.make_group(*(f"Large {number}" for number in range(12)), score=95)
        large = self.count_queries(lambda: self.assertEqual(len(self.next()["members"]), 12))
        self.assertLessEqual(large, small + 5)
        self.assertLessEqual(large, 45)

    def count_queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before


class TestMatchReviewAccess(ReviewCase):
    def test_stewards_only(self):
        self.make_group("Access 1", "Access 2")
        group = self.next()
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role)
            for call in (
                lambda pairs: pairs.customer_review_next(),
                lambda pairs: pairs.customer_review_keep(group["pairs"]),
                lambda pairs: pairs.customer_review_release(group["pairs"]),
                lambda pairs: pairs.customer_review_reopen(group["pairs"]),
                lambda pairs: pairs.customer_review_decide("different", group["pairs"]),
                lambda pairs: pairs.action_merge_certain(),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call(self.review(user))
        self.assertEqual(self.Pair.browse(group["pairs"]).state, "open")

    def test_customers_of_other_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        members = self.make_group("Company 1", "Company 2", company_id=company.id)
        pair = self.Pair.search([("left_id", "in", members.ids)])
        self.assertFalse(self.next())
        self.assertFalse(self.next(None, pair.id))
        self.assertEqual(self.decide({"pairs": pair.ids}, "different"), {"gone": True})
        self.steward.company_ids |= company
        pairs = self.review().with_context(allowed_company_ids=self.steward.company_ids.ids)
        self.assertTrue(pairs.customer_review_next()["group"])

    def test_customers_that_the_user_may_not_read(self):
        members = self.make_group("Hidden 1", "Hidden 2", "Hidden 3")
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env.ref("base.model_res_partner").id,
                "groups": [Command.link(self.env.ref("customer_master.group_sales").id)],
                "domain_force": str([("id", "!=", members[2].id)]),
            }
        )
        group = self.next()
        hidden = [] if members[2].with_user(self.steward).has_access("read") else ["Hidden 3"]
        self.assertEqual(hidden, ["Hidden 3"])
        self.assertEqual(self.names(group), ["Hidden 1", "Hidden 2"])
        with self.assertRaises(ValidationError):
            self.decide(group, "merge", master=members[2].id)

    def test_unreadable_calls(self):
        self.make_group("Junk 1", "Junk 2")
        group = self.next()
        for pairs in ("1", None, [None], [[1]], {"a": 1}):
            with self.subTest(pairs=pairs), self.assertRaises(ValidationError):
                self.review().customer_review_keep(pairs)
        self.assertEqual(self.review().customer_review_decide("merge", []), {"gone": True})
        for decision, values in (
            ("nothing", {}),
            ("merge", {"master": "x"}),
            ("merge", {"master": group["members"][0]["id"], "values": "x"}),
            ("split", {"column": [1]}),
        ):
            with self.subTest(decision=decision), self.assertRaises(ValidationError):
                self.decide(group, decision, **values)
        with self.assertRaises(ValidationError):
            self.review().customer_review_next("x")

    def test_archived_customers_are_no_duplicates(self):
        members = self.make_group("Archived 1", "Archived 2")
        members[1].active = False
        self.assertFalse(self.next())


class TestMergeCertain(ReviewCase):
    def certain(self, user=None, pairs=None):
        pairs = pairs if pairs is not None else self.Pair
        action = pairs.with_user(user or self.steward).action_merge_certain()
        return self.env["customer.operation"].browse(action["res_id"])

    def test_all_certain_groups_in_one_preview(self):
        certain = self.make_group("Certain 1", "Certain 2", "Certain 3", score=99)
        self.make_group("Likely 1", "Likely 2", score=0.5)
        partly = self.make_group("Partly 1", "Partly 2", "Partly 3", score=99)
        self.Pair.search([("right_id", "=", partly[2].id)]).certain = False
        self.env["sale.order"].create({"partner_id": certain[1].id})
        operation = self.certain()
        self.assertEqual(operation.state, "draft")
        self.assertEqual(
            {line.partner_id: line.source_ids for line in operation.line_ids},
            {certain[1]: certain[0] | certain[2], partly[0]: partly[1]},
        )
        operation.with_user(self.steward).action_do()
        self.assertEqual(operation.state, "done")

    def test_selected_ones(self):
        first = self.make_group("First 1", "First 2", score=99)
        self.make_group("Second 1", "Second 2", score=99)
        pairs = self.Pair.search([("left_id", "=", first[0].id)])
        self.assertEqual(self.certain(pairs=pairs).line_ids.partner_id, first[0])

    def test_not_those_that_another_steward_looks_at(self):
        self.make_group("Looked 1", "Looked 2", score=99)
        free = self.make_group("Free 1", "Free 2", score=98)
        self.next(self.other)
        self.assertEqual(self.certain().line_ids.partner_id, free[0])

    def test_none(self):
        self.make_group("Likely 1", "Likely 2", score=0.5)
        with self.assertRaisesRegex(Exception, "for certain"):
            self.certain()
