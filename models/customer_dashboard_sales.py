from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from babel.dates import format_skeleton

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse, get_lang

from ..engine.figures.months import month_starts, year_before
from ..engine.figures.pareto import Pareto, pareto
from .customer_dashboard import Filters

ANALYSIS = "customer.sale.analysis"
MONTHS = 12
TOP = 10


@dataclass(frozen=True)
class Sales:
    """Revenue in the currency of the user's company."""

    months: list[float]  # the oldest first
    period: float
    before: float  # in the same period of the year before
    partner_ids: list[int]  # who bought in the period
    revenues: list[float]  # of each of them

    def pareto(self) -> Pareto:
        return pareto(self.revenues)


class CustomerDashboard(models.AbstractModel):
    """What customers bought, from ``customer.sale.analysis`` with its rights."""

    _inherit = "customer.dashboard"

    def _sales(self, filters: Filters) -> dict:
        sales = self._read_sales(filters)
        spread = sales.pareto()
        return {
            "currency_id": self.env.company.currency_id.id,
            "tiles": self._sales_tiles(filters, sales),
            "trend": self._trend(filters, sales),
            "top": self._top(filters, sales, spread),
            "curve": [
                {"label": f"{per_cent} %", "value": share * 100, "customers": ["top", per_cent]}
                for per_cent, _number, share in spread.curve
            ],
            "classes": [
                {
                    "label": part.name.upper(),
                    "value": part.count,
                    "customer_share": part.count / len(spread.order) * 100,
                    "revenue_share": part.share * 100,
                    "customers": ["class", part.name],
                }
                for part in spread.classes
            ],
            **self._movement(filters),
        }

    # -- reading ---------------------------------------------------------------------------

    def _month_starts(self, filters: Filters, count) -> list:
        """First days of the ``count`` months up to the end of the period, or to today where it
        ends later, and of the month after them."""
        return month_starts(min(filters.last, filters.today), count)

    def _span(self, first, last) -> tuple:
        """The moments at which the day ``first`` begins and the day ``last`` is over."""
        return self._moment(first), self._moment(last + timedelta(days=1))

    def _lines(self, filters: Filters, start, end) -> Domain:
        """Rows of the analysis from one moment up to another."""
        return (
            Domain("source", "=", filters.source)
            & Domain("date", ">=", fields.Datetime.to_string(start))
            & Domain("date", "<", fields.Datetime.to_string(end))
            & self._of_company(filters)
        )

    def _period_lines(self, filters: Filters) -> Domain:
        return self._lines(filters, *self._span(filters.first, filters.last))

    def _read_sales(self, filters: Filters) -> Sales:
        """Everything in one pass over the lines: the moments at which a month or a period begins
        or ends part the time, and the revenue of each part is added up."""
        starts = [self._moment(day) for day in self._month_starts(filters, 2 * MONTHS)]
        inside = self._span(filters.first, filters.last)
        before = self._span(year_before(filters.first), year_before(filters.last))
        limits = sorted({*starts, *inside, *before})
        parts, customers = self._read_parts(filters, limits, inside)

        def between(start, end):
            return sum(parts.get(n, 0.0) for n in range(limits.index(start), limits.index(end)))

        return Sales(
            [between(start, end) for start, end in pairwise(starts)],
            between(*inside),
            between(*before),
            list(customers),
            list(customers.values()),
        )

    def _read_parts(self, filters: Filters, limits, inside) -> tuple[dict, dict]:
        """Revenue by place of the limit after which it was made, and inside of a period by
        customer, of those whom the user may see."""
        Analysis = self.env[ANALYSIS]
        query = Analysis._search(self._lines(filters, limits[0], limits[-1]))
        partner, day, revenue = (
            Analysis._field_to_sql(query.table, name, query)
            for name in ("partner_id", "date", "revenue")
        )
        query.groupby = SQL("GROUPING SETS ((part), (customer))")
        grouped = query.select(
            SQL("width_bucket(%s, %s::timestamp[]) - 1 AS part", day, limits),
            SQL("CASE WHEN %s >= %s AND %s < %s THEN %s END AS customer", day, inside[0],
                day, inside[1], partner),
            # by far faster than exact numbers, and as exact as money on a screen
            SQL("sum(%s::float8) AS revenue", revenue),
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """SELECT part, customer, revenue FROM (%s) sale
                    WHERE part IS NOT NULL OR customer IN %s""",
                grouped,
                self._readable_partners(),
            )
        )
        return (
            {part: revenue or 0.0 for part, _customer, revenue in rows if part is not None},
            {customer: revenue or 0.0 for part, customer, revenue in rows if part is None},
        )

    def _readable_partners(self) -> SQL:
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners._search(Domain.TRUE).subselect()

    def _buying_customers(self, filters: Filters, figure, place) -> list[int]:
        """See :meth:`get_customers`."""
        sales = self._read_sales(filters)
        if figure == "bought":
            return sales.partner_ids
        spread = sales.pareto()
        spans = {
            "class": {part.name: (part.first, part.last) for part in spread.classes},
            "top": {per_cent: (0, number) for per_cent, number, _share in spread.curve},
        }
        try:
            first, last = spans[figure].get(place, (0, 0))
        except (KeyError, TypeError) as error:
            raise UserError(self.env._("There is no such figure.")) from error
        return [sales.partner_ids[at] for at in spread.order[first:last]]

    # -- figures ---------------------------------------------------------------------------

    def _sales_tiles(self, filters: Filters, sales: Sales) -> list[dict]:
        label = self.env._("Ordered") if filters.source == "order" else self.env._("Invoiced")
        change = (sales.period / sales.before - 1) * 100 if sales.before > 0 else None
        return [
            self._figure(
                label,
                sales.period,
                ANALYSIS,
                self._period_lines(filters),
                name="revenue",
                change=change,
            ),
            {
                "name": "bought",
                "label": self.env._("Customers Who Bought"),
                "value": len(sales.partner_ids),
                "customers": ["bought", False],
            },
        ]

    def _trend(self, filters: Filters, sales: Sales) -> dict:
        """Revenue of each month and of the same month a year before."""
        days = self._month_starts(filters, 2 * MONTHS)
        rows = [
            self._figure(
                self._month_label(day),
                sales.months[number - 1],
                ANALYSIS,
                self._lines(filters, self._moment(day), self._moment(days[number])),
            )
            for number, day in enumerate(days[:-1], 1)
        ]
        return {"now": rows[MONTHS:], "before": rows[:MONTHS]}

    def _month_label(self, day) -> str:
        return format_skeleton("yMMM", day, locale=babel_locale_parse(get_lang(self.env).code))

    def _top(self, filters: Filters, sales: Sales, spread: Pareto) -> list[dict]:
        places = spread.order[:TOP].tolist()
        partners = self.env["res.partner"].browse(sales.partner_ids[place] for place in places)
        return [
            self._figure(
                partner.display_name,
                sales.revenues[place],
                ANALYSIS,
                self._period_lines(filters) & Domain("partner_id", "=", partner.id),
            )
            for place, partner in zip(places, partners, strict=True)
        ]
