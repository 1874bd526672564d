from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

CUSTOMERS = ("customer", "sales", "sales_category")
# what a user must be able to read for a figure, and the rows that can have it
NEEDS = {
    "revenue": ("sale.order.line", CUSTOMERS),
    "orders": ("sale.order.line", CUSTOMERS),
    "average_order": ("sale.order.line", CUSTOMERS),
    "margin": ("sale.order.line", CUSTOMERS),
    "margin_rate": ("sale.order.line", CUSTOMERS),
    "last_order": ("sale.order.line", CUSTOMERS),
    "open_balance": ("account.move.line", ("customer", "sales")),
    "days_since_contact": ("res.partner", ("customer", "sales", "contact")),
    "completeness": ("res.partner", ("customer", "sales", "contact")),
    "product_category": ("product.category", ("sales_category",)),
}
KINDS = {
    "revenue": "money",
    "orders": "integer",
    "average_order": "money",
    "margin": "money",
    "margin_rate": "percent",
    "last_order": "datetime",
    "open_balance": "money",
    "days_since_contact": "integer",
    "completeness": "percent",
    "product_category": "text",
}
OF_ORDERS = {"revenue", "orders", "average_order", "margin", "margin_rate"}


class CustomerReportMeasure(models.AbstractModel):
    """Figures of customers that are no fields: each is computed for many rows at once."""

    _name = "customer.report.measure"
    _description = "Figures of Customers for Reports"

    @api.model
    def _labels(self) -> dict[str, str]:
        selection = self.env["customer.report.column"]._fields["measure"]
        return dict(selection._description_selection(self.env))

    @api.model
    def _problem(self, measure, kind) -> str | None:
        """A sentence that says why rows of a kind can't have a figure for this user."""
        model, kinds = NEEDS[measure]
        label = self._labels()[measure]
        if kind not in kinds:
            return self.env._("The rows of this report can't have “%s”.", label)
        if not self.env[model].has_access("read"):
            return self.env._("You may not see “%s”.", label)
        return None

    @api.model
    def _values(self, measures, kind, keys, conditions) -> dict:
        """The figures of rows: ``{measure: {key: value}}``; a row that is missing has none.

        :param keys: of the rows: ids of contacts, with a product category for sales by category
        """
        start, end = conditions.bounds(self.env)
        by_category = kind == "sales_category"
        ids = list({key[0] for key in keys} if by_category else keys)
        found = {}
        if OF_ORDERS & set(measures) or ("last_order" in measures and not (start or end)):
            found["orders"] = self._sales(ids, start, end, by_category)
        if "last_order" in measures and (start or end):
            found["all_orders"] = self._sales(ids, None, None, by_category)
        values = {}
        for measure in measures:
            if measure in OF_ORDERS:
                figure = getattr(self, f"_{measure}")
                nothing = (0.0, 0, 0.0, None)
                sales = found["orders"]
                values[measure] = {key: figure(*sales.get(key, nothing)) for key in keys}
            elif measure == "last_order":
                sales = found.get("all_orders", found.get("orders"))
                local = self.env["customer.report.path"]._local
                values[measure] = {key: local(sales[key][3]) for key in keys if key in sales}
            elif measure == "product_category":
                values[measure] = self._product_category(keys)
            else:
                values[measure] = getattr(self, f"_{measure}")(ids, kind)
        return values

    @api.model
    def _sales(self, ids, start, end, by_category):
        return self.env["customer.report.sales"]._figures(ids, start, end, by_category)

    # -- of orders: revenue, number, margin, last order ----------------------------------------

    def _revenue(self, revenue, _orders, _margin, _last):
        return revenue or 0.0

    def _orders(self, _revenue, orders, _margin, _last):
        return orders

    def _average_order(self, revenue, orders, _margin, _last):
        return (revenue or 0.0) / orders if orders else None

    def _margin(self, _revenue, _orders, margin, _last):
        return margin or 0.0

    def _margin_rate(self, revenue, _orders, margin, _last):
        return (margin or 0.0) / revenue if revenue else None

    # -- others --------------------------------------------------------------------------------

    @api.model
    def _product_category(self, keys):
        Category = self.env["product.category"].browse({key[1] for key in keys if key[1]})
        names = {category.id: category.display_name for category in Category}
        return {key: names[key[1]] for key in keys if key[1]}

    @api.model
    def _open_balance(self, ids, _kind):
        """What customers owe by posted entries, less what they have paid in advance."""
        Line = self.env["account.move.line"]
        domain = Domain("account_type", "=", "asset_receivable")
        domain &= Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        self.env.flush_all()
        query = Line._search(domain, order="id")
        query.order = None
        partner = query.join(Line._table, "partner_id", "res_partner", "id", "partner_id")
        customer = SQL.identifier(partner, "commercial_partner_id")
        query.add_where(SQL("%s = ANY(%s)", customer, ids))
        query.groupby = customer
        rate = self.env["customer.report.sales"]._rates(SQL("account_move_line.company_id"))
        total = SQL("sum(account_move_line.amount_residual * %s)::float8", rate)
        owed = dict(self.env.execute_query(query.select(customer, total)))
        return {key: owed.get(key, 0.0) for key in ids}

    @api.model
    def _days_since_contact(self, ids, kind):
        """Days since the last email, message or completed activity; of a customer, with any of
        its contacts."""
        mine = SQL("p.id") if kind == "contact" else SQL("p.commercial_partner_id")
        rows = self.env.execute_query(
            SQL(
                """SELECT %(mine)s, max(m.date) FROM res_partner p
                     JOIN mail_message m ON m.model = 'res.partner' AND m.res_id = p.id
                    WHERE %(mine)s = ANY(%(ids)s)
                      AND (m.message_type IN ('email', 'email_outgoing', 'comment')
                           OR m.mail_activity_type_id IS NOT NULL)
                 GROUP BY 1""",
                mine=mine,
                ids=ids,
            )
        )
        today = fields.Date.context_today(self)
        local = fields.Datetime.context_timestamp
        return {key: (today - local(self, moment).date()).days for key, moment in rows}

    @api.model
    def _completeness(self, ids, _kind):
        partners = self.env["res.partner"].browse(ids)
        partners.fetch(["customer_completeness"])
        return {partner.id: partner.customer_completeness / 100 for partner in partners}
