from odoo import Command, api, models

MADE = "customer_master.link_examples"  # kinds of records whose example was made, and may be gone


class CustomerLinkRule(models.Model):
    """Examples of rules for records of addons that need not be there."""

    _inherit = "customer.link.rule"

    @api.model
    def _examples(self) -> dict[str, dict]:
        """Values of an example by model."""
        lines = [
            {"path": "email_from", "kind": "email"},
            {"path": "phone", "kind": "phone"},
            {"path": "partner_name", "kind": "name", "sure": 0.8},
            {"path": "partner_name", "kind": "name", "logic": "similar"},
        ]
        return {
            "crm.lead": {
                "name": self.env._("Leads to their customer"),
                "sequence": 50,
                "domain": "[('won_status', '=', 'pending')]",
                "suggest": 0.7,
                "line_ids": [Command.create(line) for line in lines],
            }
        }

    @api.model
    def _add_examples(self):
        """Make the examples, switched off, for addons that have been installed since; one that
        was deleted stays so."""
        params = self.env["ir.config_parameter"].sudo()
        made = (params.get_param(MADE) or "").split()
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        for model, values in self._examples().items():
            if model in made or model not in self.env:
                continue
            known = self.env["ir.model.fields"]._get(model, "partner_id")
            rule = self.create({**values, "model_id": known.model_id.id, "field_id": known.id})
            for code in codes:
                own = rule.with_context(lang=code)
                own.name = own._examples()[model]["name"]
            params.set_param(MADE, " ".join([*made, model]))
