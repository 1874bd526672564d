from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.value import rfm
from .value_settings import numbers

SLICE = 5000  # rows written between two commits
CHANGED = SQL("customer_value_changed")
FIGURES = ("last_order", "orders", "revenue", "r", "f", "m", "score", "segment")
ON_PARTNERS = ("customer_value_ids", "customer_rfm", "customer_rfm_score", "customer_rfm_segment")


class CustomerValue(models.Model):
    """Values made anew from the orders: compared as a whole, and written where they differ, in
    slices. What is written is what :mod:`engine.value.rfm` says of the same orders."""

    _inherit = "customer.value"

    @api.model
    def _refresh(self):
        """Bring all values up to date, at once."""
        for start in range(0, self._compare(), SLICE):
            self._store(start)

    @api.model
    def _compare(self) -> int:
        """Find the values that differ, for :meth:`_store`; how many they are.

        They are in a table of this connection, since they can be very many.
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", CHANGED))
        columns = SQL(", ").join(SQL("fresh.%s", SQL.identifier(name)) for name in FIGURES)
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE %(changed)s AS
                SELECT row_number() OVER (ORDER BY partner_id, company_id) - 1 AS number,
                       partner_id, company_id, %(columns)s
                  FROM (%(fresh)s) fresh
                  FULL JOIN customer_value kept USING (partner_id, company_id)
                 WHERE (%(columns)s) IS DISTINCT FROM (%(kept)s)
                """,
                changed=CHANGED,
                columns=columns,
                fresh=self._fresh(),
                kept=SQL(", ").join(SQL("kept.%s", SQL.identifier(name)) for name in FIGURES),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _store(self, start):
        """Write the slice of the values that differ from the number ``start`` on."""
        slice_ = SQL("number >= %s AND number < %s", start, start + SLICE)
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_value kept USING %s gone
                    WHERE kept.partner_id = gone.partner_id AND kept.company_id = gone.company_id
                      AND gone.segment IS NULL AND %s""",
                CHANGED,
                slice_,
            )
        )
        names = SQL(", ").join(map(SQL.identifier, FIGURES))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_value (partner_id, company_id, %(names)s,
                       create_uid, create_date, write_uid, write_date)
                SELECT fresh.partner_id, fresh.company_id, %(values)s,
                       %(uid)s, now() AT TIME ZONE 'utc', %(uid)s, now() AT TIME ZONE 'utc'
                  FROM %(changed)s fresh
                  JOIN res_partner p ON p.id = fresh.partner_id
                 WHERE fresh.segment IS NOT NULL AND %(slice)s
                    ON CONFLICT (partner_id, company_id) DO UPDATE
                   SET %(updates)s, write_date = excluded.write_date
                """,
                names=names,
                values=SQL(", ").join(SQL("fresh.%s", SQL.identifier(n)) for n in FIGURES),
                updates=SQL(", ").join(
                    SQL("%(name)s = excluded.%(name)s", name=SQL.identifier(n)) for n in FIGURES
                ),
                changed=CHANGED,
                slice=slice_,
                uid=self.env.uid,
            )
        )
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT partner_id FROM %s WHERE %s", CHANGED, slice_)
        )
        self.invalidate_model(flush=False)
        partners = self.env["res.partner"].browse(row[0] for row in rows)
        partners.invalidate_recordset(ON_PARTNERS, flush=False)
        self.env["customer.outbox"]._note(partners, ON_PARTNERS)

    @api.model
    def _fresh(self) -> SQL:
        """The values as they should be: of active customers who have ordered from a company."""
        (months,) = numbers(self.env, "customer_value_months")
        since = fields.Datetime.now() - relativedelta(months=months)
        weights = rfm.Weights(
            *numbers(
                self.env,
                "customer_value_recency",
                "customer_value_frequency",
                "customer_value_monetary",
            )
        )
        classes = range(1, rfm.CLASSES + 1)
        cube = [(r, f, m) for r in classes for f in classes for m in classes]
        return SQL(
            """
            WITH ordered AS (
                SELECT contact.commercial_partner_id AS partner_id, doc.company_id,
                       doc.date_order::date AS day, doc.date_order >= %(since)s AS recent,
                       doc.amount_untaxed / coalesce(nullif(doc.currency_rate, 0), 1)::numeric
                           AS revenue
                  FROM sale_order doc
                  JOIN res_partner contact ON contact.id = doc.partner_id
                 WHERE doc.state = 'sale'
            ), figures AS (
                SELECT partner_id, company_id, max(day) AS last_order,
                       count(*) FILTER (WHERE recent) AS orders,
                       round(coalesce(sum(revenue) FILTER (WHERE recent), 0), 2) AS revenue
                  FROM ordered GROUP BY partner_id, company_id
            ), customers AS (
                SELECT figures.* FROM figures
                  JOIN res_partner p ON p.id = figures.partner_id
                 WHERE p.customer_rank > 0 AND p.active
            ), classed AS (
                SELECT *, %(r)s AS r, %(f)s AS f, %(m)s AS m FROM customers WHERE orders > 0
                UNION ALL
                SELECT *, 1, 1, 1 FROM customers WHERE orders = 0
            )
            SELECT partner_id, company_id, last_order, orders::int, revenue, r::int, f::int, m::int,
                   told.score, CASE WHEN orders > 0 THEN told.segment ELSE 'lost' END AS segment
              FROM classed
              JOIN unnest(%(rs)s::int[], %(fs)s::int[], %(ms)s::int[], %(scores)s::int[],
                          %(segments)s::varchar[]) AS told(r, f, m, score, segment)
             USING (r, f, m)
            """,
            since=since,
            r=self._quintile("last_order"),
            f=self._quintile("orders"),
            m=self._quintile("revenue"),
            rs=[r for r, _f, _m in cube],
            fs=[f for _r, f, _m in cube],
            ms=[m for _r, _f, m in cube],
            scores=[rfm.score(*place, weights) for place in cube],
            segments=[rfm.segment(*place) for place in cube],
        )

    @api.model
    def _quintile(self, name) -> SQL:
        """As :func:`engine.value.rfm.quintiles`, within the company."""
        return SQL(
            """1 + %(classes)s * (
                   2 * (rank() OVER (PARTITION BY company_id ORDER BY %(name)s) - 1)
                   + count(*) OVER (PARTITION BY company_id, %(name)s)
               ) / (2 * count(*) OVER (PARTITION BY company_id))""",
            classes=rfm.CLASSES,
            name=SQL.identifier(name),
        )
