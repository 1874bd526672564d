from datetime import datetime

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, split_every

from ..engine.inbound import MessageProblem, read_key, read_message
from .customer_intake_resolve import NAMED
from .customer_mapping import EXTERNAL_ID
from .customer_system_intake import CONTACTS, Sent
from .origin import Origin

MOST = 10_000  # records of one call
SLICE = 1000  # records worked on at once
GROUP = "customer_master.group_sync_bot"
# outcome of the intake: what the system is told
STATUS = {"create": "created", "update": "updated", "unchanged": "unchanged",
          "ambiguous": "ambiguous", "rejected": "rejected", "skipped": "unchanged"}  # fmt: skip


class CustomerSystem(models.Model):
    """Receiving what a system sends."""

    _inherit = "customer.system"

    @api.model
    def receive(self, system, records):
        """Add and change customers as another system says.

        Called by the user of the system. The same key gives the same answer, however often it
        is sent; a record that can't be used stops no other.

        :param system: code of the system
        :param records: up to 10,000 of ``{"id": id there, "key": idempotency key, "changed_on":
            time as ISO 8601, "action": "upsert", "archive", "merge" or "delete", "retired": [ids
            merged into this one], "data": {...}}``
        :return: for each of them ``{"key", "status", "id", "reason"}``; status is created,
            updated, unchanged, ambiguous or rejected, id that of the customer here or False
        :raise AccessError: the user is not that of the system
        :raise ValidationError: ``records`` is no list, or too long
        """
        receiver = self._receiver(system)
        if not isinstance(records, list | tuple):
            raise ValidationError(self.env._("The records must be a list."))
        if len(records) > MOST:
            raise ValidationError(
                self.env._("Please send at most %(most)s records at once.", most=MOST)
            )
        return receiver._receive(records)

    @api.model
    def _receiver(self, code):
        """The system with this code, of which the user is the user."""
        user = self.env.user
        system = self.sudo().search([("code", "=", code)]) if isinstance(code, str) else self
        if not user.has_group(GROUP) or not system or system.user_id != user:
            sentence = self.env._("You may not send customers for this system.")
            raise self.env["customer.audit"]._refusal(sentence, always=True)
        return system

    def _as_bot(self):
        """This system as its user, with all rights on customers of its companies."""
        user = self.user_id.sudo()
        if not user or not user.active:
            raise AccessError(self.env._("The system “%s” has no user.", self.name))
        companies = (self.company_id or user.company_ids).ids
        bot = (
            self.with_user(user)
            .sudo()
            .with_context(
                lang=user.lang,
                allowed_company_ids=companies,
                active_test=True,
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
            )
        )
        return Origin(self.id).on(bot)

    def _receive(self, records):
        """Do what :meth:`receive` says, for who may."""
        self.ensure_one()
        system = self._as_bot()
        if not system.inbound_mapping_id:
            raise ValidationError(
                system.env._("The system “%s” has no mapping of what it sends.", self.name)
            )
        # one call of a system at a time: another one waits here, fails and is tried anew
        self.env.cr.execute(
            SQL(
                "UPDATE customer_system SET received_on = %s WHERE id = %s",
                fields.Datetime.now(),
                self.id,
            )
        )
        self.invalidate_recordset(["received_on"], flush=False)
        answers, messages, now = {}, {}, datetime.utcnow()  # noqa: DTZ003 - no zone in the database
        problems = system._message_sentences()
        told = []
        for raw in records:
            key = read_key(raw)
            try:
                message = read_message(raw, now)
            except MessageProblem as problem:
                told.append(
                    {
                        "key": key,
                        "status": "rejected",
                        "id": False,
                        "reason": problems[problem.code],
                    }
                )
                continue
            messages.setdefault(key, message)
            told.append(key)
        works = system._claim(messages)
        for part in split_every(SLICE, works, list):
            system._work(part)
        answers = self.env["customer.inbound.record"].sudo()._answers(self, list(messages))
        return [answers[one] if isinstance(one, str) else one for one in told]

    def _message_sentences(self):
        return {
            "object": self.env._("The record must be an object."),
            "key": self.env._("The record has no key, or one that is no text."),
            "id": self.env._("The record has no ID, or one that is no text or number."),
            "action": self.env._("The action must be upsert, archive, merge or delete."),
            "changed_on": self.env._("The time of the change can't be read."),
            "future": self.env._("The time of the change is in the future."),
            "retired": self.env._("The retired IDs must be a list of IDs."),
            "data": self.env._("The data must be an object that is not empty."),
            "large": self.env._("The record is too large."),
            "text": self.env._("The record has characters or numbers that can't be stored."),
        }

    def _claim(self, messages):
        """Store what came with new keys; works of them. A call with the same key at the same
        moment waits for this one, and is tried anew by the server."""
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_inbound_record
                       (system_id, key, external_id, action, changed_on, data, state, status,
                        create_uid, create_date, write_uid, write_date)
                SELECT %(system)s, v.*, 'done', 'rejected', %(uid)s, now() AT TIME ZONE 'utc',
                       %(uid)s, now() AT TIME ZONE 'utc'
                  FROM unnest(%(keys)s::text[], %(ids)s::text[], %(actions)s::text[],
                              %(times)s::timestamp[], %(data)s::jsonb[]) AS v
           ON CONFLICT (system_id, key) DO NOTHING
             RETURNING key, id
                """,
                system=self.id,
                uid=self.env.uid,
                keys=list(messages),
                ids=[one.id for one in messages.values()],
                actions=[one.action for one in messages.values()],
                times=[one.changed_on for one in messages.values()],
                data=[Json(one.data) for one in messages.values()],
            )
        )
        numbers = dict(rows)
        return [
            Sent(
                number=at,
                id=numbers[key],
                external_id=one.id,
                action=one.action,
                changed_on=one.changed_on,
                data=one.data,
                retired=one.retired,
                changed=one.changed,
            )
            for at, (key, one) in enumerate(messages.items())
            if key in numbers
        ]

    # -- a slice ---------------------------------------------------------------------------

    def _work(self, works):
        """Do these records and store what became of them.

        Round by round: in each one a customer comes once.
        """
        todo = list(works)
        while todo:
            chosen, later, seen = [], [], set()
            for work in todo:
                names = {work.external_id, *work.retired}
                (later if seen & names else chosen).append(work)
                seen |= names
            self._round(chosen)
            todo = sorted(
                [*[work for work in chosen if not work.outcome], *later], key=lambda w: w.number
            )
        self.env["customer.inbound.record"]._store(self, works)

    def _round(self, works):
        """Do what can be done now; those that must wait for others have no outcome then."""
        self._follow_links(works)
        upserts = [work for work in works if not work.outcome and work.data]
        fresh = [work for work in upserts if not work.texts]
        self._read_data(fresh)
        self._bring_over(fresh)
        self._match([w for w in upserts if not w.outcome and not w.partner])
        ready, seen = [], set()
        for work in upserts:
            if work.outcome or work.earlier or work.partner in seen:
                work.earlier = False
                if not work.outcome and not work.decision:
                    work.partner = 0
                continue
            ready.append(work)
            if work.partner:
                seen.add(work.partner)
        self._load_origins(ready)
        written = [work for work in ready if not work.outcome]
        self._write_works(written)
        stored = [w for w in written if w.outcome in ("create", "update", "unchanged")]
        self._remember_state(stored)
        self._count(stored)
        self._do_others([w for w in works if w.action != "upsert"])

    def _read_data(self, works):
        version = self.inbound_mapping_id._version()
        for work, row in zip(works, version._read([w.data for w in works]), strict=True):
            work.texts, work.blanks = dict(row.values), row.blanks
            work.changed = version._times(work.changed)
            persons = [texts for texts in row.many.get(CONTACTS, ()) if texts]
            work.contacts = [self._intake_person(work, texts) for texts in persons]
            work.texts[EXTERNAL_ID] = work.external_id
            if row.problems:
                reasons = [self._mapping_sentence(one) for one in row.problems[:NAMED]]
                work.end("rejected", " ".join(reasons))

    def _follow_links(self, works):
        """Set the customers that the crosswalk tells, and reject what may not be changed."""
        names = {work.external_id for work in works}
        links = {
            row[0]: {"partner": row[1], "changed_on": row[2], "known": row[3], "archived": row[4],
                     "company": row[5]}
            for row in self.env.execute_query(
                SQL(
                    """SELECT l.external_id, l.partner_id, l.changed_on, l.known, l.archived,
                              p.company_id
                         FROM customer_external_id l JOIN res_partner p ON p.id = l.partner_id
                        WHERE l.system_id = %s AND l.external_id = ANY(%s)""",
                    self.id,
                    list(names),
                )
            )
        }  # fmt: skip
        companies = {company or None for company in self._intake_companies()}
        for work in works:
            work.link = link = links.get(work.external_id, {})
            if not link or work.outcome:
                continue
            if link["company"] not in companies:
                work.end("rejected", self.env._("You may not change this customer."))
            elif link["changed_on"] and link["changed_on"] > work.changed_on:
                work.partner = link["partner"]
                work.end("unchanged", self.env._("A newer state of it is known."))
            elif not work.decision:
                work.partner = link["partner"]

    def _load_origins(self, works):
        origins = self.env["customer.field.origin"]._of([w.partner for w in works if w.partner])
        for work in works:
            work.origins = origins.get(work.partner, {})

    def _count(self, works):
        """An operation is told what was done by adding up: it may have very many parts."""
        changed = [work for work in works if work.outcome != "unchanged"]
        if changed:
            self.env.cr.execute(
                SQL(
                    """UPDATE customer_operation
                          SET customer_count = coalesce(customer_count, 0) + %(count)s,
                              change_count = coalesce(change_count, 0) + %(count)s
                        WHERE id = %(id)s""",
                    count=len(changed),
                    id=self.operation_id.id,
                )
            )
            self.operation_id.invalidate_recordset(flush=False)
