from odoo import api, fields, models
from odoo.exceptions import AccessError
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
# the stored field that it is the value of, except that of contact persons
FIELDS = {
    "days_since_contact": "customer_last_contact",
    "completeness": "customer_completeness",
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
        if measure == "days_since_contact" and kind == "contact":
            model = "customer.interaction"
        Model = self.env[model]
        field = Model._fields.get(FIELDS.get(measure))
        if not Model.has_access("read") or (field and not Model._has_field_access(field, "read")):
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
        query, customer, total = self._receivables()
        query.add_where(SQL("%s = ANY(%s)", customer, ids))
        owed = dict(self.env.execute_query(query.select(customer, SQL("%s::float8", total))))
        return {key: owed.get(key, 0.0) for key in ids}

    @api.model
    def _owing(self) -> Domain:
        """The customers with an open balance, to their credit too."""
        self._receivables()  # here it can be said why not
        least = self.env.company.currency_id.rounding / 2

        def to_sql(model, alias, _query):
            query, customer, total = self._receivables()
            query.having = SQL("abs(%s) > %s", total, least)
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), query.select(customer))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _receivables(self):
        """A query of the posted entries that are not settled, by customer; the SQL of the customer
        and of the sum.

        :raise AccessError: the user may not read them
        """
        Line = self.env["account.move.line"]
        if not Line.has_access("read"):
            raise AccessError(self.env._("This report is made of invoices, which you may not see."))
        domain = Domain("account_type", "=", "asset_receivable")
        domain &= Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        self.env.flush_all()
        query = Line._search(domain, order="id")
        query.order = None
        partner = query.join(Line._table, "partner_id", "res_partner", "id", "partner_id")
        customer = SQL.identifier(partner, "commercial_partner_id")
        query.groupby = customer
        rate = self.env["customer.report.sales"]._rates(SQL("account_move_line.company_id"))
        return query, customer, SQL("sum(account_move_line.amount_residual * %s)", rate)

    @api.model
    def _days_since_contact(self, ids, kind):
        """Days since the last contact: with a customer, or with the contact person itself."""
        if kind == "contact":
            found = self.env["customer.interaction"]._read_group(
                [("contact_id", "in", ids)], ["contact_id"], ["date:max"]
            )
            moments = {contact.id: moment for contact, moment in found}
        else:
            moments = self._fetched(ids, "customer_last_contact")
        today = fields.Date.context_today(self)
        local = self.env["customer.report.path"]._local
        return {key: (today - local(day).date()).days for key, day in moments.items() if day}

    @api.model
    def _completeness(self, ids, _kind):
        known = self._fetched(ids, "customer_completeness")
        return {key: value / 100 for key, value in known.items()}

    @api.model
    def _fetched(self, ids, name):
        """The values of a stored field of contacts."""
        partners = self.env["res.partner"].browse(ids)
        partners.fetch([name])
        return {partner.id: partner[name] for partner in partners}
