from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

MESSAGES = "customer_master.contacts_message"  # id of the message up to which all are known
# id of the last message when this addon came: activities that are done later are noted then
BEGINNING = "customer_master.contacts_beginning"
MEETINGS = "customer_master.contacts_meeting"  # moment up to which all meetings are known
SLICE = 20000
# so long a transaction may take whose messages have lower ids than those that are known
LATE = timedelta(hours=2)


class CustomerInteraction(models.Model):
    """Contacts that nobody logs: emails to customers, done activities, meetings. Each is found
    once however often it is looked for."""

    _inherit = "customer.interaction"

    @api.model
    def _begin(self):
        """What was done before this moment will be collected."""
        last = self.env["mail.message"].sudo().search([], order="id desc", limit=1)
        self.env["ir.config_parameter"].sudo().set_param(BEGINNING, last.id)

    @api.model
    def _run_collect(self):
        """Note what is new, in slices that are committed one by one."""
        params = self.env["ir.config_parameter"].sudo()
        position = int(params.get_param(MESSAGES, 0))
        beginning = int(params.get_param(BEGINNING, 0))
        while True:
            last, settled = self.env.execute_query(
                SQL(
                    """SELECT max(id), max(id) FILTER (WHERE create_date < %s)
                         FROM (SELECT id, create_date FROM mail_message
                                WHERE id > %s ORDER BY id LIMIT %s) m""",
                    fields.Datetime.now() - LATE,
                    position,
                    SLICE,
                )
            )[0]
            if not last:
                break
            slice_ = SQL(
                """m.id > %s AND m.id <= %s
                   AND (m.mail_activity_type_id IS NULL OR m.id <= %s)""",
                position,
                last,
                beginning,
            )
            self._refresh_all(self._collect_messages(slice_))
            if settled:
                params.set_param(MESSAGES, settled)
            position = last
            if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                return
        self._refresh_all(self._collect_meetings())
        self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _refresh_all(self, ids):
        self.env["customer.followup"]._refresh(ids)

    @api.model
    def _collect_messages(self, which: SQL, done=(), note=None) -> list[int]:
        """Note messages as contacts.

        :param which: condition on the messages ``m``
        :param done: ids of messages of activities that are contacts whatever their type
        :param note: what was said, else the subject of the email
        :return: ids of the customers
        """
        self.env["mail.message"].flush_model()
        return self._insert(
            SQL(
                """
                SELECT DISTINCT ON (m.id, c.commercial_partner_id)
                       c.commercial_partner_id AS partner_id,
                       nullif(c.id, c.commercial_partner_id) AS contact_id, m.date,
                       CASE WHEN m.mail_activity_type_id IS NULL THEN 'mail'
                            ELSE coalesce(t.customer_contact_kind, 'other') END AS kind,
                       u.id AS user_id,
                       -- subjects of other documents are not for all who see the customer
                       coalesce(%(note)s, CASE WHEN m.model = 'res.partner'
                                               THEN m.subject END) AS note,
                       m.id AS message_id, 'mail.message' AS source_model, m.id AS source_id
                  FROM mail_message m
             LEFT JOIN mail_activity_type t ON t.id = m.mail_activity_type_id
            CROSS JOIN LATERAL (
                       SELECT m.res_id AS id
                        WHERE m.model = 'res.partner' AND m.mail_activity_type_id IS NOT NULL
                        UNION ALL
                       SELECT r.res_partner_id FROM mail_message_res_partner_rel r
                        WHERE r.mail_message_id = m.id AND m.mail_activity_type_id IS NULL) told
                  JOIN res_partner c ON c.id = told.id AND c.partner_share
                  JOIN res_partner p ON p.id = c.commercial_partner_id AND p.customer_rank > 0
                  JOIN res_users u ON u.partner_id = m.author_id AND NOT u.share
                 WHERE %(which)s
                   AND CASE WHEN m.mail_activity_type_id IS NULL
                            THEN m.message_type IN ('comment', 'email', 'email_outgoing')
                             AND m.is_internal IS NOT TRUE
                            ELSE t.customer_contact_kind IS NOT NULL OR m.id = ANY(%(done)s) END
                """,
                which=which,
                done=list(done),
                note=note or None,
            )
        )

    @api.model
    def _collect_meetings(self) -> list[int]:
        """Note meetings with customers that are over; those made by an activity are noted when
        that is done.

        :return: ids of the customers
        """
        if "calendar.event" not in self.env:
            return []
        self.env["calendar.event"].flush_model()
        params = self.env["ir.config_parameter"].sudo()
        now = fields.Datetime.now()
        found = self._insert(
            SQL(
                """
                SELECT DISTINCT ON (e.id, c.commercial_partner_id)
                       c.commercial_partner_id AS partner_id,
                       nullif(c.id, c.commercial_partner_id) AS contact_id, e.start AS date,
                       'meeting' AS kind, e.user_id, NULL AS note, NULL::int AS message_id,
                       'calendar.event' AS source_model, e.id AS source_id
                  FROM calendar_event e
                  JOIN calendar_event_res_partner_rel r ON r.calendar_event_id = e.id
                  JOIN res_partner c ON c.id = r.res_partner_id AND c.partner_share
                  JOIN res_partner p ON p.id = c.commercial_partner_id AND p.customer_rank > 0
                  JOIN res_users u ON u.id = e.user_id AND NOT u.share
                 WHERE e.active AND e.stop <= %(now)s
                   -- what is entered or moved afterwards too
                   AND (e.stop > %(since)s OR e.write_date > %(since)s)
                   AND NOT EXISTS (SELECT FROM mail_activity a WHERE a.calendar_event_id = e.id)
                """,
                now=now,
                since=params.get_param(MEETINGS, "1970-01-01 00:00:00"),
            )
        )
        params.set_param(MEETINGS, fields.Datetime.to_string(now - LATE))
        return found

    @api.model
    def _insert(self, rows: SQL) -> list[int]:
        """Add those of ``rows`` that are not known yet.

        :return: ids of their customers
        """
        added = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_interaction
                       (partner_id, contact_id, date, kind, user_id, note, message_id,
                        source_model, source_id, create_uid, create_date, write_uid, write_date)
                SELECT rows.*, %(uid)s, now() AT TIME ZONE 'utc', %(uid)s,
                       now() AT TIME ZONE 'utc'
                  FROM (%(rows)s) rows
                    ON CONFLICT DO NOTHING
             RETURNING partner_id
                """,
                rows=rows,
                uid=self.env.uid,
            )
        )
        return sorted({row[0] for row in added})
