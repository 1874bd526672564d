import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.outbox import AFTER, delay, digest, is_last
from .customer_bisect import CONFLICTS, reason_of
from .outbox_course import Course, wait_for_any

_logger = logging.getLogger(__name__)

NOTED_AGAIN = 5  # how often what became of messages is noted anew where others were faster
PROBE = 1  # messages by which it is found out whether a receiver is back


class CustomerOutbox(models.Model):
    """The sender: takes, decides, commits, sends, notes what became of it, commits.

    Killed between two of these, it does the rest again: with the same keys and contents.
    """

    _inherit = "customer.outbox"

    @api.model
    def _cron_send(self):
        """Send what is due, as long as there is time."""
        Cron = self.env["ir.cron"]
        if not Cron._commit_progress():
            # called again after the time was over, as is done ten times: other jobs go first
            Cron._commit_progress(remaining=1)
            return
        Status = self.env["customer.endpoint.status"]
        endpoints = self.env["customer.endpoint"].search([("state", "=", "on")])
        endpoints = endpoints._stop_unusable()
        locked = endpoints.filtered(Status._try_lock)
        try:
            # what the sender before this one did is seen from now on
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()
            if locked and self._send_in_turns(locked):
                self._wake_for_retries(endpoints)
        finally:
            self.env.cr.rollback()
            for endpoint in locked:
                Status._unlock(endpoint)

    def _send_in_turns(self, endpoints) -> bool:
        """Send to endpoints in turns; whether there was time for all."""
        with ThreadPoolExecutor(len(endpoints), "customer_outbox") as pool:
            going = [Course(endpoint, pool) for endpoint in endpoints]
            while going:
                for course in list(going):
                    if course.waiting():
                        continue
                    if not self._done_alone(course, course.step):
                        going.remove(course)
                    # how many messages are left is not counted, which would take longer than
                    # to send some
                    if not self.env["ir.cron"]._commit_progress(1, remaining=len(going)):
                        for left in going:
                            self._done_alone(left, left.end)
                        self.env.cr.commit()  # pylint: disable=invalid-commit
                        return False
                    self.env.invalidate_all()
                wait_for_any(going)
        return True

    def _done_alone(self, course, work):
        """Do a part of a course. What fails in a way that nobody foresaw stops this endpoint, not
        the others; what is on its way there then is sent again with the same keys."""
        try:
            return work()
        except OperationalError:
            # others were faster all the time, or the database is in need: the next run goes on
            self.env.cr.rollback()
            _logger.info("Endpoint %s goes on later", course.endpoint.id, exc_info=True)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Sending to endpoint %s failed", course.endpoint.id)
            course.endpoint._disable(
                self.env._("Sending failed in an unforeseen way: %s", reason_of(error)[:200])
            )
        return False

    def _wake_for_retries(self, endpoints):
        """Have the sender run when the next message or endpoint is due."""
        next_message = self.search(
            [("state", "=", "retry"), ("endpoint_id", "in", endpoints.ids)],
            order="next_try",
            limit=1,
        ).next_try
        statuses = self.env["customer.endpoint.status"].search(
            [("endpoint_id", "in", endpoints.ids), ("next_try", ">", fields.Datetime.now())]
        )
        moments = [moment for moment in (next_message, *statuses.mapped("next_try")) if moment]
        if moments:
            self._wake(min(moments))
            self.env["ir.cron"]._commit_progress()

    def _next_slice(self, endpoint, size, after, going):
        """Take some messages and decide what they say.

        :param size: how many at most
        :param after: id of the message behind which to look
        :param going: customers whose messages are on their way
        :return: (``{message: its record}``, ``None`` when nothing more is due; where to go on)
        """
        status = self.env["customer.endpoint.status"]._of(endpoint)
        if endpoint.state != "on" or status._is_pausing():
            return None, after
        try:
            messages, last = self._take(endpoint, PROBE if status.failures else size, after, going)
        except CONFLICTS:
            # customers were changed at this moment
            self.env.cr.rollback()
            return {}, after
        if last == after:
            return None, after
        self.env.cr.commit()  # pylint: disable=invalid-commit
        # the transaction that reads the customers begins when nobody can add to what was taken
        self.env.invalidate_all()
        try:
            records = self._decide(endpoint, messages)
            self.env.flush_all()
        except CONFLICTS:
            # what they know of us was changed at this moment: taken again
            self.env.cr.rollback()
            return {}, after
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return records, last

    # -- what became of it -----------------------------------------------------------------------

    def _note_result(self, endpoint, records, batch):
        """Note what became of a batch, in a transaction that begins now: what others did while it
        was on its way, or do at this moment, must not undo it.

        :param records: ``{message: its record}``
        """
        for left in reversed(range(NOTED_AGAIN)):
            self.env.cr.commit()  # pylint: disable=invalid-commit
            try:
                self._note_batch(endpoint, records, batch)
                self.env.flush_all()
                return
            except CONFLICTS:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if not left:
                    raise

    def _note_batch(self, endpoint, records, batch):
        now = fields.Datetime.now()
        arrived, failed, away = [], 0, 0
        values: dict[tuple, list[int]] = {}
        for message, result in zip(records, batch.results, strict=True):
            new = self._values_after(endpoint, message, result, batch.wait, now)
            values.setdefault(tuple(new.items()), []).append(message.id)
            if result.problem == "":
                arrived.append((message, result))
            elif result.problem and not result.final:
                failed += 1
                away += result.away
        for items, ids in values.items():
            assigned = (SQL("%s = %s", SQL.identifier(name), value) for name, value in items)
            self.env.cr.execute(
                SQL(
                    "UPDATE customer_outbox SET %s WHERE id = ANY(%s)",
                    SQL(", ").join(assigned),
                    ids,
                )
            )
        self.invalidate_model(flush=False)
        self._note_arrived(endpoint, records, arrived)
        status = self.env["customer.endpoint.status"]._of(endpoint)
        too_long = status._note(len(arrived), failed, away, batch.wait, endpoint.first_retry)
        if batch.gone:
            endpoint._disable(self.env._("The other side wants no messages any more (410)."))
        elif too_long:
            endpoint._disable(self.env._("Nothing has arrived for days."))

    def _values_after(self, endpoint, message, result, wait, now):
        """The columns of a message after a try."""
        if result.problem is None:
            # it keeps its key and what it says
            return {"state": "retry", "next_try": now + timedelta(seconds=wait or 0)}
        tries = message.tries + 1
        values = {
            "write_date": now,
            "tries": tries,
            "problem": result.problem or None,
            "http_status": result.status,
            "reason": result.reason or None,
        }
        if not result.problem:
            return {**values, "state": "done", "done_on": now, "next_try": None}
        if result.final or is_last(tries):
            return {**values, "state": "failed", "done_on": now, "next_try": None}
        seconds = max(delay(tries, endpoint.first_retry), wait or 0)
        # whole seconds, so that many rows have the same values
        return {**values, "state": "retry", "next_try": now + timedelta(seconds=int(seconds))}

    def _note_arrived(self, endpoint, records, arrived):
        Known = self.env["customer.endpoint.customer"]
        told, retired = [], []
        for message, _result in arrived:
            record = records[message]
            # once merged, it is told of as any other
            mark = digest(
                {**record, "action": "upsert", "retired": []} if record["retired"] else record
            )
            told.append((message.res_id, AFTER[record["action"]], mark))
            retired += [(int(one), "merged", None) for one in record["retired"]]
        Known._arrived(endpoint, {row[0]: row for row in retired + told}.values())
        endpoint._note_there(records, arrived)


class CustomerEndpoint(models.Model):
    _inherit = "customer.endpoint"

    def _stop_unusable(self):
        """Stop those whose condition can't be used any more, since a field has gone with an
        addon, so that the others go on; return these."""
        usable = self.browse()
        for endpoint in self:
            if problem := endpoint._filter_problem(in_database=False):
                endpoint._disable(problem)
            else:
                usable |= endpoint
        return usable

    def _disable(self, reason):
        """Stop an endpoint, and tell administrators by an activity."""
        self.write({"state": "stopped", "stop_reason": reason})
        group = self.env.ref("customer_master.group_administrator")
        companies = {self.company_id.id} - {False}
        for user in group.all_user_ids.filtered(lambda u: u.active and not u.share):
            if companies and not companies & set(user.company_ids.ids):
                continue
            told = self.with_context(lang=user.lang)
            told.activity_schedule(
                "customer_master.mail_activity_type_endpoint",
                user_id=user.id,
                summary=told.env._("“%s” was stopped: nothing is sent", self.name),
            )
