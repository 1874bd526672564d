from collections import defaultdict
from datetime import datetime, time

from odoo import api, models
from odoo.tools import SQL, format_date, plaintext2html

LIMIT = "customer_master.followup_limit"
DEFAULT_LIMIT = 25  # reminders made by themselves, for one user on one day
BATCH = 200  # of these, between two commits
OPEN = SQL("a.active AND a.res_model = 'res.partner'")


class CustomerFollowup(models.AbstractModel):
    """Activities that tell people what is due: one a customer, and not too many a day."""

    _inherit = "customer.followup"

    @api.model
    def _settle_activities(self, ids):
        """Take back reminders of these customers that are not due any longer, and give those of
        customers that have another salesperson to him."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT * FROM (
                    SELECT a.id, a.user_id,
                           CASE WHEN f.id IS NULL OR p.customer_next_contact IS NULL
                                  OR p.customer_next_contact > %(today)s THEN NULL
                                WHEN a.customer_purpose = 'escalation' THEN a.user_id
                                WHEN p.id IN (%(planned)s) THEN NULL
                                ELSE coalesce(u.id, f.user_id) END AS wanted
                      FROM mail_activity a
                      JOIN res_partner p ON p.id = a.res_id
                 LEFT JOIN res_users u ON u.id = p.user_id AND u.active
                 LEFT JOIN customer_followup_plan f ON f.id = p.customer_followup_plan_id
                     WHERE %(open)s AND a.res_id = ANY(%(ids)s)
                       AND a.customer_purpose IN ('plan', 'escalation')) told
                 WHERE wanted IS DISTINCT FROM user_id
                """,
                open=OPEN,
                ids=list(ids),
                today=self._today(),
                planned=self._told_sql("step"),
            )
        )
        wanted = defaultdict(list)
        for activity_id, _user_id, user_id in rows:
            wanted[user_id].append(activity_id)
        for user_id, activity_ids in wanted.items():
            activities = self._activities().browse(activity_ids)
            if user_id:
                activities.write({"user_id": user_id})
            else:
                activities.unlink()

    @api.model
    def _activities(self):
        return self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)

    # -- reminding ---------------------------------------------------------------------------

    @api.model
    def _remind(self):
        """Make activities of all that is due: dates, then follow-ups, then what the leaders of
        teams should know, then long silences. In batches that are committed one by one."""
        today = self._today()
        for found in (self._occasions, self._due, self._overdue, self._silences):
            rows = found(today)
            for start in range(0, len(rows), BATCH):
                self._make(rows[start : start + BATCH])
                if not self.env["ir.cron"]._commit_progress(
                    1, remaining=-(-(len(rows) - start - BATCH) // BATCH)
                ):
                    return

    @api.model
    def _within_limit(self, rows: SQL, today) -> list:
        """Those of ``rows`` for which there is room on their users' day, the most important
        ones first.

        :param rows: SQL with the columns user_id, rank, and any others
        """
        self.env.flush_all()
        limit = int(self.env["ir.config_parameter"].sudo().get_param(LIMIT, DEFAULT_LIMIT)) or None
        return self.env.execute_query_dict(
            SQL(
                """
                WITH made AS (
                    SELECT user_id, count(*) AS count FROM mail_activity
                     WHERE customer_purpose IN ('plan', 'care', 'escalation')
                       AND create_date >= %(midnight)s
                  GROUP BY user_id
                ), found AS (%(rows)s)
                SELECT * FROM (
                    SELECT found.*, coalesce(made.count, 0)
                           + row_number() OVER (PARTITION BY found.user_id ORDER BY rank) AS number
                      FROM found LEFT JOIN made ON made.user_id = found.user_id
                     WHERE found.user_id IS NOT NULL) numbered
                 WHERE %(limit)s::int IS NULL OR number <= %(limit)s
              ORDER BY user_id, rank
                """,
                midnight=datetime.combine(today, time.min) - self._offset(),
                rows=rows,
                limit=limit,
            )
        )

    @api.model
    def _due(self, today) -> list[dict]:
        """Customers that are to be contacted and of which nobody was told."""
        return self._within_limit(
            SQL(
                """
                SELECT p.id AS partner_id, coalesce(u.id, f.user_id) AS user_id, f.id AS plan_id,
                       'plan' AS purpose, p.customer_next_contact AS date,
                       row_number() OVER (ORDER BY p.customer_priority DESC,
                                                   p.customer_next_contact, p.id) AS rank
                  FROM res_partner p
                  JOIN customer_followup_plan f ON f.id = p.customer_followup_plan_id
             LEFT JOIN res_users u ON u.id = p.user_id AND u.active
                 WHERE p.customer_next_contact <= %(today)s AND p.active
                   AND p.id NOT IN (%(told)s)
                """,
                today=today,
                told=self._told_sql("plan", "step"),
            ),
            today,
        )

    @api.model
    def _told_sql(self, *purposes) -> SQL:
        """Customers with an open activity for one of these purposes."""
        return SQL(
            """SELECT c.commercial_partner_id
                 FROM mail_activity a JOIN res_partner c ON c.id = a.res_id
                WHERE %s AND a.customer_purpose IN %s AND c.commercial_partner_id IS NOT NULL""",
            OPEN,
            purposes,
        )

    @api.model
    def _overdue(self, today) -> list[dict]:
        """Customers that are overdue for so long that the leader of the salesperson's team is to
        know, who has not been told of it since."""
        return self._within_limit(
            SQL(
                """
                SELECT DISTINCT ON (p.id) p.id AS partner_id, leader.id AS user_id,
                       f.id AS plan_id, 'escalation' AS purpose, p.customer_next_contact AS date,
                       p.user_id AS salesperson_id, p.customer_next_contact - %(today)s AS rank
                  FROM res_partner p
                  JOIN customer_followup_plan f
                    ON f.id = p.customer_followup_plan_id AND f.escalate_days > 0
                  JOIN crm_team_member m ON m.user_id = p.user_id AND m.active
                  JOIN crm_team t ON t.id = m.crm_team_id AND t.active
                  JOIN res_users leader
                    ON leader.id = t.user_id AND leader.active AND leader.id <> p.user_id
                 WHERE p.customer_next_contact <= %(today)s - f.escalate_days AND p.active
                   AND NOT EXISTS (
                       SELECT FROM mail_activity a
                        WHERE a.res_model = 'res.partner' AND a.res_id = p.id
                          AND a.customer_purpose = 'escalation'
                          AND (a.active OR a.create_date > p.customer_next_contact))
              ORDER BY p.id, t.sequence, t.id
                """,
                today=today,
            ),
            today,
        )

    # -- making activities -------------------------------------------------------------------

    @api.model
    def _make(self, rows):
        """Make the activities of ``rows``; none for a user who may not see the customer."""
        made = []
        for user_id, own in _grouped(rows, "user_id").items():
            user = self.env["res.users"].sudo().browse(user_id)
            seen = self._seen_by(user, [row["partner_id"] for row in own])
            made += [row for row in own if row["partner_id"] in seen]
        values = [self._activity_values(row) for row in made]
        self._activities().create(values)
        self._note_occasions([row for row in made if row["purpose"] == "care"])

    @api.model
    def _seen_by(self, user, ids) -> set[int]:
        companies = user._get_company_ids()
        partners = self.env["res.partner"].with_user(user)
        partners = partners.with_context(allowed_company_ids=list(companies)).browse(ids)
        return set(partners._filtered_access("read").ids)

    @api.model
    def _activity_values(self, row) -> dict:
        """In the language of its user."""
        user = self.env["res.users"].sudo().browse(row["user_id"])
        env = self.with_context(lang=user.lang).sudo().env
        values = {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": row["partner_id"],
            "user_id": user.id,
            "customer_purpose": row["purpose"],
            "automated": True,
        }
        if row["purpose"] == "care":
            return values | self._care_values(env, row)
        plan = env["customer.followup.plan"].browse(row["plan_id"])
        values["customer_plan_id"] = plan.id
        if row["purpose"] == "escalation":
            kind = env.ref("customer_master.mail_activity_type_escalation", False)
            return values | {
                "activity_type_id": (kind or plan.activity_type_id).id,
                "date_deadline": self._today(),
                "summary": env._(
                    "%(salesperson)s should have contacted this customer by %(date)s",
                    salesperson=env["res.users"].browse(row["salesperson_id"]).name,
                    date=format_date(env, row["date"]),
                ),
            }
        return values | {
            "activity_type_id": plan.activity_type_id.id,
            "date_deadline": row["date"],
            "summary": plan.summary or plan.activity_type_id.summary or plan.name,
            "note": plan.note and plaintext2html(plan.note),
        }


def _grouped(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
