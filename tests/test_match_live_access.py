from odoo import Command
from odoo.exceptions import AccessError

from .test_match_live import CHINESE, MatchLiveCase


class TestMatchLiveAccess(MatchLiveCase):
    """Who is told what about customers that are there."""

    def hide(self, customer, user):
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": str([("id", "!=", customer.id)]),
            }
        )
        self.env.invalidate_all()
        self.assertFalse(customer.with_user(user).has_access("read"))

    def test_hidden_customer_shows_name_and_owner_only(self):
        self.hide(self.chinese, self.sales)
        match = self.find(**CHINESE)[0]
        self.assertEqual((match["name"], match["owner"]), (CHINESE["name"], "Olivia Owner"))
        self.assertFalse(match["readable"])
        self.assertFalse(match["badges"])
        self.assertFalse(match["details"])
        rows = self.as_user(self.sales).customer_explain_duplicate(
            {"is_company": True, **CHINESE}, self.chinese.id
        )
        self.assertEqual(rows, [])

    def test_employees_may_look_others_may_not(self):
        for user in (self.make_user("viewer"), self.make_user("finance"), self.make_user()):
            with self.subTest(user=user.login):
                self.assertEqual(self.found(user, **CHINESE), [self.chinese.id])
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "cm_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        for user in (portal, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.find(user, **CHINESE)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.as_user(user).customer_explain_duplicate(CHINESE, self.chinese.id)

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.chinese.company_id = other
        self.assertEqual(self.found(**CHINESE), [])
        self.assertEqual(self.found(company_id=other.id, **CHINESE), [])
        self.rule.cross_company = True
        self.assertEqual(self.found(**CHINESE), [], "no access to that company")
        self.sales.company_ids |= other
        self.assertEqual(self.found(**CHINESE), [self.chinese.id])
        match = self.as_user(
            self.sales, allowed_company_ids=[self.env.company.id, other.id]
        ).customer_find_duplicates({"is_company": True, **CHINESE})[0]
        self.assertTrue(match["readable"])
        self.rule.cross_company = False
        self.assertEqual(self.found(**CHINESE), [])

        self.chinese.company_id = False
        self.assertEqual(self.found(company_id=other.id, **CHINESE), [self.chinese.id])
