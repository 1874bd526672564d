from contextlib import suppress
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.customer_master.models import customer_match_scan
from odoo.addons.customer_master.models.customer_match_list import MatchList

from .test_match_scan import MatchScanCase

LOGGER = "odoo.addons.customer_master.models.customer_match_scan"


class Killed(BaseException):
    """The process ends here."""


class TestMatchScanStops(MatchScanCase):
    """A scan that is killed, stopped or disturbed by what users do."""

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_match_scan").method_direct_trigger()

    def before_storing(self, number, action):
        """A patch that calls ``action`` before slice ``number`` of a scan is stored."""
        store = type(self.Pair)._store
        calls = []

        def watched(pairs, rule, found, scan=None):
            calls.append(len(found[0]))
            if len(calls) == number:
                action()
            return store(pairs, rule, found, scan)

        return patch.object(type(self.Pair), "_store", watched)

    def found(self):
        """All that a scan is judged by, without its id."""
        self.env.invalidate_all()
        return sorted(
            (p.left_id.id, p.right_id.id, round(p.score, 3), p.cluster, p.state, p.certain)
            for p in self.Pair.search([])
        )

    def test_cron_works_on_it(self):
        scan = self.Scan._begin(self.rule)
        self.run_cron()
        self.assertEqual((scan.state, scan.progress), ("done", 100))
        self.assertEqual(self.pairs(), self.expected())

    def test_killed_anywhere_resumes_to_the_same(self):
        self.scan()
        whole = self.found()
        self.assertEqual(len(whole), 5)
        for number in range(1, 6):
            self.env.cr.execute("DELETE FROM customer_match_pair")
            self.rule.write({"scanned_on": False, "statistics": False})
            scan = self.Scan._begin(self.rule)

            def kill():
                raise Killed

            with patch.object(customer_match_scan, "SLICE", 1), self.no_commits():
                with self.before_storing(number, kill), suppress(Killed):
                    scan._work()  # assertRaises() would take back what was stored
                self.assertEqual(scan.state, "running")
                self.assertEqual(len(self.pairs()), number - 1)
                scan._work()
            with self.subTest(killed_before=number):
                self.assertEqual(scan.state, "done")
                self.assertEqual(scan.pair_count, 5)
                self.assertEqual(self.found(), whole)

    def test_stopped(self):
        scan = self.Scan._begin(self.rule)
        with patch.object(customer_match_scan, "SLICE", 1), self.no_commits():
            with self.before_storing(3, scan.with_user(self.steward).action_stop):
                scan._work()
        self.assertEqual(scan.state, "canceled")
        self.assertEqual(self.pairs(), self.expected(0, 1, 2), "what it found stays")
        self.scan()
        self.assertEqual(self.pairs(), self.expected())

    def test_failure_is_told_and_does_not_stop_others(self):
        scan = self.Scan._begin(self.rule)
        with (
            patch.object(MatchList, "load", side_effect=ValueError("broken list")),
            mute_logger(LOGGER),
        ):
            self.run_cron()
        self.assertEqual((scan.state, scan.problem), ("failed", "broken list"))
        self.scan()

    def test_rule_deleted_while_it_runs(self):
        rule = self.rule.copy({"name": "Short lived"})
        scan = self.Scan._begin(rule)
        with self.no_commits():
            scan._committed(rule.unlink, remaining=0)
            scan._committed(self.fail, remaining=0)
        self.assertFalse(scan.exists())

    def test_customers_that_change_while_it_runs(self):
        late = []

        def disturb():
            self.twins[1][0].unlink()
            self.twins[2][0].action_archive()
            self.twins[3][0].write(
                {"name": "Wholly Different", "phone": False, "email": "z@z.example"}
            )
            late.append(self.make_like("Eifel Glas AG", 4))
            self.env.flush_all()

        scan = self.Scan._begin(self.rule)
        with patch.object(customer_match_scan, "SLICE", 1), self.no_commits():
            with self.before_storing(1, disturb):
                scan._work()
            self.assertEqual(scan.state, "done")
            self.assertLessEqual(self.expected(0, 4), self.pairs())
            self.assertFalse(self.pairs() & self.expected(1, 2))
            # what changed meanwhile is looked at afterwards
            self.Key._cron_changed()
        one, other = self.twins[4]
        self.assertEqual(
            self.pairs(),
            self.expected(0, 4) | {(one.id, late[0].id), (other.id, late[0].id)},
        )

    def test_pair_entered_while_it_runs_is_kept(self):
        late = []

        def enter():
            decisions = {str(self.twins[0][0].id): {"decision": "anyway", "reason": "A branch"}}
            late.append(self.make_like("Adler Pumpen", 0, customer_duplicate_decisions=decisions))

        scan = self.Scan._begin(self.rule)
        with self.no_commits(), self.before_storing(1, enter):
            scan._work()
        pair = self.pair(self.twins[0][0], late[0])
        self.assertEqual((pair.state, pair.reason), ("open", "A branch"))

    def test_keys_that_are_missing_are_made_first(self):
        self.scan()
        self.env.cr.execute("DELETE FROM customer_match_key")
        self.scan()
        self.assertEqual(self.pairs(), self.expected())

    def test_values_with_backslashes(self):
        field = self.env["customer.match.field"].create(
            {"name": "Reference", "field_id": self.env.ref("base.field_res_partner__ref").id}
        )
        self.rule.field_ids |= field
        for one, other in self.twins:
            one.ref = other.ref = f"a\\t{one.id}\\"
        packed = dict(self.Key._packed([p.id for twins in self.twins for p in twins]))
        customers = MatchList.load(self.Partner, self.rule)
        loaded = dict(zip(customers.ids.tolist(), customers.packed(), strict=True))
        self.assertEqual({i: loaded[i] for i in packed}, packed)
        self.scan()
        self.assertEqual(self.pairs(), self.expected())


