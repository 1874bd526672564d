import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import human_size

from .customer_bisect import reason_of

_logger = logging.getLogger(__name__)

INLINE = 20_000  # contacts that a user waits for
STEWARD = "customer_master.group_steward"
ADMINISTRATOR = "customer_master.group_administrator"
PLACES = [("filestore", "Odoo's File Store"), ("folder", "Folder of the Server")]


class CustomerSnapshot(models.Model):
    """All customer data at one moment, in a compressed file.

    People read the list; everything else goes through the actions. What is in the file, where
    it is and how it is written stands in the other files of this model.
    """

    _name = "customer.snapshot"
    _inherit = "customer.totals"
    _description = "Snapshot of Customer Data"
    _order = "id desc"

    _totals = frozenset(("customer_count", "contact_count"))

    state = fields.Selection(
        [("waiting", "In Progress"), ("done", "Done"), ("failed", "Failed")],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
    )
    plan_id = fields.Many2one(
        "customer.snapshot.plan",
        string="Schedule",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Empty where it was taken by hand.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Taken By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    taken_on = fields.Datetime(readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    contact_count = fields.Integer(string="With Contacts", readonly=True)
    size = fields.Float(string="Bytes", digits=(16, 0), readonly=True, aggregator=None)
    size_text = fields.Char(string="File Size", compute="_compute_size_text")
    place = fields.Selection(PLACES, required=True, readonly=True, default="filestore")
    kept = fields.Boolean(readonly=True, help="It is not deleted by the schedule.")
    problem = fields.Char(readonly=True)
    checksum = fields.Char(string="SHA-256", readonly=True, groups=ADMINISTRATOR)
    file_name = fields.Char(readonly=True, groups=ADMINISTRATOR)
    # the file, where Odoo stores it; only administrators may download it
    data = fields.Binary(attachment=True, readonly=True, groups=ADMINISTRATOR)

    _one_waiting = models.UniqueIndex(
        "(state) WHERE state = 'waiting'", "A snapshot is being taken already."
    )

    @api.depends("taken_on", "create_date")
    def _compute_display_name(self):
        for snapshot in self:
            moment = fields.Datetime.context_timestamp(
                self, snapshot.taken_on or snapshot.create_date or fields.Datetime.now()
            )
            snapshot.display_name = moment.strftime("%Y-%m-%d %H:%M")

    @api.depends("size")
    def _compute_size_text(self):
        for snapshot in self:
            snapshot.size_text = human_size(snapshot.size) if snapshot.size else ""

    @api.model
    def _check_role(self, group):
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("Your role does not allow this."))

    # -- actions ---------------------------------------------------------------------------

    def action_take(self):
        """Take a snapshot now, whatever is selected: at once where there are few customers, else
        in the background.

        :raise UserError: one is being taken, or its file can't be written
        """
        self._check_role(ADMINISTRATOR)
        if self._default_place() == "folder":
            self._checked_folder()
        snapshot = self.sudo()._begin(place=self._default_place())
        if self._contacts_expected() <= INLINE:
            snapshot._take()
            message = self.env._("The snapshot was taken.")
        else:
            self.env.ref("customer_master.ir_cron_snapshot").sudo()._trigger()
            message = self.env._("The snapshot is being taken. You will be told.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_keep(self):
        """Keep these snapshots for ever, or no longer so."""
        self._check_role(ADMINISTRATOR)
        self.check_access("read")
        for snapshot in self.sudo():
            snapshot.kept = not snapshot.kept

    def action_compare(self):
        """Ask what to compare with the present."""
        self.ensure_one()
        self.check_access("read")
        self._check_done()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare with Now"),
            "res_model": "customer.snapshot.comparison",
            "view_mode": "form",
            "context": {"default_snapshot_id": self.id},
        }

    def action_download(self):
        """The file, for administrators."""
        self.ensure_one()
        self._check_role(ADMINISTRATOR)
        self.check_access("read")
        self._check_done()
        return {"type": "ir.actions.act_url", "url": f"/customer_master/snapshot/{self.id}"}

    def _check_done(self):
        if self.state != "done":
            raise UserError(self.env._("This snapshot has no file."))

    # -- taking ----------------------------------------------------------------------------

    @api.model
    def _begin(self, **values):
        if self.search_count([("state", "=", "waiting")], limit=1):
            raise UserError(
                self.env._("A snapshot is being taken already. Please wait until it is done.")
            )
        return self.create(values)

    def _contacts_expected(self):
        """About how many contacts there are, without counting them."""
        self.env.cr.execute("SELECT reltuples FROM pg_class WHERE oid = 'res_partner'::regclass")
        expected = self.env.cr.fetchone()[0]
        return expected if expected >= 0 else self.env["res.partner"].sudo().search_count([])

    def _take(self):
        """Write the file; all of it is as it was at one moment, that of this transaction."""
        self.ensure_one()
        self.env.flush_all()
        counts = self._count()
        header = {
            "database": self.env.cr.dbname,
            "uuid": self._uuid(),
            "date": fields.Datetime.to_string(fields.Datetime.now()),
            "columns": list(self._columns()),
            "parts": [part.name for part in self._parts()],
            "counts": counts,
        }
        values = self._store(header, lambda stream: self._copy_out(stream))
        self.write(
            {
                **values,
                "state": "done",
                "problem": False,
                "taken_on": fields.Datetime.now(),
                "customer_count": counts["customers"],
                "contact_count": counts["contacts"],
            }
        )
        self.plan_id._forget_old()

    @api.model
    def _cron_work(self):
        """Take the snapshot that is waited for. A stop in the middle leaves it waiting, so it is
        taken anew."""
        for snapshot in self.search([("state", "=", "waiting")]):
            try:
                snapshot._take()
                snapshot._tell(self.env._("The snapshot of the customer data was taken."))
            except Exception as error:  # what fails must not fail again every hour
                self.env.cr.rollback()
                problem = reason_of(error)
                if not isinstance(error, UserError):
                    _logger.exception("Snapshot %s failed", snapshot.id)
                snapshot.exists().write({"state": "failed", "problem": problem})
                snapshot._tell(
                    self.env._("The snapshot of the customer data failed: %s", problem), "danger"
                )
            self.env["ir.cron"]._commit_progress(1)

    def _tell(self, message, kind="success"):
        """Tell the user who asked for it, if there is one."""
        if not self.plan_id:
            self.user_id._bus_send(
                "simple_notification", {"type": kind, "message": message, "sticky": False}
            )
