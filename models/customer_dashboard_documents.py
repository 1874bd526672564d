from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_dashboard import Filters

INVOICES = ("out_invoice", "out_receipt", "out_refund")


@dataclass(frozen=True)
class Sales:
    """What was read of the documents; money is in the currency of the user's company.

    The arrays have a place for each customer that the user may see: its id, the months with a
    purchase as ``engine.figures.movement`` wants them, and its revenue in the period, NaN where it
    bought nothing.
    """

    limits: list[datetime]
    parts: dict[int, float]  # revenue by the number of limits up to it
    ids: np.ndarray
    months: np.ndarray
    revenues: np.ndarray

    def between(self, start: datetime, end: datetime) -> float:
        """Revenue from one limit up to another."""
        first, last = (self.limits.index(limit) + 1 for limit in (start, end))
        return sum(self.parts.get(part, 0.0) for part in range(first, last))

    def bought(self) -> tuple[np.ndarray, np.ndarray]:
        """Ids of those who bought in the period, and the revenue of each."""
        bought = ~np.isnan(self.revenues)
        return self.ids[bought], self.revenues[bought]


class CustomerDashboard(models.AbstractModel):
    """The orders or invoices that the figures are of: all is added up in one pass over them.

    Each has its own total. There are several times as many lines, whose sum it is.
    """

    _inherit = "customer.dashboard"

    def _read_documents(self, filters: Filters, limits, inside, months) -> Sales:
        """
        :param limits: the moments at which something begins or ends, in their order; ``inside``,
            the period, and ``months`` are among them
        :param months: the moments at which months begin, the last of which is over
        """
        # the number of the month that each part is in: 0 before them, none after them
        numbers = [bisect_right(months, limit) for limit in limits]
        numbers = [0, *(number if number < len(months) else None for number in numbers)]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT part, sum(revenue), array_agg(partner_id), array_agg(months),
                       array_agg(inside)
                  FROM (
                    SELECT partner_id, part, sum(revenue) AS revenue,
                           sum(revenue) FILTER (WHERE part > %(first)s AND part <= %(last)s)
                               AS inside,
                           bit_or(CASE WHEN purchase
                                       THEN 1::bigint << (%(numbers)s::int[])[part + 1] END)
                               AS months
                      FROM (
                        SELECT partner_id, purchase,
                               width_bucket(date, %(limits)s::timestamp[]) AS part,
                               -- by far faster than exact, and as exact on a screen
                               revenue::float8 AS revenue
                          FROM (%(documents)s) document
                         WHERE date < %(end)s
                      ) document
                     GROUP BY GROUPING SETS ((partner_id), (part))
                  ) figure
                 WHERE part IS NOT NULL OR partner_id IN %(readable)s
                 GROUP BY part
                """,
                limits=limits,
                documents=self._documents(filters.source, self._of_company(filters)),
                end=limits[-1],
                readable=self._readable_partners(),
                numbers=numbers,
                first=limits.index(inside[0]),
                last=limits.index(inside[1]),
            )
        )
        parts = {part: revenue for part, revenue, *_customers in rows}
        customers = next((arrays for part, _sum, *arrays in rows if part is None), [[], [], []])
        ids, bits, revenues = customers
        return Sales(
            limits,
            parts,
            np.array(ids, dtype=np.int64),
            np.array([bit or 0 for bit in bits], dtype=np.int64),
            np.array(revenues, dtype=float),
        )

    def _readable_partners(self) -> SQL:
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners._search(Domain.TRUE).subselect()

    def _documents(self, source, domain=Domain.TRUE) -> SQL:
        """Of each document that the user may read: ``partner_id`` of the customer, ``date``,
        ``revenue`` in the currency of the user's company, without taxes, and whether it is a
        ``purchase``: credit notes count against the revenue only."""
        Model = self.env["sale.order" if source == "order" else "account.move"]
        kind = Domain("state", "=", "sale")
        if source == "invoice":
            kind = Domain("state", "=", "posted") & Domain("move_type", "in", INVOICES)
        query = Model._search(kind & domain)
        make = self._orders if source == "order" else self._invoices
        return make(query, self.env["res.currency"]._get_simple_currency_table(self.env.companies))

    @api.model
    def _orders(self, query, currencies) -> SQL:
        return SQL(
            """SELECT contact.commercial_partner_id AS partner_id, doc.date_order AS date,
                      doc.amount_untaxed / coalesce(nullif(doc.currency_rate, 0), 1)
                          * account_currency_table.rate AS revenue,
                      TRUE AS purchase
                 FROM (%s) doc
                 JOIN res_partner contact ON contact.id = doc.partner_id
                 JOIN %s ON account_currency_table.company_id = doc.company_id""",
            self._columns(
                query, "partner_id", "date_order", "amount_untaxed", "currency_rate", "company_id"
            ),
            currencies,
        )

    @api.model
    def _invoices(self, query, currencies) -> SQL:
        names = ("commercial_partner_id", "invoice_date", "amount_untaxed_signed", "move_type")
        Analysis = self.env["customer.sale.analysis"].with_context(tz=self.env.tz.zone)
        return SQL(
            """SELECT doc.commercial_partner_id AS partner_id,
                      %s AS date,
                      doc.amount_untaxed_signed * account_currency_table.rate AS revenue,
                      doc.move_type != 'out_refund' AS purchase
                 FROM (%s) doc
                 JOIN %s ON account_currency_table.company_id = doc.company_id""",
            Analysis._noon(SQL("doc.invoice_date")),
            self._columns(query, *names, "company_id"),
            currencies,
        )

    @api.model
    def _columns(self, query, *names) -> SQL:
        return query.select(*(SQL.identifier(query.table, name) for name in names))
