from odoo import api, models

from ..models.customer_merge_hooks import GROUP, GUARD
from ..models.marker import Marker
from ..models.res_partner_approval import DECIDED

# core writes all values of the contacts to the one that is kept; of these it keeps its own
KEPT = DECIDED | {"customer_access"}
MERGING = Marker("customer_merged_by_core")


class BasePartnerMerge(models.TransientModel):
    """Core's wizard, as it is; inside of our merge its generic parts are ours."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _get_fk_on(self, table):
        # what this addon derives from a customer goes with it, as it did before it was merged
        return [
            (name, column)
            for name, column in super()._get_fk_on(table)
            if not name.startswith(("customer_match_", "customer_operation_", "customer_quality_"))
        ]

    @api.model
    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        group = self.env.context.get(GROUP)
        if not group:
            return super()._update_foreign_keys_generic(model, src_records, dst_record)
        if model == "res.partner":
            self.env["customer.merge"]._move_group(group)
        return None

    @api.model
    def _update_reference_fields_generic(
        self, referenced_model, src_records, dst_record, additional_update_records=None
    ):
        if self.env.context.get(GROUP):
            return None
        return super()._update_reference_fields_generic(
            referenced_model, src_records, dst_record, additional_update_records
        )

    def _update_values(self, src_partners, dst_partner):
        return super()._update_values(src_partners, MERGING.on(dst_partner))

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        if self.env.context.get(GUARD):
            return None
        Access = self.env["customer.access"]
        if Access._guarded():
            # core deletes as superuser
            partners = self.env["res.partner"].browse(partner_ids).exists()
            if refused := Access._refused(partners, "unlink"):
                raise partners._customer_access_error("unlink", refused)
        return super()._merge(partner_ids, dst_partner, extra_checks)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if MERGING.said(self.env):
            vals = {name: value for name, value in vals.items() if name not in KEPT}
        return super().write(vals)
