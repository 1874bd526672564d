from odoo import api, fields, models
from odoo.fields import Domain

from .customer_value import SEGMENTS


class ResPartner(models.Model):
    """What a customer is worth to the company of the user."""

    _inherit = "res.partner"

    customer_value_ids = fields.One2many("customer.value", "partner_id", string="Values")
    customer_rfm = fields.Char(
        string="RFM",
        compute="_compute_customer_rfm",
        search="_search_customer_rfm",
        help="Recency, frequency and revenue of its orders, each from 1 to 5: 555 is among the "
        "best fifth of the customers in all three. Made anew every night.",
    )
    customer_rfm_score = fields.Integer(
        string="Value Score",
        compute="_compute_customer_rfm",
        search="_search_customer_rfm_score",
        help="0 to 100, by the orders of the company. 0: no order yet.",
    )
    customer_rfm_segment = fields.Selection(
        SEGMENTS,
        string="Value Group",
        compute="_compute_customer_rfm",
        search="_search_customer_rfm_segment",
        help="By recency, frequency and revenue of its orders.",
    )

    @api.depends(
        "customer_value_ids.score",
        "customer_value_ids.r",
        "customer_value_ids.f",
        "customer_value_ids.m",
        "customer_value_ids.segment",
    )
    @api.depends_context("company")
    def _compute_customer_rfm(self):
        values = self.env["customer.value"].search(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        by_partner = values.grouped("partner_id")
        for partner in self:
            value = by_partner.get(partner._origin)
            partner.customer_rfm = value and f"{value.r}{value.f}{value.m}"
            partner.customer_rfm_score = value.score if value else 0
            partner.customer_rfm_segment = value and value.segment

    def _search_customer_rfm(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        for one in value:
            if not one:
                domains.append(~self._with_value(Domain.TRUE))
            elif len(one) == 3 and one.isdecimal():
                classes = zip("rfm", map(int, one), strict=True)
                domains.append(self._with_value(Domain.AND(Domain(n, "=", v) for n, v in classes)))
        return Domain.OR(domains)

    def _search_customer_rfm_segment(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self._with_value(Domain("segment", "in", [one for one in value if one]))
        return found | ~self._with_value(Domain.TRUE) if False in value else found

    def _search_customer_rfm_score(self, operator, value):
        if operator == "in":
            found = self._with_value(Domain("score", "in", list(value)))
            return found | ~self._with_value(Domain.TRUE) if 0 in value else found
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        found = self._with_value(Domain("score", operator, value))
        # who has no value has a score of 0
        none = {"<": 0 < value, "<=": 0 <= value, ">": 0 > value, ">=": 0 >= value}[operator]
        return found | ~self._with_value(Domain.TRUE) if none else found

    @api.model
    def _with_value(self, domain) -> Domain:
        """Customers who have a value like that in the company."""
        of_company = Domain("company_id", "=", self.env.company.id)
        return Domain("customer_value_ids", "any", of_company & domain)
