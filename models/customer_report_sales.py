from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


class CustomerReportSales(models.AbstractModel):
    """Figures of confirmed orders by customer: those that the user may read, without taxes, in
    the currency of the current company."""

    _name = "customer.report.sales"
    _description = "Sales of Customers for Reports"

    @api.model
    def _moments(self, start, end):
        """The moments in UTC at which days of the user begin and are over; ``None`` as given."""
        zone = pytz.timezone(self.env.user.tz or self.env.context.get("tz") or "UTC")

        def moment(day):
            local = zone.localize(datetime.combine(day, time.min))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        return start and moment(start), end and moment(end + timedelta(days=1))

    @api.model
    def _within(self, name, start, end) -> Domain:
        """The moment ``name`` lies between two days."""
        begin, over = self._moments(start, end)
        domain = Domain(name, ">=", begin) if begin else Domain.TRUE
        return domain & Domain(name, "<", over) if over else domain

    @api.model
    def _readable_lines(self):
        """
        :raise AccessError: the user may not read orders
        """
        Line = self.env["sale.order.line"]
        if not Line.has_access("read"):
            raise AccessError(self.env._("This report is made of orders, which you may not see."))
        return Line

    @api.model
    def _lines(self, start, end):
        """A query of the order lines that the user may read, and the names of its tables."""
        Line = self._readable_lines()
        domain = Domain("state", "=", "sale") & Domain("display_type", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        domain &= self._within("order_id.date_order", start, end)
        self.env.flush_all()
        query = Line._search(domain, order="id")
        query.order = None
        order = query.join(Line._table, "order_id", "sale_order", "id", "order_id")
        partner = query.join(order, "partner_id", "res_partner", "id", "partner_id")
        return query, SQL.identifier(order), SQL.identifier(partner, "commercial_partner_id")

    @api.model
    def _rates(self, company) -> SQL:
        """The rate of today from the currency of a company, an SQL term, to that of the current
        one."""
        ours, today = self.env.company, fields.Date.context_today(self)
        rates = {
            theirs.id: self.env["res.currency"]._get_conversion_rate(
                theirs.currency_id, ours.currency_id, ours, today
            )
            for theirs in self.env.companies
            if theirs.currency_id != ours.currency_id
        }
        if not rates:
            return SQL("1.0")
        cases = SQL(" ").join(SQL("WHEN %s THEN %s", key, rate) for key, rate in rates.items())
        return SQL("(CASE %s %s ELSE 1.0 END)", company, cases)

    @api.model
    def _revenue_sql(self, order) -> SQL:
        return SQL(
            "sale_order_line.price_subtotal / coalesce(nullif(%s.currency_rate, 0), 1) * %s",
            order,
            self._rates(SQL("%s.company_id", order)),
        )

    @api.model
    def _cost_sql(self, order, product, unit, own_unit) -> SQL:
        """The cost that a line has today, in the currency of the current company."""
        return SQL(
            """coalesce((%(product)s.standard_price ->> %(order)s.company_id::text)::numeric, 0)
               * sale_order_line.product_uom_qty
               * coalesce(%(unit)s.factor / nullif(%(own)s.factor, 0), 1) * %(rate)s""",
            product=product,
            order=order,
            unit=unit,
            own=own_unit,
            rate=self._rates(SQL("%s.company_id", order)),
        )

    @api.model
    def _margin_sql(self, query, order) -> SQL:
        Line = self.env["sale.order.line"]
        if "margin" in Line._fields:  # with the cost that the order was made with
            return SQL(
                "sale_order_line.margin / coalesce(nullif(%s.currency_rate, 0), 1) * %s",
                order,
                self._rates(SQL("%s.company_id", order)),
            )
        product, template = self._product(query)
        unit = query.left_join(Line._table, "product_uom_id", "uom_uom", "id", "unit")
        own = query.left_join(template, "uom_id", "uom_uom", "id", "uom_id")
        cost = self._cost_sql(order, *map(SQL.identifier, (product, unit, own)))
        return SQL("%s - %s", self._revenue_sql(order), cost)

    @api.model
    def _product(self, query):
        Line = self.env["sale.order.line"]
        product = query.left_join(Line._table, "product_id", "product_product", "id", "product_id")
        template = query.left_join(
            product, "product_tmpl_id", "product_template", "id", "product_tmpl_id"
        )
        return product, template

    @api.model
    def _figures(self, partner_ids, start, end, by_category=False) -> dict:
        """Revenue, number of orders, margin and last order of customers in a period.

        :return: ``{key: (revenue, orders, margin, last order)}``; the key is the id of the
            customer, with that of the product category where ``by_category``
        """
        query, order, customer = self._lines(start, end)
        query.add_where(SQL("%s = ANY(%s)", customer, list(partner_ids)))
        margin = self._margin_sql(query, order)
        keys = [customer, self._category(query)] if by_category else [customer]
        query.groupby = SQL(", ").join(keys)
        rows = self.env.execute_query(
            query.select(
                *keys,
                SQL("sum(%s)::float8", self._revenue_sql(order)),
                SQL("count(DISTINCT %s.id)", order),
                SQL("sum(%s)::float8", margin),
                SQL("max(%s.date_order)", order),
            )
        )
        size = len(keys)
        return {row[:size] if by_category else row[0]: row[size:] for row in rows}

    @api.model
    def _category(self, query) -> SQL:
        """The product category of a line, 0 for none."""
        _product, template = self._product(query)
        return SQL("coalesce(%s, 0)", SQL.identifier(template, "categ_id"))

    @api.model
    def _pairs(self, partners, start, end) -> list[tuple[int, int]]:
        """The customers of a query with the product categories that they ordered."""
        query, _order, customer = self._lines(start, end)
        keys = [customer, self._category(query)]
        query.add_where(SQL("%s IN %s", customer, partners.subselect()))
        query.groupby = SQL(", ").join(keys)
        query.order = SQL("1, 2")
        return self.env.execute_query(query.select(*keys))

    @api.model
    def _ordering(self, start, end, least=0.0, most=0.0) -> Domain:
        """The customers with orders in a period, of a revenue between two limits; 0 is none."""
        self._readable_lines()  # not "nobody": the contrary of that would be everybody

        def to_sql(model, alias, _query):
            query, order, customer = self._lines(start, end)
            query.groupby = customer
            total = SQL("sum(%s)", self._revenue_sql(order))
            limits = [SQL("%s >= %s", total, least)] if least else []
            limits += [SQL("%s <= %s", total, most)] if most else []
            if limits:
                query.having = SQL(" AND ").join(limits)
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), query.select(customer))

        return Domain.custom(to_sql=to_sql)
