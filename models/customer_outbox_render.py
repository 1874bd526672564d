import logging

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.outbox import Now, action_of, compact, digest, new_keys, survivors
from .customer_bisect import bisected, reason_of
from .outbox_course import Taken

_logger = logging.getLogger(__name__)


class CustomerOutbox(models.Model):
    """Taking messages out of the queue, and deciding what they say.

    Both are done by the one sender of an endpoint, in transactions of their own: who changes a
    customer whose message was taken queues another one, and what is read after that has all that
    was queued before.
    """

    _inherit = "customer.outbox"

    def _take(self, endpoint, limit, after=0, going=()):
        """Take messages; older ones of their customers that did not arrive yet are replaced by
        them. What a sender that was killed has left is taken as well.

        By lists and without any join: no statistics keep up with a queue.

        :param limit: of how many to look at
        :param after: id of the message behind which to look
        :param going: customers to leave alone, as their messages are on their way
        :return: (list of ``Taken``, id of the last one that was looked at)
        """
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT state, id, res_id, key, forced, tries, version_id FROM customer_outbox
                 WHERE endpoint_id = %s AND id > %s AND state IN ('waiting', 'retry', 'sending')
                   AND (state <> 'retry' OR next_try <= %s)
                   AND res_id NOT IN (SELECT unnest(%s::int[]))
              ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                endpoint.id,
                after,
                now,
                list(going),
                limit,
            )
        )
        if not rows:
            return [], after
        last = rows[-1][1]
        # what waits is the newest of its customer
        newer = self._waiting(endpoint, [row[2] for row in rows if row[0] != "waiting"])
        messages = [Taken(*row[1:]) for row in rows if row[0] == "waiting" or row[2] not in newer]
        taken = [message.id for message in messages]
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_outbox SET state = 'replaced', done_on = %s,
                       payload = CASE WHEN state <> 'failed' THEN payload END
                 WHERE endpoint_id = %s AND res_id = ANY(%s) AND id <> ALL(%s)
                   AND state IN ('retry', 'sending', 'failed')
                """,
                now,
                endpoint.id,
                [message.res_id for message in messages],
                taken,
            )
        )
        self.env.cr.execute(
            SQL("UPDATE customer_outbox SET state = 'sending' WHERE id = ANY(%s)", taken)
        )
        self.invalidate_model()
        return messages, last

    def _waiting(self, endpoint, customers) -> set[int]:
        """Those of these customers who have a message that waits."""
        rows = self.env.execute_query(
            SQL(
                """SELECT res_id FROM customer_outbox
                    WHERE endpoint_id = %s AND res_id = ANY(%s) AND state = 'waiting'""",
                endpoint.id,
                customers,
            )
        )
        return {row[0] for row in rows}

    def _decide(self, endpoint, messages):
        """Decide what messages say, and store it. What has nothing to say is deleted.

        :return: ``{message: its record}`` of those that are to be sent
        """
        decided = [message for message in messages if message.key]
        records = {message: self.browse(message.id).payload for message in decided}
        new = [message for message in messages if not message.key]
        if not new:
            return records
        version = endpoint.mapping_id._version()
        customers = [message.res_id for message in new]
        nows, into = self._nows(endpoint, customers)
        actions = {message: action_of(nows[message.res_id]) for message in new}
        self._pass_on(endpoint, into)
        data = self._data(endpoint, version, [m for m in new if actions[m] in ("upsert", "merge")])
        known = self.env["customer.endpoint.customer"]._known(endpoint, customers)
        before = self._replaced(endpoint, customers)
        changed, times = self._changed_on(new), self._times(endpoint, version, data)
        rows, nothing = [], []
        for message, key in zip(new, new_keys(len(new)), strict=True):
            action = actions[message]
            if action in ("upsert", "merge") and message not in data:
                continue  # it failed
            record = {
                "id": str(message.res_id),
                "key": key,
                "changed_on": changed[message.id].isoformat(timespec="microseconds") + "Z",
                "changed": times.get(message, {}),
                "action": action,
                "retired": [str(one) for one in nows[message.res_id].retired] if action else [],
                "data": data.get(message, {}),
            }
            mark = digest(record)
            same = action and known.get(message.res_id, ("", ""))[1] == mark
            if not action or (same and not message.forced):
                nothing.append(message.id)
                continue
            earlier = before.get(message.res_id)
            if earlier and digest(earlier) == mark and not message.forced:
                # it says what the one that it replaces said, which may have arrived
                record = earlier
            rows.append((message, record))
        self._store_decided(endpoint, version, rows)
        self.browse(nothing).unlink()
        return records | dict(rows)

    def _replaced(self, endpoint, customers):
        """``{customer id: record}`` that was decided, may have arrived, and was replaced by a newer
        message. It is asked for once: from then on it is not kept."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH kept AS (
                    SELECT id, res_id, payload FROM customer_outbox
                     WHERE endpoint_id = %s AND res_id = ANY(%s) AND state = 'replaced'
                       AND payload IS NOT NULL ORDER BY id FOR UPDATE
                ), forgotten AS (
                    UPDATE customer_outbox o SET payload = NULL FROM kept WHERE o.id = kept.id
                )
                SELECT res_id, payload FROM kept ORDER BY id
                """,
                endpoint.id,
                customers,
            )
        )
        return dict(rows)

    def _nows(self, endpoint, ids):
        """``{customer id: Now}``, and {merged customer: the customer that lives on}."""
        Partner = endpoint._partners().with_context(active_test=False)
        there = Partner.search_fetch([("id", "in", ids)], ["customer_merged_into_id"], order="id")
        shared = Partner.search(endpoint._customers() & Domain("id", "in", ids), order="id")
        Known = self.env["customer.endpoint.customer"]
        known, retired = Known._known(endpoint, ids), Known._retired(endpoint, ids)
        merged, left = {}, there
        while left := left.filtered("customer_merged_into_id"):
            merged.update({p.id: p.customer_merged_into_id.id for p in left})
            left = left.customer_merged_into_id.filtered(lambda p: p.id not in merged)
        into = {s: last for s, last in survivors(merged, merged).items() if s in set(ids)}
        living = set(
            Partner.search(endpoint._customers() & Domain("id", "in", list(into.values()))).ids
        )
        into = {source: last for source, last in into.items() if last in living}
        exists, shared = set(there.ids), set(shared.ids)
        return {
            one: Now(
                one in exists,
                one in shared,
                # what was merged goes out with the customer that lives on
                "" if one in into else known.get(one, ("",))[0],
                tuple(retired.get(one, ())),
            )
            for one in ids
        }, into

    def _pass_on(self, endpoint, into):
        """Queue the customers into which some were merged that the endpoint still knows."""
        known = self.env["customer.endpoint.customer"]._known(endpoint, into)
        living = [into[one] for one, (state, _digest) in known.items() if state != "merged"]
        if living:
            self._queue(endpoint, living)

    def _data(self, endpoint, version, messages):
        """``{message: what the mapping makes of its customer}``; those on which it fails end, and
        those to whom something is missing."""
        Partner = endpoint._partners()
        sentence = self.env["customer.mapping"]._row_sentence
        data = {}

        def render(some):
            partners = Partner.browse([message.res_id for message in some])
            rows = version.sudo()._render_rows(partners, personal=endpoint.with_personal)
            for row in rows:
                compact(row.record)  # what can't be written is found here
            data.update(zip(some, rows, strict=True))

        def failed(some, error):
            _logger.warning("Message %s can't be made", some[0].id, exc_info=error)
            self._fail(some[0], reason_of(error))

        bisected(self.env, messages, render, failed)
        for message in [message for message, row in data.items() if row.problems]:
            self._fail(message, " ".join(map(sentence, data.pop(message).problems)))
        return {message: row.record for message, row in data.items()}

    def _fail(self, message, reason):
        """End a message, as the mapping can't be applied."""
        self.browse(message.id).write(
            {
                "state": "failed",
                "problem": "mapping",
                "reason": reason[:200],
                "done_on": fields.Datetime.now(),
            }
        )

    def _changed_on(self, messages):
        """When the last change of each was, as far as it is known."""
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT o.id, greatest(o.create_date, p.write_date) FROM customer_outbox o
                    LEFT JOIN res_partner p ON p.id = o.res_id WHERE o.id = ANY(%s)""",
                    [message.id for message in messages],
                )
            )
        )

    def _times(self, endpoint, version, messages):
        """When values of customers were changed, by their place in the record, where it is known;
        so that what was changed on both sides is the same on both in the end."""
        origins = self.env["customer.field.origin"]._of([m.res_id for m in messages])
        places = version.sudo()._places(version.sudo()._out_lines(endpoint.with_personal)[0])
        return {
            message: {
                place: own[name].changed_on.isoformat(timespec="microseconds") + "Z"
                for place, name in places.items()
                if name in own
            }
            for message in messages
            if (own := origins.get(message.res_id))
        }

    def _store_decided(self, endpoint, version, rows):
        if not rows:
            return
        self.env["customer.endpoint.customer"]._begin(
            endpoint,
            {
                message.res_id: "archived" if record["action"] == "archive" else "active"
                for message, record in rows
            },
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_outbox o
                   SET action = r.payload->>'action', key = r.payload->>'key',
                       payload = r.payload, version_id = %s
                  FROM unnest(%s::int[], %s::jsonb[]) AS r(id, payload) WHERE o.id = r.id
                """,
                version.id,
                [message.id for message, _record in rows],
                [compact(record).decode() for _message, record in rows],
            )
        )
        self.invalidate_model(["action", "key", "payload", "version_id"], flush=False)
        for message, record in rows:
            message.key, message.version_id = record["key"], version.id
