from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from .customer_timeline import Source

LONGEST = 300  # characters of a text
WRITTEN = ("email", "email_outgoing", "comment")
# what a message is: a completed activity by its type, else an email, or a note for colleagues
KIND = """CASE WHEN m.mail_activity_type_id = %(meeting)s OR activity.category = 'meeting'
               THEN 'meeting'
               WHEN activity.category = 'phonecall' THEN 'call'
               WHEN m.mail_activity_type_id IS NOT NULL THEN 'task'
               WHEN m.message_type = 'comment' AND (subtype.internal OR subtype.id IS NULL)
               THEN 'note'
               ELSE 'mail' END"""
OF_INTERACTIONS = {"call": "call", "visit": "meeting", "meeting": "meeting", "mail": "mail"}


class CustomerTimeline(models.AbstractModel):
    """What was said: emails, notes, calls, meetings and other completed activities."""

    _inherit = "customer.timeline"

    # -- on the customer and its contacts --------------------------------------------------

    @api.model
    def _source_message(self, customer):
        if not self._may_read("mail.message"):
            return None
        meeting = self.env.ref("mail.mail_activity_data_meeting", raise_if_not_found=False)
        # whoever sees a contact sees its messages
        family = self.env["customer.profile"]._family(customer).ids
        query = SQL(
            """SELECT m.date, %(kind)s AS kind, m.id
                 FROM mail_message m
            LEFT JOIN mail_activity_type activity ON activity.id = m.mail_activity_type_id
            LEFT JOIN mail_message_subtype subtype ON subtype.id = m.subtype_id
                WHERE m.model = 'res.partner' AND m.res_id = ANY(%(family)s)
                  AND (m.mail_activity_type_id IS NOT NULL OR m.message_type IN %(written)s)
                  AND %(unlogged)s""",
            unlogged=self._unlogged(),
            # only the calendar makes a category of it
            kind=SQL(KIND, meeting=meeting.id if meeting else 0),
            family=family,
            written=WRITTEN,
        )
        return Source(("mail", "call", "meeting", "note", "task"), query)

    @api.model
    def _unlogged(self) -> SQL:
        """The message ``m`` is not that of a contact that was logged by hand, which is a row of
        its own."""
        if not self._may_read("customer.interaction"):
            return SQL("TRUE")
        return SQL(
            """NOT EXISTS (SELECT FROM customer_interaction logged
                            WHERE logged.message_id = m.id AND logged.source_id IS NULL)"""
        )

    @api.model
    def _rows_message(self, ids):
        messages = self._messages(ids)
        return {
            message.id: self._row(
                message.mail_activity_type_id.name
                or message.subject
                or (self.env._("Note") if message.is_internal or message.subtype_id.internal
                    else self.env._("Email")),
                text=self._excerpt(message.body),
                user=message.author_id.name or message.email_from,
            )
            for message in messages
        }  # fmt: skip

    @api.model
    def _messages(self, ids):
        """Messages of records that the user sees."""
        messages = self.env["mail.message"].sudo().browse(ids)
        messages.fetch(["subject", "body", "author_id", "email_from", "is_internal", "subtype_id",
                        "mail_activity_type_id", "model", "res_id", "record_name"])  # fmt: skip
        return messages

    @api.model
    def _excerpt(self, html) -> str:
        text = " ".join(html2plaintext(html or "", include_references=False).split())
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

    # -- emails about documents ------------------------------------------------------------

    @api.model
    def _source_order_message(self, customer):
        return self._document_messages(customer, "sale.order", self._of(customer))

    @api.model
    def _source_invoice_message(self, customer):
        return self._document_messages(customer, "account.move", self._invoice_domain(customer))

    @api.model
    def _document_messages(self, customer, model, domain):
        """Emails from and to the people of the customer. These are found first, since most
        messages of documents are about something else."""
        if not self._may_read(model) or not self._may_read("mail.message"):
            return None
        query = SQL(
            """SELECT m.date, 'mail' AS kind, m.id
                 FROM mail_message m
            LEFT JOIN mail_message_subtype subtype ON subtype.id = m.subtype_id
                WHERE m.id IN (SELECT mail_message_id FROM mail_message_res_partner_rel
                                WHERE res_partner_id = ANY(%(family)s)
                                UNION ALL
                               SELECT id FROM mail_message WHERE author_id = ANY(%(family)s))
                  AND m.model = %(model)s AND m.message_type IN %(written)s
                  AND NOT coalesce(subtype.internal, FALSE) AND NOT coalesce(m.is_internal, FALSE)
                  AND m.res_id IN %(documents)s""",
            family=self.env["customer.profile"]._family(customer).ids,
            model=model,
            written=WRITTEN,
            documents=self.env[model]._search(domain).subselect(),
        )
        return Source(("mail",), query)

    @api.model
    def _rows_order_message(self, ids):
        messages = self._messages(ids)
        names = {}
        for model, some in messages.grouped("model").items():
            for record in self.env[model].browse(some.mapped("res_id")):
                names[model, record.id] = record
        return {
            message.id: self._row(
                message.subject or self.env._("Email"),
                names[message.model, message.res_id],
                text=self._excerpt(message.body),
                user=message.author_id.name or message.email_from,
                about=names[message.model, message.res_id].sudo().display_name,
            )
            for message in messages
        }

    @api.model
    def _rows_invoice_message(self, ids):
        return self._rows_order_message(ids)

    # -- calendar and log ------------------------------------------------------------------

    @api.model
    def _source_event(self, customer):
        """Meetings in the calendar that are over; what is to come is a next step."""
        if not self._may_read("calendar.event"):
            return None
        query = self._select(
            "calendar.event",
            [
                ("partner_ids", "in", self.env["customer.profile"]._family(customer).ids),
                ("start", "<=", fields.Datetime.to_string(fields.Datetime.now())),
            ],
            lambda table: SQL("%s.start", table),
            SQL("'meeting'"),
        )
        return Source(("meeting",), query)

    @api.model
    def _rows_event(self, ids):
        events = self.env["calendar.event"].browse(ids)
        return {
            event.id: self._row(
                event.name or self.env._("Meeting"),
                event,
                text=event.location,
                user=event.user_id.sudo().name,
            )
            for event in events
        }

    @api.model
    def _source_interaction(self, customer):
        """What was logged by hand; what was collected is a message or a meeting itself."""
        if not self._may_read("customer.interaction"):
            return None
        kinds = SQL(" ").join(
            SQL("WHEN %s THEN %s", kind, ours) for kind, ours in OF_INTERACTIONS.items()
        )
        query = self._select(
            "customer.interaction",
            [("partner_id", "=", customer.id), ("source_id", "=", False)],
            lambda table: SQL("%s.date", table),
            SQL("CASE customer_interaction.kind %s ELSE 'task' END", kinds),
        )
        return Source((*sorted(set(OF_INTERACTIONS.values())), "task"), query)

    @api.model
    def _rows_interaction(self, ids):
        interactions = self.env["customer.interaction"].browse(ids)
        labels = dict(interactions._fields["kind"]._description_selection(self.env))
        return {
            interaction.id: self._row(
                labels.get(interaction.kind, ""),
                text=interaction.note and self._excerpt(interaction.note),
                user=interaction.user_id.sudo().name,
            )
            for interaction in interactions
        }
