from datetime import UTC, datetime, timedelta

import pytz

from odoo import api, fields, models, tools
from odoo.tools import SQL

from .customer_interaction import KINDS

FIELDS = ("customer_last_contact", "customer_next_contact", "customer_followup_plan_id")
# what the figures of a customer are made of, besides contacts and activities
NEEDED = ("customer_rank", "active", "commercial_partner_id", "customer_followup_snooze")
# settings: which kinds count as contact
COUNTS = {kind: f"customer_master.contact_{kind}" for kind, _label in KINDS}
PERSONAL = ("call", "visit", "meeting")


class CustomerFollowup(models.AbstractModel):
    """When which customer is to be contacted next.

    That is the day of the next step that somebody has planned, or what the customer's plan says;
    and not before the day until which it is snoozed.
    """

    _name = "customer.followup"
    _description = "Follow-Up of Customers"

    @api.model
    def _refresh(self, ids):
        """Bring plan, last and next contact of these customers up to date, and take back what
        was asked for and is asked no longer: a fixed number of statements."""
        ids = list(ids)
        if not ids:
            return
        self.env.flush_all()
        Partner = self.env["res.partner"]
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE res_partner p
                   SET customer_last_contact = f.last, customer_next_contact = f.next,
                       customer_followup_plan_id = f.plan_id
                  FROM (%s) f
                 WHERE p.id = f.id
                   AND (p.customer_last_contact, p.customer_next_contact,
                        p.customer_followup_plan_id)
                       IS DISTINCT FROM (f.last, f.next, f.plan_id)
             RETURNING p.id
                """,
                self._stored_figures_sql(ids),
            )
        )
        changed = Partner.browse(row[0] for row in rows)
        if changed:
            changed.invalidate_recordset(FIELDS, flush=False)
            changed.modified(FIELDS)
            self.env["customer.outbox"]._note(changed, FIELDS)
        self._settle_activities(ids)

    @api.model
    def _contacted(self, ids):
        """These customers were contacted just now: nobody waits any longer for it."""
        snoozed = self.env["res.partner"].sudo().browse(ids).filtered("customer_followup_snooze")
        if snoozed:
            snoozed.write(
                {"customer_followup_snooze": False, "customer_followup_snooze_reason": False}
            )
        self._refresh(ids)

    # -- the figures of customers ------------------------------------------------------------

    @api.model
    def _figures(self, customers) -> dict:
        """``{id: (last contact, next contact, id of the plan)}`` of customers as they are in
        memory, so that what is not stored yet goes into one UPDATE with these values."""
        if not customers:
            return {}
        plans = self._plans_of(customers)
        sql = self._figures_sql(
            customers.ids,
            SQL(
                """SELECT * FROM unnest(%s::int[], %s::timestamp[], %s::date[], %s::int[])
                       AS c(id, create_date, snooze, plan_id)""",
                customers.ids,
                [customer.create_date or None for customer in customers],
                [customer.customer_followup_snooze or None for customer in customers],
                [plans.get(customer.id) for customer in customers],
            ),
        )
        return {row[0]: row[1:] for row in self.env.execute_query(sql)}

    @api.model
    def _stored_figures_sql(self, ids) -> SQL:
        """Rows (id, last, next, plan_id) of these contacts as they are stored; empty ones of
        those that are no customers."""
        self.env["res.partner"].flush_model(NEEDED)
        return self._figures_sql(
            ids,
            SQL(
                """SELECT p.id, p.create_date, p.customer_followup_snooze AS snooze, plan.plan_id
                     FROM res_partner p LEFT JOIN (%s) plan ON plan.id = p.id
                    WHERE p.id = ANY(%s) AND p.customer_rank > 0 AND p.active
                      AND p.commercial_partner_id = p.id""",
                self._plans_sql(ids),
                list(ids),
            ),
        )

    @api.model
    def _figures_sql(self, ids, customers: SQL) -> SQL:
        """Rows (id, last, next, plan_id), empty ones of those who are not among ``customers``.

        :param customers: rows (id, create_date, snooze, plan_id)
        """
        for model in ("customer.followup.plan", "customer.interaction", "mail.activity"):
            self.env[model].flush_model()
        counted = self._counted()
        ids = list(ids)
        return SQL(
            """
            WITH customer AS (%(customers)s),
            contact AS (
                SELECT partner_id, max(date) FILTER (WHERE kind = ANY(%(counted)s)) AS last,
                       max(date) FILTER (WHERE kind = ANY(%(personal)s)) AS personal
                  FROM customer_interaction
                 WHERE partner_id = ANY(%(ids)s) AND date <= %(now)s
              GROUP BY partner_id
            ), step AS (
                SELECT c.commercial_partner_id AS partner_id, min(a.date_deadline) AS date
                  FROM mail_activity a JOIN res_partner c ON c.id = a.res_id
                 WHERE a.active AND a.res_model = 'res.partner' AND a.customer_purpose = 'step'
                   AND c.commercial_partner_id = ANY(%(ids)s)
              GROUP BY 1
            ), due AS (
                SELECT p.id, contact.last, p.plan_id, step.date AS step, p.snooze,
                       f.start_date, f.interval_days,
                       (CASE WHEN f.personal_only THEN contact.personal ELSE contact.last END
                        + %(offset)s)::date + f.interval_days AS due,
                       (p.create_date + %(offset)s)::date AS created
                  FROM customer p
             LEFT JOIN customer_followup_plan f ON f.id = p.plan_id
             LEFT JOIN contact ON contact.partner_id = p.id
             LEFT JOIN step ON step.partner_id = p.id
            )
            SELECT p.id, due.last,
                   greatest(due.snooze, coalesce(due.step, CASE
                       WHEN due.due >= due.start_date THEN due.due
                       WHEN due.due IS NULL AND due.created >= due.start_date
                       THEN due.created + due.interval_days
                       -- spread, so that not all old customers are due on the day of the start
                       ELSE due.start_date + due.id %% due.interval_days END)) AS next,
                   due.plan_id
              FROM unnest(%(ids)s::int[]) AS p(id) LEFT JOIN due ON due.id = p.id
            """,
            customers=customers,
            counted=counted,
            personal=[kind for kind in counted if kind in PERSONAL],
            ids=ids,
            # later than what this transaction wrote, as its beginning is not
            now=fields.Datetime.now(),
            offset=self._offset(),
        )

    @api.model
    def _plans_of(self, customers) -> dict:
        """``{id of a customer: id of the first plan that fits}``"""
        found = {}
        for plan_id, domain in self.env["customer.followup.plan"]._domains():
            for customer in customers.filtered_domain(domain):
                found.setdefault(customer.id, plan_id)
        return found

    @api.model
    def _plans_sql(self, ids) -> SQL:
        """Rows (id, plan_id): the first plan that fits each of these customers."""
        Partner = self.env["res.partner"].sudo().with_context(active_test=True)
        found = []
        for rank, (plan_id, domain) in enumerate(self.env["customer.followup.plan"]._domains()):
            query = Partner._search([("id", "in", ids), *domain])
            found.append(
                query.select("res_partner.id", SQL("%s AS rank, %s AS plan_id", rank, plan_id))
            )
        if not found:
            return SQL("SELECT NULL::int AS id, NULL::int AS plan_id WHERE FALSE")
        return SQL(
            "SELECT DISTINCT ON (id) id, plan_id FROM (%s) fitting ORDER BY id, rank",
            SQL(" UNION ALL ").join(found),
        )

    # -- settings and time -------------------------------------------------------------------

    @api.model
    def _counted(self) -> list[str]:
        """The kinds that count as contact."""
        params = self.env["ir.config_parameter"].sudo()
        return [kind for kind, key in COUNTS.items() if params.get_param(key, "1") == "1"]

    @api.model
    @tools.ormcache()
    def _zone(self):
        """The time zone of most users: nightly work has no user whose day it is. Kept in memory,
        as it hardly ever changes."""
        rows = self.env.execute_query(
            SQL(
                """SELECT p.tz FROM res_users u JOIN res_partner p ON p.id = u.partner_id
                    WHERE u.active AND NOT u.share AND p.tz IS NOT NULL
                 GROUP BY p.tz ORDER BY count(*) DESC, p.tz LIMIT 1"""
            )
        )
        name = rows[0][0] if rows else "UTC"
        return pytz.timezone(name) if name in pytz.all_timezones_set else pytz.utc

    @api.model
    def _offset(self) -> timedelta:
        """From UTC to the time of most users, now."""
        return datetime.now(UTC).astimezone(self._zone()).utcoffset()

    @api.model
    def _today(self):
        """The day that it is for most users."""
        return (fields.Datetime.now() + self._offset()).date()
