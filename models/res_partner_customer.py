from odoo import api, fields, models
from odoo.fields import Domain

PRIORITIES = [("0", "Normal"), ("1", "Raised"), ("2", "High"), ("3", "Very high")]


class ResPartner(models.Model):
    """What a customer is, and how much it matters."""

    _inherit = "res.partner"

    customer_is_customer = fields.Boolean(
        string="Customer",
        compute="_compute_customer_is_customer",
        inverse="_inverse_customer_is_customer",
        search="_search_customer_is_customer",
        help="A company or independent person that we sell to, or want to.",
    )
    # required, since customers without one would stand before the most important ones
    customer_priority = fields.Selection(PRIORITIES, required=True, default="0", tracking=True)

    customer_employees = fields.Integer(string="Employees", copy=False)
    customer_annual_revenue = fields.Monetary(
        string="Annual Revenue",
        currency_field="customer_currency_id",
        copy=False,
        help="Of the customer itself, as it states it; not what we invoiced.",
    )
    customer_currency_id = fields.Many2one("res.currency", compute="_compute_customer_currency_id")

    # the default order of the customer list; a partial index, since most contacts aren't customers
    _customer_priority_idx = models.Index(
        "(customer_priority DESC, complete_name, id DESC) WHERE customer_rank > 0"
    )

    @api.depends("customer_rank", "is_company", "parent_id")
    @api.depends_context("res_partner_search_mode")
    def _compute_customer_is_customer(self):
        # where an order makes a contact, core gives the rank when it is stored
        by_mode = self.env.context.get("res_partner_search_mode") == "customer"
        for partner in self:
            ranked = partner.customer_rank > 0 or (by_mode and not partner._origin)
            partner.customer_is_customer = ranked and (partner.is_company or not partner.parent_id)

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_customer_currency_id(self):
        for partner in self:
            company = partner.company_id or self.env.company
            partner.customer_currency_id = company.currency_id

    def _inverse_customer_is_customer(self):
        for partner in self.filtered(lambda p: p.is_company or not p.parent_id):
            if partner.customer_is_customer != (partner.customer_rank > 0):
                partner.customer_rank = int(partner.customer_is_customer)

    def _search_customer_is_customer(self, operator, value):
        return self._customer_search_boolean(operator, value, self._customer_domain)

    @api.model
    def _customer_search_boolean(self, operator, value, get_domain):
        """What a field that is no column is searched by.

        :param get_domain: gives the domain of the contacts for which the field is true
        """
        if operator != "in":
            return NotImplemented
        domain = get_domain()
        wanted = Domain.FALSE
        if True in value:
            wanted |= domain
        if False in value:
            wanted |= ~domain
        return wanted

    @api.model
    def _customer_domain(self) -> Domain:
        """A commercial partner, as core computes it, with a customer rank."""
        return Domain("customer_rank", ">", 0) & (
            Domain("is_company", "=", True) | Domain("parent_id", "=", False)
        )
