"""Who sees and logs contacts with which customers."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from .followup_case import FollowupCase


class TestFollowupRights(FollowupCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = cls.make_user("viewer", login="cm_followup_viewer")
        cls.steward = cls.make_user("steward", login="cm_followup_steward")
        cls.own = cls.make_followed("Own", last=12)
        cls.theirs = cls.make_followed("Theirs", last=12, user_id=cls.colleague.id)
        for customer in cls.own + cls.theirs:
            cls.env["customer.care.date"].create({"partner_id": customer.id, "date": cls.today})

    def seen(self, user, model="customer.interaction"):
        found = self.env[model].with_user(user).search([])
        return found.partner_id.sudo() & (self.own + self.theirs)

    def test_own_only(self):
        for model in ("customer.interaction", "customer.care.date"):
            self.assertEqual(self.seen(self.sales, model), self.own + self.theirs)
            self.set_setting(customer_visibility="own")
            self.assertEqual(self.seen(self.sales, model), self.own)
            self.assertEqual(self.seen(self.steward, model), self.own + self.theirs)
            self.set_setting(customer_visibility="all")

    def test_restricted_customer(self):
        self.theirs.customer_access = "users"
        self.env.flush_all()
        self.assertEqual(self.seen(self.sales), self.own)
        self.assertEqual(self.seen(self.colleague), self.own + self.theirs)
        with self.assertRaises(AccessError):
            self.log(self.theirs)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.theirs.company_id = company
        self.env.flush_all()
        for model in ("customer.interaction", "customer.care.date"):
            self.assertEqual(self.seen(self.sales, model), self.own)

    def test_guard(self):
        self.set_setting(customer_guard=True)
        self.log(self.own)
        with self.assertRaises(AccessError):
            self.log(self.theirs)
        with self.assertRaises(AccessError):
            self.Interaction.with_user(self.sales).create({"partner_id": self.theirs.id})
        with self.assertRaises(AccessError):
            self.env["customer.care.date"].with_user(self.sales).create(
                {"partner_id": self.theirs.id, "date": self.today}
            )

    def test_each_logs_for_himself(self):
        logged = self.Interaction.with_user(self.sales).create(
            {"partner_id": self.own.id, "user_id": self.colleague.id}
        )
        self.assertEqual(logged.user_id, self.sales)
        with self.assertRaises(AccessError):
            logged.with_user(self.colleague).note = "Mine"
        with self.assertRaises(AccessError):
            logged.with_user(self.sales).user_id = self.colleague
        logged.with_user(self.steward).user_id = self.colleague

    def test_viewer_reads(self):
        self.assertEqual(self.seen(self.viewer), self.own + self.theirs)
        self.assertEqual(self.env["customer.followup"].with_user(self.viewer).get_day()["today"], 0)
        for model in ("customer.interaction", "customer.care.date", "customer.followup.plan"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.viewer).check_access("create")
        with self.assertRaises(AccessError):
            self.plan.with_user(self.sales).name = "Mine"
        self.plan.with_user(self.steward).name = "Stewards"

    def test_reminder_goes_to_nobody_who_may_not_see_the_customer(self):
        self.plan.user_id = self.leader
        self.env["crm.team"].create(
            {
                "name": "Hidden",
                "user_id": self.leader.id,
                "crm_team_member_ids": [Command.create({"user_id": self.colleague.id})],
            }
        )
        self.make_contacted(self.theirs, 20)
        self.plan.escalate_days = 1
        self.set_setting(customer_visibility="own")
        self.night(self.theirs)
        self.assertEqual(self.activities(self.theirs).user_id, self.colleague)

    def test_my_day(self):
        day = self.as_user(self.sales).search([("customer_my_day", "=", True)])
        self.assertEqual(day & (self.own + self.theirs), self.own)
        figures = self.Followup.with_user(self.sales).get_day()
        self.assertEqual((figures["overdue"], figures["today"]), (1, 0))
        self.log(self.own)
        figures = self.Followup.with_user(self.sales).get_day()
        self.assertEqual((figures["overdue"], figures["contacts"]["day"]), (0, 1))
        self.assertFalse(self.own.with_user(self.sales).customer_my_day)
