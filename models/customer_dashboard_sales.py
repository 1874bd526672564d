from datetime import timedelta
from itertools import pairwise

from babel.dates import format_skeleton

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse, get_lang

from ..engine.figures.months import month_starts, year_before
from ..engine.figures.pareto import pareto
from ..reports.shown import percent
from .customer_dashboard import Filters
from .customer_dashboard_documents import Sales

ANALYSIS = "customer.sale.analysis"
MONTHS = 12
TOP = 10


class CustomerDashboard(models.AbstractModel):
    """What customers bought. The lines of a figure are those of ``customer.sale.analysis``."""

    _inherit = "customer.dashboard"

    def _sales(self, filters: Filters) -> dict:
        sales = self._read_sales(filters)
        ids, revenues = sales.bought()
        spread = pareto(revenues)
        return {
            "currency_id": self.env.company.currency_id.id,
            "tiles": self._sales_tiles(filters, sales, len(ids)),
            "trend": self._trend(filters, sales),
            "top": self._top(filters, ids, revenues, spread.order[:TOP]),
            "curve": [
                {
                    "label": percent(self.env, per_cent / 100),
                    "value": share * 100,
                    "customers": ["top", per_cent],
                }
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
            **self._movement(filters, sales),
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

    def _spans(self, filters: Filters) -> tuple:
        """The period, and the same a year before: moments from one up to another."""
        before = (year_before(filters.first), year_before(filters.last))
        return self._span(filters.first, filters.last), self._span(*before)

    def _read_sales(self, filters: Filters) -> Sales:
        """All in one pass over the documents: the moments at which a month or a period begins or
        ends part the time, and what was bought in each part is added up."""
        inside, before = self._spans(filters)
        trend = map(self._moment, self._month_starts(filters, 2 * MONTHS))
        months = [self._moment(day) for day in self._moving_months(filters)]
        limits = sorted({*trend, *months, *inside, *before})
        return self._read_documents(filters, limits, inside, months)

    def _buying_customers(self, filters: Filters, figure, place) -> list[int]:
        """See :meth:`get_customers`."""
        ids, revenues = self._read_sales(filters).bought()
        if figure == "bought":
            return ids.tolist()
        spread = pareto(revenues)
        spans = {
            "class": {part.name: (part.first, part.last) for part in spread.classes},
            "top": {per_cent: (0, number) for per_cent, number, _share in spread.curve},
        }
        try:
            first, last = spans[figure].get(place, (0, 0))
        except (KeyError, TypeError) as error:
            raise UserError(self.env._("There is no such figure.")) from error
        return ids[spread.order[first:last]].tolist()

    # -- figures ---------------------------------------------------------------------------

    def _sales_tiles(self, filters: Filters, sales: Sales, customers: int) -> list[dict]:
        label = self.env._("Ordered") if filters.source == "order" else self.env._("Invoiced")
        period, before = (sales.between(*span) for span in self._spans(filters))
        change = (period / before - 1) * 100 if before > 0 else None
        return [
            self._figure(
                label,
                period,
                ANALYSIS,
                self._period_lines(filters),
                name="revenue",
                change=change,
            ),
            {
                "name": "bought",
                "label": self.env._("Customers Who Bought"),
                "value": customers,
                "customers": ["bought", False],
            },
        ]

    def _trend(self, filters: Filters, sales: Sales) -> dict:
        """Revenue of each month and of the same month a year before."""
        rows = []
        for first, over in pairwise(self._month_starts(filters, 2 * MONTHS)):
            month = self._moment(first), self._moment(over)
            lines = self._lines(filters, *month)
            label = self._month_label(first)
            rows.append(self._figure(label, sales.between(*month), ANALYSIS, lines))
        return {"now": rows[MONTHS:], "before": rows[:MONTHS]}

    def _month_label(self, day) -> str:
        return format_skeleton("yMMM", day, locale=babel_locale_parse(get_lang(self.env).code))

    def _top(self, filters: Filters, ids, revenues, places) -> list[dict]:
        partners = self.env["res.partner"].browse(ids[places].tolist())
        lines = self._period_lines(filters)
        return [
            self._figure(
                partner.display_name,
                revenue,
                ANALYSIS,
                lines & Domain("partner_id", "=", partner.id),
            )
            for partner, revenue in zip(partners, revenues[places].tolist(), strict=True)
        ]
