from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SLICE = 20_000  # corrections in one operation
PATIENCE = timedelta(days=1)
# where to look at what came of it: paths of actions
LINKS = {"scan": "customer-review", "check": "customer-issues", "correct": "customer-operations"}


class CustomerCleanupTask(models.Model):
    """A part of a run of a clean-up, and what came of it."""

    _name = "customer.cleanup.task"
    _inherit = "customer.totals"
    _description = "Task of a Clean-Up"
    _order = "run_id, id"

    _totals = frozenset(("found", "corrected", "result"))

    run_id = fields.Many2one(
        "customer.cleanup.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("scan", "Look for duplicates"),
            ("check", "Check the data"),
            ("correct", "Make corrections"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
    )
    match_rule_id = fields.Many2one(
        "customer.match.rule", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    scan_id = fields.Many2one(
        "customer.match.scan", readonly=True, ondelete="set null", index="btree_not_null"
    )
    quality_run_id = fields.Many2one(
        "customer.quality.run", readonly=True, ondelete="set null", index="btree_not_null"
    )
    operation_ids = fields.Many2many(
        "customer.operation",
        "customer_cleanup_task_operation_rel",
        "task_id",
        "operation_id",
        readonly=True,
    )
    position = fields.Integer(readonly=True)  # id of the last suggestion that was looked at
    found = fields.Integer(readonly=True)
    corrected = fields.Integer(readonly=True)
    problem = fields.Char(readonly=True)
    started_on = fields.Datetime(readonly=True)
    title = fields.Char(string="Task", compute="_compute_texts")
    result = fields.Char(compute="_compute_texts")
    url = fields.Char(compute="_compute_texts")

    @api.depends("kind", "match_rule_id", "state", "found", "corrected", "problem")
    @api.depends_context("lang")
    def _compute_texts(self):
        for task in self:
            task.title = task._told_title()
            told = task.state == "done" and task.sudo()._told_result()
            task.result = task.problem or told or False
            task.url = f"{task.get_base_url()}/odoo/{LINKS[task.kind]}"

    def _told_title(self):
        if self.kind == "scan":
            return self.env._("Look for duplicates by “%s”", self.match_rule_id.name)
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _told_result(self):
        if self.kind == "scan":
            return self.env._("%s possible duplicates", self.found)
        if self.kind == "check":
            return self.env._("%s open issues", self.found)
        return self.env._("%s values corrected", self.corrected)

    # -- work ------------------------------------------------------------------------------

    def _go_on(self):
        """Begin the task, or look how far it is.

        :return: whether it is over
        :raise UserError: it can't go on
        """
        if self.state == "waiting":
            getattr(self, f"_begin_{self.kind}")()
            self.write({"state": "running", "started_on": fields.Datetime.now()})
        if not getattr(self, f"_goes_on_{self.kind}")():
            if fields.Datetime.now() - self.started_on > PATIENCE:
                raise UserError(
                    self.env._("It was not done after a day. Do the scheduled actions run?")
                )
            return False
        self.state = "done"
        return True

    def _begin_scan(self):
        scans = self.env["customer.match.scan"]
        rule = self.match_rule_id
        self.scan_id = scans._running(rule) or scans._begin(rule)

    def _goes_on_scan(self):
        done = self._is_done(self.scan_id)
        self.found = self.scan_id.pair_count
        return done

    def _begin_check(self):
        self.quality_run_id = self.env["customer.quality.run"]._begin_anew()

    def _goes_on_check(self):
        done = self._is_done(self.quality_run_id)
        self.found = self.quality_run_id.issue_count
        return done

    def _is_done(self, work):
        """Whether ``work`` is done.

        :raise UserError: it failed or was stopped
        """
        if not work or work.state in ("canceled", "failed"):
            raise UserError(work.problem or self.env._("It was stopped by hand."))
        return work.state == "done"

    def _begin_correct(self):
        """Nothing to wait for: the first look does the work."""

    def _goes_on_correct(self):
        operations = self.operation_ids
        while "running" not in operations.mapped("state"):
            issues = self._sure_issues()
            if not issues:
                self.corrected = self.env["customer.operation.line"].search_count(
                    [("operation_id", "in", operations.ids), ("state", "=", "done")]
                )
                return True
            self.found += len(issues)
            self.position = issues[-1].id
            operations |= self.env["customer.correction"]._apply(issues)
            self.operation_ids = operations
        return False

    def _sure_issues(self):
        """The next open suggestions that are sure enough by their rules."""
        cleanup = self.run_id.cleanup_id
        rules = cleanup.correction_rule_ids or self.env["customer.correction.rule"].search(
            Domain.TRUE
        )
        sure = [
            Domain("correction_id", "=", rule.id) & Domain("confidence", ">=", rule.minimum - 1e-6)
            for rule in rules
            if rule.mode != "off"
        ]
        domain = Domain.OR(sure) & Domain("state", "=", "open") & Domain("id", ">", self.position)
        return self.env["customer.quality.issue"].search(domain, order="id", limit=SLICE)
