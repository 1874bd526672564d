from datetime import timedelta
from itertools import pairwise

from babel.dates import format_interval
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse, get_lang

MONTHS = 12


class CustomerProfile(models.AbstractModel):
    """What a customer orders: of the orders that the user may read, without taxes, in the
    currency of his company."""

    _inherit = "customer.profile"

    @api.model
    def _section_figures(self, customer) -> list[dict]:
        return [
            *self._sales_figures(customer),
            *self._balance_figures(customer),
            *self._contact_figures(customer),
        ]

    # -- reading ---------------------------------------------------------------------------

    @api.model
    def _edges(self) -> list:
        """The days at which the last 24 months begin, and the day after today; so the last 12
        sum up to a whole year, whatever day of the month it is."""
        end = fields.Date.context_today(self) + timedelta(days=1)
        return [end - relativedelta(months=n) for n in range(2 * MONTHS, -1, -1)]

    @api.model
    def _orders(self, domain, *keys) -> list[tuple]:
        """Orders in groups: the keys, their number and their revenue.

        :param keys: functions that take the name of the table of orders and that of contacts
        """
        Order = self.env["sale.order"]
        query = Order._search(domain & Domain("company_id", "in", self.env.companies.ids))
        query.order = None
        # a name of its own, as rules may have joined the contact already
        partner = query.join(query.table, "partner_id", "res_partner", "id", "customer")
        order, contact = SQL.identifier(query.table), SQL.identifier(partner)
        rate = self.env["customer.report.sales"]._rates(SQL("%s.company_id", order))
        terms = [key(order, contact) for key in keys]
        query.groupby = SQL(", ").join(SQL(str(place)) for place in range(1, len(terms) + 1))
        revenue = SQL(
            "%(order)s.amount_untaxed / coalesce(nullif(%(order)s.currency_rate, 0), 1) * %(rate)s",
            order=order,
            rate=rate,
        )
        return self.env.execute_query(
            query.select(*terms, SQL("count(*)"), SQL("sum(%s)::float8", revenue))
        )

    @api.model
    def _order_span(self, customer, first, last) -> Domain:
        """Confirmed orders of a customer from the day ``first`` up to the day ``last``."""
        moment = self.env["customer.dashboard"]._moment
        return (
            self._of(customer)
            & Domain("state", "=", "sale")
            & Domain("date_order", ">=", fields.Datetime.to_string(moment(first)))
            & Domain("date_order", "<", fields.Datetime.to_string(moment(last)))
        )

    # -- figures ---------------------------------------------------------------------------

    @api.model
    def _sales_figures(self, customer) -> list[dict]:
        if not self._may_read("sale.order"):
            return []
        edges = self._edges()
        moment = self.env["customer.dashboard"]._moment
        limits = [moment(day) for day in edges]
        confirmed = self._of(customer) & Domain("state", "=", "sale")
        rows = self._orders(
            confirmed,
            lambda order, _contact: SQL(
                "width_bucket(%s.date_order, %s::timestamp[])", order, limits
            ),
        )
        parts = {part: (count, revenue or 0.0) for part, count, revenue in rows}
        months = [parts.get(n, (0, 0.0)) for n in range(1, 2 * MONTHS + 1)]
        revenue, before = (sum(r for _n, r in half) for half in (months[MONTHS:], months[:MONTHS]))
        orders, ever = sum(n for n, _r in months[MONTHS:]), sum(n for n, _r in parts.values())
        span = self._order_span(customer, edges[MONTHS], edges[-1])
        year = {"model": "sale.order", "domain": span}
        return [
            self._figure(
                "revenue",
                self.env._("Revenue, 12 Months"),
                revenue,
                "money",
                note=self._change(revenue, before),
                trend=self._trend(edges[MONTHS:], months[MONTHS:]),
                **year,
            ),
            self._figure(
                "orders",
                self.env._("Orders, 12 Months"),
                orders,
                "integer",
                note=self.env._("%s in all", ever) if ever != orders else None,
                **year,
            ),
            self._figure(
                "average_order",
                self.env._("Average Order"),
                revenue / orders if orders else 0.0,
                "money",
                **year,
            ),
            self._quotations(customer),
            self._last_order(customer, confirmed),
        ]

    @api.model
    def _change(self, revenue, before):
        if before <= 0:
            return None
        change = (revenue / before - 1) * 100
        per_cent = f"{abs(change):.0f} %"
        if per_cent == "0 %":
            return self.env._("as much as a year before")
        if change < 0:
            return self.env._("%s less than a year before", per_cent)
        return self.env._("%s more than a year before", per_cent)

    @api.model
    def _trend(self, edges, months) -> list[dict]:
        locale = babel_locale_parse(get_lang(self.env).code)
        return [
            {
                "label": format_interval(first, after - timedelta(days=1), "yMMMd", locale=locale),
                "value": revenue,
            }
            for (first, after), (_count, revenue) in zip(pairwise(edges), months, strict=True)
        ]

    @api.model
    def _quotations(self, customer) -> dict:
        domain = self._of(customer) & Domain("state", "in", ("draft", "sent"))
        # one row, since all have the same key
        rows = self._orders(domain, lambda _order, _contact: SQL("TRUE"))
        _key, count, amount = rows[0] if rows else (None, 0, 0.0)
        return self._figure(
            "quotations",
            self.env._("Open Quotations"),
            count,
            "integer",
            note=self.env.company.currency_id.format(amount) if count else None,
            model="sale.order",
            domain=domain,
        )

    @api.model
    def _last_order(self, customer, confirmed) -> dict:
        order = self.env["sale.order"].search_fetch(
            confirmed, ["name", "date_order"], order="date_order desc, id desc", limit=1
        )
        return self._figure(
            "last_order",
            self.env._("Last Order"),
            order.date_order and self._day(order.date_order),
            "date",
            note=order.name or None,
            model="sale.order",
            **({"id": order.id} if order else {"domain": confirmed}),
        )

    @api.model
    def _day(self, moment) -> str:
        """The day of a moment where the user is."""
        return fields.Date.to_string(fields.Datetime.context_timestamp(self, moment).date())
