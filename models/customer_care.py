import json
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, plaintext2html

from .customer_care_date import YEARLY

# for so many days an occasion that was missed is still told
GRACE = 7


class CustomerFollowup(models.AbstractModel):
    """Reminders of birthdays, ends of contracts and other occasions."""

    _inherit = "customer.followup"

    @api.model
    def _occasions(self, today) -> list[dict]:
        """Dates of which somebody is to be reminded now, and was not."""
        return self._reminders(Domain("kind", "!=", "silence"), today)

    @api.model
    def _silences(self, today) -> list[dict]:
        """Customers that are silent for long, of which nobody was told."""
        return self._reminders(Domain("kind", "=", "silence"), today)

    @api.model
    def _reminders(self, which, today) -> list[dict]:
        """What is due by these rules of customer care."""
        rules = self.env["customer.care.rule"].sudo().search(which & Domain("active", "=", True))
        parts = [self._occasions_sql(rule, today) for rule in rules]
        if not parts:
            return []
        self.env["customer.care.date"].flush_model()
        return self._within_limit(SQL(" UNION ALL ").join(parts), today)

    @api.model
    def _occasions_sql(self, rule, today) -> SQL:
        Partner = self.env["res.partner"].sudo()
        user = SQL("%s::int", rule.user_id.id or None)
        if rule.who == "salesperson":
            user = SQL("coalesce(u.id, %s)", user)
        return SQL(
            """
            SELECT p.id AS partner_id, %(user)s AS user_id, %(rule)s AS rule_id, 'care' AS purpose,
                   o.date_id, o.occasion, o.occasion - %(today)s AS rank
              FROM res_partner p
              JOIN (%(occasions)s) o ON o.partner_id = p.id
         LEFT JOIN res_users u ON u.id = p.user_id AND u.active
             WHERE p.id IN (%(customers)s)
               AND NOT EXISTS (
                   SELECT FROM customer_care_reminder r
                    WHERE r.rule_id = %(rule)s AND r.partner_id = p.id
                      AND r.date_id IS NOT DISTINCT FROM o.date_id AND r.occasion = o.occasion)
               AND %(quiet)s
            """,
            user=user,
            rule=rule.id,
            today=today,
            occasions=self._silences_sql(rule, today)
            if rule.kind == "silence"
            else self._dates_sql(rule, today),
            customers=Partner._search(rule._customers_domain()).subselect(),
            # who follows up the customer at present knows that it is silent
            quiet=SQL(
                """NOT EXISTS (SELECT FROM mail_activity a
                                WHERE a.active AND a.res_model = 'res.partner' AND a.res_id = p.id
                                  AND a.customer_purpose IN ('plan', 'step') AND a.user_id = %s)""",
                user,
            )
            if rule.kind == "silence"
            else SQL("TRUE"),
        )

    @api.model
    def _dates_sql(self, rule, today) -> SQL:
        """Rows (partner_id, date_id, occasion) of dates that are near."""
        since = today - timedelta(days=GRACE)
        return SQL(
            """
            SELECT n.customer_id AS partner_id, n.id AS date_id, n.occasion
              FROM (SELECT d.id, d.customer_id,
                           CASE WHEN NOT d.yearly THEN d.date
                                WHEN (d.date + make_interval(years => y.past))::date >= %(since)s
                                THEN (d.date + make_interval(years => y.past))::date
                                ELSE (d.date + make_interval(years => y.past + 1))::date
                           END AS occasion
                      FROM customer_care_date d
                CROSS JOIN LATERAL (
                    SELECT greatest(%(year)s - extract(year FROM d.date)::int, 0) AS past) y
                     WHERE d.active AND d.kind = %(kind)s) n
             WHERE n.occasion >= %(since)s AND n.occasion <= %(until)s
            """,
            since=since,
            year=since.year,
            until=today + timedelta(days=rule.days_before),
            kind=rule.kind,
        )

    @api.model
    def _silences_sql(self, rule, today) -> SQL:
        """Rows (partner_id, date_id, occasion) of customers with which nobody was in touch."""
        return SQL(
            """
            SELECT s.id AS partner_id, NULL::int AS date_id,
                   coalesce(s.customer_last_contact, s.create_date)::date AS occasion
              FROM res_partner s
             WHERE coalesce(s.customer_last_contact, s.create_date) < %s AND s.customer_rank > 0
            """,
            today - timedelta(days=rule.silence_days),
        )

    @api.model
    def _care_values(self, env, row) -> dict:
        """Of the activity that reminds of an occasion."""
        rule = env["customer.care.rule"].browse(row["rule_id"])
        day = format_date(env, row["occasion"])
        text = rule.summary or rule.name
        date = env["customer.care.date"].browse(row["date_id"])
        if date:
            summary = env._(
                "%(text)s (%(occasion)s, %(date)s)", text=text, occasion=date.display_name, date=day
            )
        else:
            summary = env._("%(text)s (no contact since %(date)s)", text=text, date=day)
        today = self._today()
        return {
            "activity_type_id": rule.activity_type_id.id,
            "customer_care_rule_id": rule.id,
            "date_deadline": max(today, row["occasion"]) if rule.kind in YEARLY else today,
            "summary": summary,
            "note": rule.note and plaintext2html(rule.note),
        }

    @api.model
    def _note_occasions(self, rows):
        """Nobody is reminded of these again."""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_care_reminder (rule_id, partner_id, date_id, occasion)
                SELECT r.rule_id, r.partner_id, r.date_id, r.occasion
                  FROM jsonb_populate_recordset(NULL::customer_care_reminder, %s) r
                    ON CONFLICT DO NOTHING
                """,
                json.dumps(
                    [
                        {
                            "rule_id": row["rule_id"],
                            "partner_id": row["partner_id"],
                            "date_id": row["date_id"],
                            "occasion": str(row["occasion"]),
                        }
                        for row in rows
                    ]
                ),
            )
        )
