from odoo import api, fields, models
from odoo.exceptions import UserError

SLICE = 1000  # records looked at between two commits


class CustomerLinkRun(models.Model):
    """All records of one rule that have no customer yet, looked at in the background."""

    _name = "customer.link.run"
    _inherit = "customer.background"
    _description = "Linking of All Records"
    _order = "id desc"

    rule_id = fields.Many2one(
        "customer.link.rule", required=True, readonly=True, ondelete="cascade"
    )
    # here: id of the record, not of the customer
    record_count = fields.Integer(string="Records", readonly=True)
    linked_count = fields.Integer(string="Linked", readonly=True)
    suggested_count = fields.Integer(string="Suggested", readonly=True)
    operation_id = fields.Many2one("customer.operation", readonly=True, ondelete="set null")

    _one_running = models.UniqueIndex(
        "(rule_id) WHERE state = 'running'", "This rule is running already."
    )

    @api.model
    def _begin(self, rule):
        """Look at all records of ``rule`` in the background, unless it is being done.

        :raise AccessError: the user's role does not link
        :raise UserError: the rule can't be used, or is switched off
        """
        self.env["customer.operation"]._check_kind("link")
        rule._usable()
        if not rule.active:
            raise UserError(
                self.env._("“%s” is switched off. Please try it, then switch it on.", rule.name)
            )
        runs = self.sudo()
        running = runs.search([("rule_id", "=", rule.id), ("state", "=", "running")])
        run = running or runs.create({"rule_id": rule.id})
        self.env.ref("customer_master.ir_cron_link_run").sudo()._trigger()
        return run

    @api.model
    def _cron_start(self):
        """Begin the nightly runs of all rules that can be used."""
        self.env["customer.link.rule"]._add_examples()
        self.env["customer.link.suggestion"]._forget_gone()
        for rule in self.env["customer.link.rule"].search([("active", "=", True)]):
            if not rule._problem():
                self._begin(rule)

    @api.model
    def _cron_run(self):
        """What was created or changed comes first, then the runs go on."""
        if self.env["customer.link.queue"]._work():
            self._go_on()

    def _work(self):
        rule = self.rule_id._as_owner()
        try:
            rule._usable()
            total = rule.env[rule.sudo().model].search_count(rule._domain())
        except UserError as error:  # also: its user has lost rights
            self._committed(self._fail, str(error), remaining=0)
            return
        going = True
        while going:
            behind = [("id", ">", self.position)]
            records = rule._records(behind, limit=SLICE)
            if not records:
                self._committed(self._finish, remaining=0)
                return
            left = -(-(total - self.record_count) // SLICE)
            going = self._committed(self._slice, rule, records.ids, total, remaining=left)

    def _slice(self, rule, ids, total):
        records = rule.env[rule.sudo().model].browse(ids)
        operation = self.operation_id.with_env(rule.env).sudo()
        linked, suggested, operation = rule.env["customer.link"]._link(rule, records, operation)
        count = self.record_count + len(ids)
        self.write(
            {
                "position": ids[-1],
                "record_count": count,
                "linked_count": self.linked_count + linked,
                "suggested_count": self.suggested_count + suggested,
                "operation_id": operation.id,
                "progress": min(99, 100 * count // max(total, count)),
            }
        )

    def _fail(self, problem):
        self.write({"state": "failed", "problem": problem, "finished_on": fields.Datetime.now()})

    def _finish(self):
        self.write({"state": "done", "progress": 100, "finished_on": fields.Datetime.now()})

    def action_open_operation(self):
        """Open what was done, where it can be undone."""
        self.ensure_one()
        if not self.operation_id:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.operation",
            "res_id": self.operation_id.id,
            "views": [(False, "form")],
        }
