from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.figures.pareto import CLASSES
from ..engine.report.period import bounds

CLASS_PERIOD = "last_365"
DOCUMENTS = {"order": "sale.order", "invoice": "account.move"}


class CustomerSaleAnalysis(models.Model):
    """What is known of a customer by all documents: when the first was, and the class."""

    _inherit = "customer.sale.analysis"

    @api.model
    def _customers(self, source) -> SQL:
        """Of each customer ``first_date``, the moment of the first purchase, and ``abc_class``,
        both by the documents that the user may read: he learns nothing of others.

        Each customer is there once, so that a query which asks for neither leaves it all out.
        """
        Dashboard = self.env["customer.dashboard"].with_context(tz=self._zone())
        if not self.env[DOCUMENTS[source]].has_access("read"):
            Dashboard = Dashboard.sudo()  # by the rule of the analysis he has no row of this source
        days = bounds(CLASS_PERIOD, fields.Date.context_today(Dashboard))
        return SQL(
            """SELECT partner_id, min(date) FILTER (WHERE purchase) AS first_date,
                      %s AS abc_class
                 FROM (%s) document
             GROUP BY partner_id""",
            self._abc_class(*Dashboard._span(*days)),
            Dashboard._documents(source),
        )

    @api.model
    def _abc_class(self, start, end) -> SQL:
        """The class as in ``engine.figures.pareto``, by the revenue from one moment to another."""
        revenue = SQL(
            "coalesce(sum(revenue::float8) FILTER (WHERE date >= %s AND date < %s), 0)", start, end
        )
        total = SQL("sum(greatest(%s, 0)) OVER ()", revenue)
        # what the customers before this one make
        made = SQL(
            """coalesce(sum(greatest(%(revenue)s, 0)) OVER (
                   ORDER BY %(revenue)s DESC, partner_id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)""",
            revenue=revenue,
        )
        cases = SQL(" ").join(
            SQL("WHEN %s < %s * %s THEN %s", made, limit / 100 - 1e-9, total, name)
            for name, limit in CLASSES
        )
        return SQL("CASE WHEN %s <= 0 THEN NULL %s END", revenue, cases)

    @api.model
    def _novelty(self, date: SQL) -> SQL:
        """The month of the customer's first purchase, and how many months later ``date`` is;
        nothing where there was none, but a credit note."""
        date, first = self._local(date), self._local(SQL("customer.first_date"))
        months = SQL(
            """(extract(year FROM %(date)s) - extract(year FROM %(first)s)) * 12
               + extract(month FROM %(date)s) - extract(month FROM %(first)s)""",
            date=date,
            first=first,
        )
        return SQL(
            """date_trunc('month', %(first)s)::date AS first_month,
               (%(months)s)::int AS month_number,
               CASE WHEN %(months)s <= 0 THEN 'new'
                    WHEN %(months)s > 0 THEN 'returning' END AS novelty""",
            first=first,
            months=months,
        )

    # -- days where the user is ------------------------------------------------------------

    @api.model
    def _zone(self) -> str:
        """The zone in which Odoo groups moments: the context's only, not the user's."""
        return self.env.tz.zone if self.env.context.get("tz") else "UTC"

    @api.model
    def _local(self, moment: SQL) -> SQL:
        """A stored moment as the clock shows it."""
        return SQL("timezone(%s, timezone('UTC', %s))", self._zone(), moment)

    @api.model
    def _noon(self, day: SQL) -> SQL:
        """When it is noon of a day, as it is stored."""
        return SQL("timezone('UTC', timezone(%s, %s + interval '12 hours'))", self._zone(), day)
