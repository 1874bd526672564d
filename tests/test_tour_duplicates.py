from contextlib import suppress
from unittest.mock import patch

from odoo.addons.customer_master.models import customer_match_scan

from .test_match_live import WESTERN
from .test_match_scan import MatchScanCase
from .test_match_scan_stops import Killed
from .tour_case import CHINESE, TourCase

TYPED = "Mueller Maschinenbau"


class DuplicateTourCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the list of the database that the tests run in must not matter
        cls.env.cr.execute("DELETE FROM customer_match_key")
        cls.rule = cls.env.ref("customer_master.customer_match_rule_default")
        cls.env.company.country_id = cls.germany
        cls.sales = cls.make_user("sales")
        cls.existing = cls.make_customer(**WESTERN, country_id=cls.germany.id)

    def new_pair(self):
        """The pair of the customer that the tour made and the one that was there."""
        new = self.customer(TYPED)
        return self.env["customer.match.pair"].search(
            [("left_id", "=", self.existing.id), ("right_id", "=", new.id)]
        )

    def assert_none_is_made(self):
        self.assertFalse(self.Partner.search([("name", "=", TYPED)]))

    def run_different(self):
        self.tour("duplicates_different", self.sales)
        self.assertRecordValues(
            self.new_pair(), [{"state": "different", "decided_by_id": self.sales.id}]
        )

    def run_reason(self):
        self.rule.on_entry = "block"
        self.tour("duplicates_reason", self.sales)
        self.assertRecordValues(self.new_pair(), [{"state": "open", "reason": "Another owner"}])


class TestTourDuplicates(DuplicateTourCase):
    def test_not_the_same(self):
        self.run_different()

    def test_question_with_reason(self):
        self.run_reason()

    def test_use_from_the_panel(self):
        self.tour("duplicates_use", self.sales)
        self.assert_none_is_made()

    def test_use_from_the_question(self):
        self.tour("duplicates_question_use", self.sales)
        self.assert_none_is_made()

    def test_contact_form(self):
        self.tour("duplicates_contact", self.sales, "/odoo/contacts/new")
        self.assert_none_is_made()

    def test_change_of_a_customer(self):
        self.rule.on_entry = "block"
        other = self.make_customer("Changed Tour Ltd", country_id=self.germany.id)
        self.tour("duplicates_changed", self.sales, f"/odoo/customer-master/{other.id}")
        self.assertEqual(other.name, TYPED)
        self.assertRecordValues(self.new_pair(), [{"state": "open", "reason": "A branch"}])

    def test_sale_order(self):
        seller = self.make_user(
            login="cm_seller",
            groups="sales_team.group_sale_salesman_all_leads,customer_master.group_sales",
        )
        self.tour("duplicates_sale_order", seller, "/odoo/orders/new")
        self.assert_none_is_made()
        order = self.env["sale.order"].search([("partner_id", "=", self.existing.id)])
        self.assertEqual(order.user_id, seller)


class TestTourDuplicatesChinese(DuplicateTourCase):
    lang = CHINESE

    def test_not_the_same_chinese(self):
        self.run_different()

    def test_question_with_reason_chinese(self):
        self.run_reason()


class TestTourDuplicateScan(MatchScanCase, TourCase):
    def working_while_shown(self):
        """Each time the web client asks how far a scan is, one more slice of it is done, as by
        the cron that is working meanwhile."""
        Scan, Pair = type(self.Scan), type(self.Pair)
        read, store = Scan.web_read, Pair._store
        stored = []

        def stopping_store(pairs, rule, found, scan=None):
            if stored:
                raise Killed
            stored.append(found)
            return store(pairs, rule, found, scan)

        seen = set()

        def web_read(scans, specification):
            shown = [scan for scan in scans if scan.state == "running"]
            if seen.issuperset(shown) and shown:
                stored.clear()
                with (
                    patch.object(customer_match_scan, "SLICE", 2),
                    patch.object(Pair, "_store", stopping_store),
                    suppress(Killed),
                ):
                    scans.sudo()._work()
            seen.update(scans)
            return read(scans, specification)

        return patch.object(Scan, "web_read", web_read)

    def test_scan_and_decide(self):
        with self.no_commits(), self.working_while_shown():
            self.tour("duplicate_scan", self.steward, "/odoo/customer-duplicate-rules")
        scan = self.Scan.search([], limit=1)
        self.assertEqual((scan.state, scan.create_uid), ("done", self.steward))
        states = [self.pair(*twins).state for twins in self.twins]
        self.assertEqual(states, ["different", "same", "same", "open", "open"])
        self.assertEqual(self.pair(*self.twins[0]).decided_by_id, self.steward)
