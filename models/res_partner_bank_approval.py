from contextlib import contextmanager

from odoo import api, models


class ResPartnerBank(models.Model):
    """Bank accounts are a key value of their customer."""

    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        owners = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        with self._customer_accounts_watched(self.env["res.partner"].browse(owners)):
            return super().create(vals_list)

    def write(self, vals):
        owners = self.sudo().partner_id
        owners |= owners.browse(vals.get("partner_id") or [])
        with self._customer_accounts_watched(owners):
            return super().write(vals)

    def unlink(self):
        with self._customer_accounts_watched(self.sudo().partner_id):
            return super().unlink()

    @contextmanager
    def _customer_accounts_watched(self, partners):
        """Put customers whose accounts change meanwhile back to be approved."""
        Approval = self.env["customer.approval"]
        if not Approval._applies() or "bank_ids" not in Approval._key_fields():
            yield
            return
        owners = partners.sudo().commercial_partner_id
        before = owners._customer_key_values({"bank_ids"})
        yield
        owners.with_env(self.env)._customer_restart_approval(before)