class TestMatchChanged(MatchScanCase):
    """Customers that were entered or changed since the last scan."""

    def run_changed(self):
        with self.no_commits():
            self.Key._cron_changed()

    def test_same_as_a_scan(self):
        self.scan()
        one, other = self.twins[0]
        other.write({"name": "Wholly Different", "phone": False, "email": "z@z.example"})
        self.make_like("Brandt Ventile AG", 1)
        self.stranger.write({"name": "Corvus Optik AG", "email": "kontakt@corvus.example"})
        self.twins[3][0].city = "Köln"
        self.run_changed()
        self.env.cr.execute("SELECT count(*) FROM customer_match_changed")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        changed = self.pairs()
        clusters = {p.id: p.cluster for p in self.Pair.search([])}
        self.scan()
        self.assertEqual(changed, self.pairs())
        self.assertNotIn((one.id, other.id), changed)
        self.assertEqual(clusters, {p.id: p.cluster for p in self.Pair.search([])})

    def test_all_new(self):
        self.run_changed()
        self.assertEqual(self.pairs(), self.expected())

    def test_company_and_rule_are_minded(self):
        self.scan()
        company = self.env["res.company"].create({"name": "Other"})
        self.twins[0][0].company_id = company
        self.twins[0][1].company_id = self.env.company
        self.rule.domain = "[('name', 'not ilike', 'Brandt')]"
        self.twins[1][0].city = "Köln"
        self.run_changed()
        self.assertEqual(self.pairs(), self.expected(2, 3, 4))

    def test_decisions_are_remembered(self):
        self.scan()
        one, other = self.twins[0]
        self.pair(one, other).action_different()
        third = self.make_like("Adler Pumpen AG", 0)
        self.run_changed()
        self.assertEqual(self.pair(one, other).state, "different")
        groups = {self.pair(one, third).cluster, self.pair(other, third).cluster}
        self.assertIn(0, groups, "those that are different are in no group")
        other.city = "Köln"
        self.run_changed()
        self.assertEqual(self.pair(one, other).state, "open")

    def test_not_beside_a_scan(self):
        self.Scan._begin(self.rule)
        self.run_changed()
        self.assertFalse(self.pairs())
