from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.outbox import is_plain, is_url
from .customer_assignment_mixin import domain_literal, domain_problem

STOP_AFTER_DAYS = 5


class CustomerEndpoint(models.Model):
    """Where changes of customers are sent to, which customers, and with which of their values.

    What changes while it works is in ``customer.endpoint.status``: this row is read by every
    transaction that changes customers, and must not change all the time.
    """

    _name = "customer.endpoint"
    _inherit = ["customer.cached", "customer.secret.owner", "mail.thread", "mail.activity.mixin"]
    _secret_owner = "endpoint_id"
    _description = "Endpoint"
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    system_id = fields.Many2one("customer.system", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="system_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("off", "Off"), ("on", "Sending"), ("stopped", "Stopped")],
        string="Status",
        required=True,
        readonly=True,
        default="off",
        copy=False,
    )
    stop_reason = fields.Char(readonly=True, copy=False)
    # it was started once: what changes is queued from then on, also while it is off or archived
    in_use = fields.Boolean(readonly=True, copy=False)
    mapping_id = fields.Many2one(
        "customer.mapping",
        string="Field Mapping",
        required=True,
        ondelete="restrict",
        index=True,
        domain=[("kind", "=", "record")],
        help="Which values of a customer are sent, and what they are called there.",
    )
    filter_domain = fields.Char(
        string="Which Customers",
        default="[]",
        required=True,
        help="A customer that does not belong here any more is archived there.",
    )
    customer_count = fields.Integer(
        string="Customers Now",
        compute="_compute_customer_count",
        help="How many customers go there: the active ones that fit the condition, private "
        "persons only with personal data.",
    )
    with_personal = fields.Boolean(
        string="Personal Data",
        help="Also private persons, contact persons, and the fields that are marked as personal "
        "data. Without it they never leave.",
    )
    transport = fields.Selection(
        [("webhook", "Webhook"), ("json2", "Another Odoo"), ("file", "Files")],
        string="Way",
        required=True,
        default="webhook",
    )
    url = fields.Char(string="Address")
    allow_private = fields.Boolean(
        string="In Our Own Network",
        help="Lets messages go to addresses of private networks and of this server. Everything "
        "else is refused unless it is an address of the Internet.",
    )
    envelope = fields.Selection(
        [("standard", "Standard Webhooks"), ("cloudevents", "CloudEvents 1.0")],
        required=True,
        default="standard",
    )
    remote_database = fields.Char(
        string="Database There", help="Needed where the other Odoo has more than one."
    )
    remote_code = fields.Char(
        string="Our Code There", help="The code of the system that stands for this Odoo there."
    )
    folder = fields.Char(help="A folder of the server, one of those that the settings allow.")
    file_format = fields.Selection(
        [("csv", "CSV"), ("jsonl", "JSON Lines")], string="Format", required=True, default="csv"
    )
    timeout = fields.Integer(string="Give Up After (s)", required=True, default=15)
    connections = fields.Integer(
        string="At Once", required=True, default=4, help="Messages that are on their way at once."
    )
    first_retry = fields.Integer(
        string="Try Again After (s)",
        required=True,
        default=5,
        help="After the first failure; later ones take three times as long each, up to a day.",
    )

    _numbers = models.Constraint(
        "CHECK(timeout BETWEEN 1 AND 60 AND connections BETWEEN 1 AND 32 "
        "AND first_retry BETWEEN 1 AND 3600)",
        "Messages wait for an answer for 1 to 60 seconds, 1 to 32 are on their way at once, and "
        "the first new try comes after 1 to 3600 seconds.",
    )

    # -- checks --------------------------------------------------------------------------------

    @api.constrains("filter_domain")
    def _check_filter(self):
        for endpoint in self:
            if problem := endpoint._filter_problem():
                raise ValidationError(problem)

    def _filter_problem(self, in_database=True) -> str | None:
        """Why the condition can't be used, in a sentence, or ``None``."""
        problem = domain_problem(self.env, self.filter_domain, in_database)
        return problem and self.env._(
            "The condition of “%(name)s” can't be used: %(problem)s",
            name=self.name,
            problem=problem,
        )

    @api.constrains(
        "url", "transport", "state", "remote_code", "folder", "mapping_id", "allow_private"
    )
    def _check_target(self):
        for endpoint in self:
            if endpoint.transport != "file" and (endpoint.url or endpoint.state == "on"):
                endpoint._check_url()
            if endpoint.transport == "file" and endpoint.state == "on":
                endpoint._checked_folder()
            if endpoint.state == "on":
                endpoint._check_complete()

    @api.constrains("remote_database")
    def _check_remote_database(self):
        for endpoint in self:
            if endpoint.remote_database and not is_plain(endpoint.remote_database):
                raise ValidationError(
                    self.env._(
                        "“%s” is no name of a database: it has only letters from A to Z, digits, "
                        "dots and dashes.",
                        endpoint.remote_database,
                    )
                )

    def _check_url(self):
        if not is_url(self.url or ""):
            raise ValidationError(
                self.env._(
                    "“%s” is no address that messages can go to. It looks like "
                    "https://shop.example.com/hook, with no password in it and no letters but "
                    "those from A to Z behind the name of the server.",
                    self.url or "",
                )
            )
        if urlsplit(self.url).scheme == "http" and not self.allow_private:
            raise ValidationError(
                self.env._("On the Internet messages go by https only, so that nobody reads them.")
            )

    def _check_complete(self):
        if self.transport == "webhook" and not self._secrets("signing"):
            raise UserError(self.env._("Please make a secret first: messages are signed by it."))
        if self.transport == "json2" and not (self.remote_code and self._secrets("key")):
            raise UserError(
                self.env._("Please enter the API key for the other Odoo and our code there first.")
            )

    # -- which customers -----------------------------------------------------------------------

    def _customers(self) -> Domain:
        """The active customers that the other side may have."""
        self.ensure_one()
        domain = self.env["res.partner"]._customer_domain()
        domain &= Domain(domain_literal(self.env, self.filter_domain))
        domain &= Domain("active", "=", True)
        if self.company_id:
            domain &= Domain("company_id", "in", (self.company_id.id, False))
        if not self.with_personal:
            domain &= Domain("is_company", "=", True)
        return domain

    def _partners(self):
        """All contacts, with the values that they have in the company of the endpoint."""
        company = self.company_id or self.env.company
        return self.env["res.partner"].sudo().with_company(company)

    @api.depends("filter_domain", "with_personal", "company_id")
    def _compute_customer_count(self):
        for endpoint in self:
            usable = not endpoint._filter_problem()
            endpoint.customer_count = usable and endpoint._partners().search_count(
                endpoint._customers()
            )

    # -- on and off ----------------------------------------------------------------------------

    def action_start(self):
        """Send from now on; what is queued goes out first."""
        self.check_access("write")
        self._check_filter()
        self.env["customer.endpoint.status"].sudo()._reset(self)
        self.write({"state": "on", "stop_reason": False, "in_use": True})
        self.env["customer.outbox"].sudo()._wake()

    def action_stop(self):
        """Send nothing until it is started again; what changes meanwhile is queued."""
        self.check_access("write")
        self.write({"state": "off", "stop_reason": False})

    def action_sync_all(self, since=None):
        """Queue all customers that the other side may have, also those that have not changed.

        :param since: only those that were changed from then on, a datetime in UTC
        """
        self.check_access("write")
        since = fields.Datetime.to_datetime(since)
        return self._told_queued(self.env["customer.outbox"].sudo()._queue_all(self, since))

    def action_replay_failed(self, since=None):
        """Queue what has failed, with the values that customers have now.

        :param since: only what failed from then on, a datetime in UTC
        """
        self.check_access("read")
        Outbox = self.env["customer.outbox"]
        Outbox._check_steward()
        return self._told_queued(Outbox._replay_failed(self, since))

    def _told_queued(self, count):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s customers will be sent.", count),
            },
        }

    def action_open_messages(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_outbox_action"
        )
        return {**action, "domain": [("endpoint_id", "=", self.id)], "context": {}}
