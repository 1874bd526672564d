from collections import Counter

from odoo import fields, models
from odoo.fields import Domain

FOUND = 100  # merged customers that a search looks at


class ResPartner(models.Model):
    """Merged customers: archived, never deleted, and always leading to the one that is kept."""

    _inherit = "res.partner"

    customer_merged_into_id = fields.Many2one(
        "res.partner",
        string="Merged Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    customer_operation_count = fields.Integer(
        string="Operations", compute="_compute_customer_operation_count"
    )

    def _compute_customer_operation_count(self):
        Line = self.env["customer.operation.line"]
        counts = Counter()
        if Line.has_access("read"):
            # a merged customer was part of what was done as well
            for side in ("partner_id", "source_ids"):
                found = Line._read_group(
                    [(side, "in", self.ids)], [side], ["operation_id:count_distinct"]
                )
                counts.update({partner.id: count for partner, count in found})
        for partner in self:
            partner.customer_operation_count = counts[partner.id]

    def action_open_survivor(self):
        """The form of the customer that this one was merged into."""
        self.ensure_one()
        return self.get_formview_action()

    def action_open_operations(self):
        """What was done with this customer in bulk."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_operation_action"
        )
        return {
            **action,
            "domain": [
                "|",
                ("line_ids.partner_id", "=", self.id),
                ("line_ids.source_ids", "=", self.id),
            ],
            "context": {},
        }

    def get_formview_action(self, access_uid=None):
        merged = self.sudo().customer_merged_into_id if len(self) == 1 else self.browse()
        target = merged.with_env(self.env) or self
        return super(ResPartner, target).get_formview_action(access_uid)

    def _search_display_name(self, operator, value):
        found = super()._search_display_name(operator, value)
        if operator == "ilike" and isinstance(value, str) and value.strip():
            # asked beforehand, since an "or" with a subquery would read all contacts
            merged = (
                self.sudo()
                .with_context(active_test=False)
                .search_fetch(
                    Domain("customer_merged_into_id", "!=", False) & Domain(found),
                    ["customer_merged_into_id"],
                    limit=FOUND,
                    order="id",
                )
            )
            if merged:
                found = Domain(found) | Domain("id", "in", merged.customer_merged_into_id.ids)
        return found
