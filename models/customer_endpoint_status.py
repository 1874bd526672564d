from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.outbox import delay
from .customer_endpoint import STOP_AFTER_DAYS

GAP = timedelta(days=2)
LONGEST_PAUSE = 3600  # seconds
LOCKS = 0x434D4F42  # class of the advisory locks of senders


class CustomerEndpointStatus(models.Model):
    """How it goes with an endpoint: changes with each batch that is sent."""

    _name = "customer.endpoint.status"
    _description = "Status of an Endpoint"
    _log_access = False

    endpoint_id = fields.Many2one("customer.endpoint", required=True, ondelete="cascade")
    # batches in a row of which nothing arrived since the receiver was away
    failures = fields.Integer(readonly=True)
    failing_since = fields.Datetime(readonly=True)
    last_failure = fields.Datetime(readonly=True)
    # the receiver is left alone until then
    next_try = fields.Datetime(readonly=True)
    last_arrival = fields.Datetime(readonly=True)

    _endpoint_unique = models.Constraint("UNIQUE(endpoint_id)", "There is a status already.")

    @api.model
    def _of(self, endpoint):
        """The status of an endpoint, made where there is none."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_endpoint_status (endpoint_id, failures) VALUES (%s, 0)
                   ON CONFLICT DO NOTHING""",
                endpoint.id,
            )
        )
        return self.search([("endpoint_id", "=", endpoint.id)])

    @api.model
    def _reset(self, endpoints):
        """Forget failures, so that it is tried again at once."""
        statuses = self.search([("endpoint_id", "in", endpoints.ids)])
        statuses.write({"failures": 0, "failing_since": False, "next_try": False})

    def _is_pausing(self) -> bool:
        return bool(self.next_try) and self.next_try > fields.Datetime.now()

    def _note(self, arrived, failed, away, wait, first_retry):
        """After a batch.

        :param arrived, failed: how many did; what was not tried counts as neither
        :param away: how many failed since the receiver was away
        :param wait: seconds that the receiver asked to be left alone for, or ``None``
        :param first_retry: seconds until the first new try
        :return: whether it fails for so long that it must be stopped
        """
        now = fields.Datetime.now()
        values = {}
        if arrived:
            values = {"failures": 0, "failing_since": False, "last_arrival": now, "next_try": False}
        elif failed:
            # messages are tried again after a day at the latest: what failed before that is over
            going_on = self.last_failure and self.last_failure > now - GAP
            values = {
                "failing_since": going_on and self.failing_since or now,
                "last_failure": now,
            }
            # one message that is always refused must not hold up the others
            if away == failed:
                failures = self.failures + 1
                seconds = min(delay(failures, first_retry), LONGEST_PAUSE)
                values |= {"failures": failures, "next_try": now + timedelta(seconds=seconds)}
        if wait:
            values["next_try"] = now + timedelta(seconds=wait)
        self.write(values)
        since = self.failing_since
        return bool(since) and since < now - timedelta(days=STOP_AFTER_DAYS)

    # -- one sender for each endpoint ----------------------------------------------------------

    @api.model
    def _try_lock(self, endpoint) -> bool:
        """Whether this session may send for the endpoint. PostgreSQL takes the lock back when the
        session ends, however it ends: who has it knows that nobody else is sending."""
        query = SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCKS, endpoint.id)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _unlock(self, endpoint):
        self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s, %s)", LOCKS, endpoint.id))
