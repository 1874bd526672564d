from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.value.rfm import CLASSES

# names that are no stages of a customer's life, which stand beside them
SEGMENTS = [
    ("champions", "Champions"),
    ("loyal", "Loyal buyers"),
    ("promising", "On the rise"),
    ("attention", "Need attention"),
    ("at_risk", "Worth winning back"),
    ("hibernating", "Asleep"),
    ("lost", "Bought long ago"),
]
# what tells of orders, for who reads those of all salespersons
SEES_ORDERS = ",".join(
    (
        "sales_team.group_sale_salesman_all_leads",
        "account.group_account_invoice",
        "account.group_account_readonly",
    )
)


class CustomerValue(models.Model):
    """What a customer is worth to a company by its orders, among all of the company's customers.
    Rewritten every night; who has never ordered from the company has none."""

    _name = "customer.value"
    _description = "Value of a Customer"
    _order = "score desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    last_order = fields.Date(readonly=True, groups=SEES_ORDERS)
    orders = fields.Integer(readonly=True, groups=SEES_ORDERS, help="In the period of Settings.")
    revenue = fields.Monetary(
        readonly=True,
        groups=SEES_ORDERS,
        help="Of orders in the period of Settings, without taxes.",
    )
    r = fields.Integer(
        string="Recency", readonly=True, aggregator="avg", help="5: among those who ordered last."
    )
    f = fields.Integer(
        string="Frequency",
        readonly=True,
        aggregator="avg",
        help="5: among those with the most orders.",
    )
    m = fields.Integer(
        string="Revenue Class",
        readonly=True,
        aggregator="avg",
        help="5: among those with the most revenue.",
    )
    score = fields.Integer(
        string="Value Score",
        readonly=True,
        aggregator="avg",
        help="0 to 100, from the three with the weights of Settings.",
    )
    segment = fields.Selection(SEGMENTS, string="Value Group", readonly=True)

    stage = fields.Selection(related="partner_id.customer_stage", string="Stage")
    priority = fields.Selection(related="partner_id.customer_priority", string="Priority")
    user_id = fields.Many2one(related="partner_id.user_id")
    region_id = fields.Many2one(related="partner_id.customer_region_id")
    type_id = fields.Many2one(related="partner_id.customer_type_id")

    _partner_company = models.Constraint(
        "UNIQUE(partner_id, company_id)", "A customer has one value in a company."
    )
    _classes = models.Constraint(
        f"CHECK(LEAST(r, f, m) >= 1 AND GREATEST(r, f, m) <= {CLASSES})",
        "Classes are 1 to 5.",
    )
    _segment_idx = models.Index("(company_id, segment)")

    def action_open_partner(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id.get_formview_action()


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name in ("customer.value", "customer.stage.move"):
            domain &= Domain("partner_id", "any", self.env["customer.access"]._visible_domain())
        return domain
