from odoo import api, fields, models

from ..engine.figures.movement import lost_customers, new_customers
from .customer_dashboard import Filters
from .customer_dashboard_documents import Sales
from .customer_dashboard_sales import MONTHS


class CustomerDashboard(models.AbstractModel):
    """Who became a customer in which month, and who was lost.

    Months are counted as wholes. New is who has the first order in a month; lost is, from the
    first day of a month on, who has no order in the months chosen before it. Who orders again
    later was lost nevertheless.
    """

    _inherit = "customer.dashboard"

    def _moving_months(self, filters: Filters) -> list:
        """First days of the months that are shown, of those before them in which who was lost
        had ordered last, and of the month after all."""
        return self._month_starts(filters, filters.lost_months + 1 + MONTHS)

    def _movement(self, filters: Filters, sales: Sales) -> dict:
        return {
            figure: [
                {
                    "label": self._month_label(day),
                    "value": len(self._moved(filters, sales, figure, number)),
                    "customers": [figure, fields.Date.to_string(day)],
                }
                for number, day in self._shown_months(filters).items()
            ]
            for figure in ("new", "lost")
        }

    def _moved_customers(self, filters: Filters, figure, place) -> list[int]:
        """See :meth:`get_customers`."""
        for number, day in self._shown_months(filters).items():
            if fields.Date.to_string(day) == place:
                sales = self._read_sales(filters)
                return sales.ids[self._moved(filters, sales, figure, number)].tolist()
        return []

    def _shown_months(self, filters: Filters) -> dict:
        """First days of the months that are shown, by their number."""
        days = self._moving_months(filters)[:-1]
        return {number: day for number, day in enumerate(days, 1) if number > len(days) - MONTHS}

    @api.model
    def _moved(self, filters: Filters, sales: Sales, figure, number):
        if figure == "new":
            return new_customers(sales.months, number)
        return lost_customers(sales.months, number, filters.lost_months)
