from odoo import api, fields, models
from odoo.exceptions import UserError

ACTION = "customer_master.customer_profile_action"
CARD = "customer_master.customer_report_template_card"


class ResPartner(models.Model):
    """Ways to the profile of a customer."""

    _inherit = "res.partner"

    def action_customer_profile(self):
        """Open the profile of this customer, or of the customer whose contact this is."""
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id or self
        action = self.env["ir.actions.client"]._for_xml_id(ACTION)
        return {
            **action,
            "display_name": customer.display_name,
            "context": {"active_id": customer.id, "active_model": self._name},
        }

    @api.model
    def _customer_card_template(self):
        """The template of the customer card; none where it was deleted, or where the user may
        not take customers out as a file."""
        card = self.env.ref(CARD, raise_if_not_found=False)
        Template = self.env["customer.report.template"]
        Export = self.env["customer.export"]
        may = not Export._guarded() or self.env["customer.access"]._reach("export")
        if not card or not may or not Template.has_access("read"):
            return Template
        return card._filtered_access("read")

    def action_customer_card(self):
        """Make the card of this customer as PDF.

        :raise AccessError: the user may not see the customer, or not export customers
        :raise UserError: there is no template for it any more
        """
        self.ensure_one()
        customer = self.env["customer.profile"]._customer(self.id)
        if self.env["customer.export"]._guarded():
            self.env["customer.export"]._check_role(1)
        template = self._customer_card_template()
        if not template:
            raise UserError(self.env._("There is no template for customer cards any more."))
        run = self.env["customer.report.run"].create(
            {
                "template_id": template.id,
                "format": "pdf",
                "partner_ids": [fields.Command.set(customer.ids)],
            }
        )
        return run.action_generate()
