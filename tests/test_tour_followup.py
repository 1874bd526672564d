"""A salesperson's day, in a browser."""

from datetime import timedelta

from odoo import fields

from .tour_case import CHINESE, TourCase

URL = "/odoo/customer-my-day"
NAMES = ("Followup Tour Ltd", "Followup Second Ltd", "Followup Third Ltd")


class FollowupTourCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.followup.plan"].search([]).active = False
        cls.env["customer.followup.plan"].create(
            {"name": "Tour", "interval_days": 10, "start_date": "2020-01-01", "priority_from": "1"}
        )
        cls.sales = cls.make_user("sales")
        cls.customers = cls.Partner.concat(
            *(
                cls.make_customer(name, customer_priority="2", user_id=cls.sales.id)
                for name in NAMES
            )
        )
        for customer in cls.customers:
            cls.env["customer.interaction"].create(
                {
                    "partner_id": customer.id,
                    "kind": "call",
                    "date": fields.Datetime.now() - timedelta(days=40),
                }
            )

    def check_day(self):
        called, visited, snoozed = self.customers
        found = self.env["customer.interaction"].search(
            [("partner_id", "in", self.customers.ids), ("user_id", "=", self.sales.id)], order="id"
        )
        self.assertEqual(found.mapped("kind"), ["call", "visit"])
        self.assertEqual(found.partner_id, called + visited)
        self.assertEqual(found[1].note, "Wants a sample")
        today = fields.Date.context_today(self.sales)
        self.assertEqual(called.customer_next_contact, today + timedelta(10))
        self.assertEqual(visited.customer_next_contact, today + timedelta(3))
        self.assertEqual(visited.activity_ids.mapped("summary"), ["Send the sample"])
        self.assertEqual(snoozed.customer_followup_snooze_reason, "Closed")


class TestTourFollowup(FollowupTourCase):
    def test_day(self):
        self.tour("followup", self.sales, URL)
        self.check_day()


class TestTourFollowupChinese(FollowupTourCase):
    lang = CHINESE

    def test_day_chinese(self):
        self.tour("followup", self.sales, URL)
        self.check_day()


class TestTourFollowupPhone(FollowupTourCase):
    def test_day_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.tour("followup_phone", self.sales, URL)
        self.check_day()
