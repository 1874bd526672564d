from unittest.mock import patch

from odoo import Command

from .test_link_rule import LinkCase


class TestLinkExamples(LinkCase):
    """Examples for addons that need not be there."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("customer_master.link_examples", False)
        self.Rule = self.Rule.with_context(active_test=False)
        self.before = self.Rule.search([("id", "!=", 0)])

    def made(self):
        self.Rule._add_examples()
        return self.Rule.search([("id", "not in", self.before.ids)])

    def test_without_the_addon(self):
        with patch.object(type(self.Rule), "_examples", lambda _rules: {"no.such": {}}):
            self.assertFalse(self.made())

    def test_made_once_and_switched_off(self):
        example = {
            "name": "Example",
            "line_ids": [Command.create({"path": "partner_id.email", "kind": "email"})],
        }
        with patch.object(type(self.Rule), "_examples", lambda _rules: {"sale.order": example}):
            rule = self.made()
            self.assertEqual((rule.model, rule.field_name), ("sale.order", "partner_id"))
            self.assertFalse(rule.active)
            rule.unlink()
            self.assertFalse(self.made())

    def test_leads(self):
        """The fields of leads are what the example says, where there are leads."""
        if "crm.lead" in self.env:
            rule = self.made()
            self.assertFalse(rule.problem)
            customer = self.make_customer("Lead Ltd", email="lead@lead.example")
            lead = self.env["crm.lead"].create({"name": "L", "email_from": customer.email})
            [(_asked, decision)] = self.env["customer.link"]._find(rule, lead)
            self.assertEqual(decision.found[0].judgement.candidate.id, customer.id)
