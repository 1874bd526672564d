from odoo import api, fields, models

KINDS = [
    ("birthday", "Birthday"),
    ("anniversary", "Anniversary"),
    ("contract_end", "End of a Contract"),
    ("certificate_end", "End of a Certificate"),
    ("other", "Other"),
]
YEARLY = ("birthday", "anniversary")


class CustomerCareDate(models.Model):
    """An important date of a customer or of a person who works there."""

    _name = "customer.care.date"
    _description = "Important Date of a Customer"
    _order = "date, id"

    partner_id = fields.Many2one(
        "res.partner", string="Of", required=True, ondelete="cascade", index=True
    )
    customer_id = fields.Many2one(
        "res.partner",
        string="Customer",
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
    )
    kind = fields.Selection(KINDS, string="What", required=True, default="birthday")
    name = fields.Char(string="Details", help="e.g. which contract or certificate.")
    date = fields.Date(required=True)
    yearly = fields.Boolean(
        string="Every Year", compute="_compute_yearly", store=True, readonly=False, precompute=True
    )
    active = fields.Boolean(default=True)

    @api.depends("kind")
    def _compute_yearly(self):
        for record in self:
            record.yearly = record.kind in YEARLY

    @api.depends("kind", "name", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            what = record.name or labels.get(record.kind, "")
            record.display_name = f"{what}: {record.partner_id.display_name}"

    @api.model_create_multi
    def create(self, vals_list):
        dates = super().create(vals_list)
        dates.partner_id.check_access("write")
        return dates

    def write(self, vals):
        self.partner_id.check_access("write")
        result = super().write(vals)
        self.partner_id.check_access("write")
        return result

    def unlink(self):
        self.partner_id.check_access("write")
        return super().unlink()
