from odoo import api, fields, models

from .customer_report_source import MODELS


class CustomerReportColumn(models.Model):
    """A column of a report: a field, or a figure that is computed."""

    _name = "customer.report.column"
    _description = "Column of a Report"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "customer.report.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    label = fields.Char(translate=True, help="Empty: the name of the field or figure.")
    measure = fields.Selection(
        [
            ("revenue", "Revenue"),
            ("orders", "Orders"),
            ("average_order", "Average Order"),
            ("margin", "Margin"),
            ("margin_rate", "Margin (%)"),
            ("last_order", "Last Order"),
            ("open_balance", "Open Balance"),
            ("days_since_contact", "Days Since Last Contact"),
            ("completeness", "Completeness (%)"),
            ("product_category", "Product Category"),
        ],
        string="Figure",
        help="Revenue, orders and margin: of confirmed orders in the period, without taxes, in the "
        "currency of the company. Empty: a field.",
    )
    path = fields.Char(string="Field")
    format = fields.Selection(
        [
            ("integer", "Whole number"),
            ("number", "Number"),
            ("percent", "Per cent"),
            ("date", "Day"),
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("year", "Year"),
        ],
        help="Empty: as usual.",
    )
    digits = fields.Integer(string="Decimals", default=2)
    width = fields.Integer(help="In characters. 0: as the label and the values need it.")
    total = fields.Selection(
        [
            ("sum", "Sum"),
            ("average", "Average"),
            ("count", "Count"),
            ("min", "Smallest"),
            ("max", "Greatest"),
        ],
    )
    group = fields.Selection(
        [("1", "1st"), ("2", "2nd"), ("3", "3rd")],
        string="Groups",
        help="Rows with the same value make a group with its own subtotal.",
    )
    sort = fields.Selection([("asc", "Ascending"), ("desc", "Descending")])
    chart = fields.Boolean(string="In the Chart")
    report_model = fields.Char(compute="_compute_report_model")

    _digits_range = models.Constraint("CHECK(digits BETWEEN 0 AND 6)", "There are 0 to 6 decimals.")
    _width_range = models.Constraint(
        "CHECK(width BETWEEN 0 AND 100)", "A column is at most 100 characters wide."
    )

    @api.depends("template_id.kind")
    def _compute_report_model(self):
        for column in self:
            column.report_model = MODELS.get(column.template_id.kind, "res.partner")

    @api.onchange("measure")
    def _onchange_measure(self):
        if self.measure:
            self.path = False

    def _definition_values(self) -> dict:
        return {
            "label": self.label or "",
            "measure": self.measure or "",
            "path": "" if self.measure else self.path or "",
            "format": self.format or "",
            "digits": self.digits,
            "width": self.width,
            "total": self.total or "",
            "group": int(self.group or 0),
            "sort": self.sort or "",
            "chart": self.chart,
        }
