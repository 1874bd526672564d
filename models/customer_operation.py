from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .customer_bisect import CONFLICTS
from .customer_operation_line import STATES

SLICE = 500  # groups or customers changed in one transaction
# by kind: the model that does and undoes the lines, and the action of the matrix
SERVICES = {
    "merge": "customer.merge",
    "classification": "customer.classification",
    "correction": "customer.correction",
    "restore": "customer.restore",
    "import": "customer.intake.service",
    "receive": "customer.intake.service",
    "handover": "customer.handover",
    "link": "customer.link",
}
ACTIONS = {
    "merge": "merge",
    "classification": "classify",
    "correction": "correct",
    "restore": "restore",
    "import": "import",
    "receive": "import",
    "handover": "hand_over",
    "link": "link",
}


class CustomerOperation(models.Model):
    """A bulk change: planned, looked at, done in one go, journaled, and undone.

    Each kind of operation has a service, a model with the methods ``_do(lines)`` and
    ``_undo(lines)``. People change operations by the actions only.
    """

    _name = "customer.operation"
    _description = "Operation"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("merge", "Merge"),
            ("classification", "Classification"),
            ("correction", "Correction"),
            ("restore", "Restoring"),
            ("import", "Import"),
            ("receive", "Receiving"),
            ("handover", "Hand-Over"),
            ("link", "Linking"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("running", "Running"),
            ("done", "Done"),
            ("partial", "Partly Undone"),
            ("undone", "Undone"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
    )
    undoing = fields.Boolean(readonly=True, help="The running work takes the changes back.")
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user
    )
    done_on = fields.Datetime(readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True)
    undone_on = fields.Datetime(readonly=True)
    forgotten = fields.Boolean(
        readonly=True, help="The old values are no longer kept, so it can't be undone."
    )
    line_ids = fields.One2many("customer.operation.line", "operation_id", readonly=True)
    # of the customers when it was planned; who lacks one of them does not see the operation
    company_ids = fields.Many2many(
        "res.company", "customer_operation_company_rel", "operation_id", "company_id", readonly=True
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    change_count = fields.Integer(string="Changes", readonly=True)
    blocked_count = fields.Integer(string="Not Done", readonly=True)
    left_count = fields.Integer(compute="_compute_left_count")
    progress = fields.Integer(readonly=True, aggregator=None)

    def _compute_left_count(self):
        counts = dict(
            self.env["customer.operation.line"]._read_group(
                [("operation_id", "in", self.ids), ("reason", "!=", False)],
                ["operation_id"],
                ["__count"],
            )
        )
        for operation in self:
            operation.left_count = counts.get(operation, 0)

    # -- actions ---------------------------------------------------------------------------

    def action_do(self):
        """Do what the preview showed; many groups in the background, slice by slice.

        :raise AccessError: the user's role may not do operations of this kind
        """
        for operation in self._checked():
            if operation.state != "draft":
                raise UserError(self.env._("“%s” is done already.", operation.name))
            operation._start(operation._lines("planned"), undoing=False)

    def action_undo(self):
        """Take back all changes of the operation that nobody has changed since."""
        for operation in self._checked():
            operation._check_undoable()
            operation._start(operation._lines("done"), undoing=True)

    def action_open_conflicts(self):
        """The lines that were blocked or failed, or with values that were changed meanwhile."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "customer.operation.line",
            "view_mode": "list",
            "domain": [("operation_id", "=", self.id), ("reason", "!=", False)],
        }

    def _check_undoable(self):
        if self.forgotten:
            raise UserError(
                self.env._(
                    "“%s” can't be undone any more: the old values are kept for a limited time.",
                    self.name,
                )
            )
        if self.state not in ("done", "partial"):
            raise UserError(self.env._("There is nothing to undo in “%s”.", self.name))

    def _checked(self):
        """These operations in superuser mode.

        :raise AccessError: the user may not see or do them
        """
        self.check_access("read")
        for kind in set(self.mapped("kind")):
            self._check_kind(kind)
        return self.sudo()

    @api.model
    def _check_kind(self, kind):
        if not self.env.su and not self.env["customer.access"]._reach(ACTIONS[kind]):
            raise AccessError(self.env._("Your role does not allow operations of this kind."))

    def _service(self):
        """The model that does and undoes the lines, as the user who is asking."""
        return self.env[SERVICES[self.kind]]

    def _lines(self, state):
        return self.env["customer.operation.line"].search(
            [("operation_id", "=", self.id), ("state", "=", state)],
            # what is done is undone in reverse
            order="id desc" if state == "done" else "id",
        )

    # -- work ------------------------------------------------------------------------------

    def _start(self, lines, undoing):
        self.write({"undoing": undoing, "progress": 0})
        if undoing:
            self.write({"undone_by_id": self.env.uid, "undone_on": fields.Datetime.now()})
        if len(lines) > SLICE:
            self.state = "running"
            self.env.ref("customer_master.ir_cron_operation").sudo()._trigger()
            return
        self._work(lines)
        self._finish()

    def _work(self, lines):
        if self.undoing:
            self._service()._undo(lines)
        else:
            self._service()._do(lines)

    def _finish(self):
        """Tell by the lines how it went."""
        self.env.flush_all()
        counts = dict(
            self.env["customer.operation.line"]._read_group(
                [("operation_id", "=", self.id)], ["state"], ["__count"]
            )
        )
        done, undone = counts.get("done", 0), counts.get("undone", 0)
        if undone:
            state = "partial" if done else "undone"
        else:
            state = "done" if done else "failed"
        self.write(
            {
                "state": state,
                "progress": 100,
                "done_on": self.done_on or fields.Datetime.now(),
                "blocked_count": counts.get("blocked", 0) + counts.get("failed", 0),
                "change_count": self._count_changes(),
            }
        )

    @api.model
    def _cron_work(self):
        """Go on with the running operations, the oldest first: a slice a transaction."""
        for operation in self.search([("state", "=", "running")], order="id"):
            wanted = "done" if operation.undoing else "planned"
            lines = operation._lines(wanted)
            total = len(lines)
            while lines:
                if not operation._work_committed(lines[:SLICE], len(lines)):
                    break  # it stays running
                lines = lines[SLICE:]
                operation.progress = int(100 * (1 - len(lines) / total))
                if not self.env["ir.cron"]._commit_progress(1, remaining=-(-len(lines) // SLICE)):
                    return
                self.env.invalidate_all()
            else:
                operation._finish()
                if not self.env["ir.cron"]._commit_progress(1):
                    return

    def _work_committed(self, lines, left):
        """Work on a slice, anew where it met with a change by a user; the next run of the cron
        goes on where that happens too often."""
        # it is done as the one who asked for it, who may have lost rights since
        user = self.undone_by_id if self.undoing else self.user_id
        for _tries in range(5):
            try:
                self.with_user(user).sudo()._work(lines)
                self.env.flush_all()
                self.env["ir.cron"]._commit_progress(1, remaining=left)
            except CONFLICTS:
                self.env.cr.rollback()
            else:
                return True
        return False

    def _set_lines(self, states):
        """States by line id, as ``{id: (state, reason)}``."""
        for (state, reason), ids in _by_value(states).items():
            assert state in dict(STATES)
            self.env["customer.operation.line"].sudo().browse(ids).write(
                {"state": state, "reason": reason}
            )


def _by_value(states):
    groups = {}
    for line_id, value in states.items():
        groups.setdefault(value, []).append(line_id)
    return groups
