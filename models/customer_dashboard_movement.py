from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_dashboard import Filters
from .customer_dashboard_sales import MONTHS


class CustomerDashboard(models.AbstractModel):
    """Who became a customer in which month, and who was lost.

    Months are counted as wholes. New is who has the first order in a month; lost is, from the
    first day of a month on, who has no order in the months chosen before it. Who orders again
    later was lost nevertheless.
    """

    _inherit = "customer.dashboard"

    def _movement(self, filters: Filters) -> dict:
        days, rows = self._moves(filters)
        return {
            figure: [
                {
                    "label": self._month_label(day),
                    "value": counts.get(day, 0),
                    "customers": [figure, fields.Date.to_string(day)],
                }
                for day in days
            ]
            for figure, counts in self._counted(rows).items()
        }

    def _counted(self, rows):
        counts = {"new": {}, "lost": {}}
        for figure, day, customers in rows:
            counts[figure][day] = len(customers)
        return counts

    def _moved_customers(self, filters: Filters, figure, place) -> list[int]:
        """See :meth:`get_customers`."""
        _days, rows = self._moves(filters)
        for name, day, customers in rows:
            if name == figure and fields.Date.to_string(day) == place:
                return customers
        return []

    def _moves(self, filters: Filters) -> tuple:
        """The months that are shown, and of each that has some: ``new`` or ``lost``, its first
        day, ids of customers."""
        gap = filters.lost_months
        earlier = gap + 1  # months before those shown, in which those lost had ordered last
        days = self._month_starts(filters, earlier + MONTHS)
        starts = [self._moment(day) for day in days]
        rows = self.env.execute_query(
            SQL(
                """
                WITH months AS (
                    SELECT DISTINCT partner_id, width_bucket(date, %(starts)s::timestamp[]) AS month
                      FROM (%(documents)s) document
                     WHERE date < %(end)s
                ), steps AS (
                    SELECT partner_id, month,
                           lag(month) OVER customer AS earlier, lead(month) OVER customer AS later
                      FROM months
                    WINDOW customer AS (PARTITION BY partner_id ORDER BY month)
                )
                SELECT figure, month, array_agg(partner_id) FROM (
                    SELECT 'new' AS figure, month, partner_id FROM steps
                     WHERE earlier IS NULL AND month > %(hidden)s
                    UNION ALL
                    SELECT 'lost', month + %(hidden)s, partner_id FROM steps
                     WHERE month BETWEEN 1 AND %(shown)s
                       AND (later IS NULL OR later > month + %(gap)s)
                ) moved
                 WHERE partner_id IN %(readable)s
                 GROUP BY figure, month
                """,
                starts=starts,
                documents=self._documents(filters),
                end=starts[-1],
                readable=self._readable_partners(),
                hidden=earlier,
                shown=MONTHS,
                gap=gap,
            )
        )
        moved = [(figure, days[month - 1], customers) for figure, month, customers in rows]
        return days[earlier:-1], moved

    def _documents(self, filters: Filters) -> SQL:
        """The customer and the date of each order or invoice that the user may read."""
        if filters.source == "invoice":
            Move = self.env["account.move"]
            domain = Domain("state", "=", "posted") & Domain(
                "move_type", "in", ["out_invoice", "out_receipt"]
            )
            query = Move._search(domain & self._of_company(filters))
            day = SQL.identifier(query.table, "invoice_date")
            return query.select(
                SQL("%s AS partner_id", SQL.identifier(query.table, "commercial_partner_id")),
                SQL("%s + interval '12 hours' AS date", day),  # noon, as in the analysis
            )
        Order = self.env["sale.order"]
        query = Order._search(Domain("state", "=", "sale") & self._of_company(filters))
        return SQL(
            """SELECT contact.commercial_partner_id AS partner_id, ordered.date
                 FROM (%s) ordered JOIN res_partner contact ON contact.id = ordered.partner_id""",
            query.select(
                SQL("%s AS partner_id", SQL.identifier(query.table, "partner_id")),
                SQL("%s AS date", SQL.identifier(query.table, "date_order")),
            ),
        )
