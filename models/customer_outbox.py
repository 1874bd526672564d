from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

KEEP = "customer_master.outbox_days"
DEFAULT_DAYS = 14
UNDONE = ("waiting", "retry", "sending")
DELETED_AT_ONCE = 10_000

PROBLEMS = [
    ("address", "The address is in a private network, which is not allowed"),
    ("name", "There is no server of this name"),
    ("connect", "The server can't be reached"),
    ("timeout", "No answer in time"),
    ("certificate", "The certificate of the server is not valid"),
    ("large", "The answer is too long"),
    ("protocol", "The answer is not what a web server says"),
    ("redirect", "The server sends us to another address"),
    ("status", "The server refused it"),
    ("rejected", "The other system refused the customer"),
    ("answer", "The answer does not say what became of the customer"),
    ("folder", "The file could not be written"),
    ("mapping", "The field mapping can't be applied to the customer"),
]


class CustomerOutbox(models.Model):
    """Messages to other systems: one customer to one endpoint.

    waiting: something changed; what is told is not decided before it is sent, so that it is the
    newest. sending: on its way, as it is in ``payload``. retry: it did not arrive. failed: not
    after the last try either. replaced: a newer one went out in its place.
    """

    _name = "customer.outbox"
    _description = "Message to Another System"
    _order = "id desc"
    _rec_name = "key"

    endpoint_id = fields.Many2one(
        "customer.endpoint", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="endpoint_id.company_id")
    # no foreign key: the message that a customer was deleted outlives it
    res_id = fields.Integer(string="Customer ID", required=True, readonly=True, aggregator=None)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", compute="_compute_partner_id", search="_search_partner_id"
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("sending", "On Its Way"),
            ("retry", "Trying Again"),
            ("done", "Arrived"),
            ("failed", "Failed"),
            ("replaced", "Replaced by a Newer One"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
    )
    forced = fields.Boolean(readonly=True, help="Sent even if nothing has changed.")
    action = fields.Selection(
        [
            ("upsert", "Created or Changed"),
            ("archive", "Archived"),
            ("merge", "Merged"),
            ("delete", "Deleted"),
        ],
        string="What Happened",
        readonly=True,
    )
    version_id = fields.Many2one(
        "customer.mapping.version", readonly=True, ondelete="set null", index="btree_not_null"
    )
    key = fields.Char(string="Idempotency Key", readonly=True)
    # read where it is sent, and nowhere else
    payload = fields.Json(
        readonly=True, groups="customer_master.group_administrator", prefetch=False
    )
    tries = fields.Integer(readonly=True, aggregator=None)
    next_try = fields.Datetime(readonly=True)
    problem = fields.Selection(PROBLEMS, readonly=True)
    http_status = fields.Integer(string="Code of the Answer", readonly=True, aggregator=None)
    reason = fields.Char(readonly=True, help="What the other system said.")
    done_on = fields.Datetime(readonly=True)

    # one that is not decided yet takes up all that happens until it is
    _waiting_unique = models.UniqueIndex(
        "(endpoint_id, res_id) WHERE state = 'waiting'", "A message is waiting already."
    )
    _undone_idx = models.Index("(endpoint_id, id) WHERE state IN ('waiting', 'retry', 'sending')")
    _customer_idx = models.Index("(res_id, endpoint_id, id)")
    _replaced_idx = models.Index("(endpoint_id, res_id) WHERE state = 'replaced'")
    _state_idx = models.Index("(state, endpoint_id, done_on)")

    @api.depends("res_id")
    def _compute_partner_id(self):
        Partner = self.env["res.partner"].with_context(active_test=False)
        there = set(Partner.search([("id", "in", self.mapped("res_id"))]).ids)
        for message in self:
            message.partner_id = message.res_id if message.res_id in there else False

    def _search_partner_id(self, operator, value):
        if operator == "in":
            return Domain("res_id", "in", [one or 0 for one in value])
        Partner = self.env["res.partner"].with_context(active_test=False)
        return Domain("res_id", "in", Partner._search([("display_name", operator, value)]))

    # -- trying again ----------------------------------------------------------------------------

    def action_replay(self):
        """Send the customers of these messages again, with the values that they have now."""
        self.check_access("read")
        self._check_steward()
        failed = self.filtered(lambda message: message.state in ("failed", "retry"))
        Outbox = self.env["customer.outbox"].sudo()
        for endpoint, messages in failed.grouped("endpoint_id").items():
            Outbox._queue(endpoint, messages.mapped("res_id"), forced=True)
        return True

    @api.model
    def action_replay_all(self, endpoint=None, since=None):
        """Send again whatever has failed.

        :param endpoint: id of one endpoint, all if not given
        :param since: only what failed from then on, a datetime in UTC as text
        """
        self._check_steward()
        domain = [("state", "!=", "off"), *([("id", "=", int(endpoint))] if endpoint else [])]
        self._replay_failed(self.env["customer.endpoint"].search(domain), since)
        return True

    @api.model
    def _replay_failed(self, endpoints, since=None):
        """Queue what has failed; how many customers."""
        count = 0
        for endpoint in endpoints:
            domain = Domain("state", "=", "failed") & Domain("endpoint_id", "=", endpoint.id)
            if since:
                domain &= Domain("done_on", ">=", fields.Datetime.to_datetime(since))
            failed = self.search(domain)
            count += self.sudo()._queue(endpoint, failed.mapped("res_id"), forced=True)
        return count

    def _check_steward(self):
        if not self.env.su and not self.env.user.has_group("customer_master.group_steward"):
            raise self.env["customer.audit"]._refusal(
                self.env._("Messages to other systems are for data stewards."), self.partner_id
            )

    # -- keeping ---------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_old(self):
        """Delete what arrived or was replaced some time ago; what failed stays."""
        days = int(self.env["ir.config_parameter"].sudo().get_param(KEEP, DEFAULT_DAYS))
        before = fields.Datetime.now() - timedelta(days=days)
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_outbox WHERE id IN (
                       SELECT id FROM customer_outbox
                        WHERE state IN ('done', 'replaced') AND done_on < %s LIMIT %s)""",
                before,
                DELETED_AT_ONCE,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == DELETED_AT_ONCE

    @api.model
    def _forget(self, ids):
        """Forget what was told of customers that are deleted; that they are goes out still."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_outbox
                    WHERE res_id = ANY(%s) AND state NOT IN ('waiting', 'sending')""",
                list(ids),
            )
        )
        self.invalidate_model()
