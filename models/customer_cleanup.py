from odoo import api, fields, models
from odoo.exceptions import UserError

from .customer_cleanup_run import STATES
from .customer_snapshot import STEWARD


class CustomerCleanup(models.Model):
    """A regular clean-up: what is done, when, and who gets a mail about it.

    Its last run, and the earlier ones, tell what was found.
    """

    _name = "customer.cleanup"
    _inherit = "customer.schedule"
    _description = "Regular Clean-Up"

    match_rule_ids = fields.Many2many(
        "customer.match.rule",
        "customer_cleanup_match_rule_rel",
        "cleanup_id",
        "rule_id",
        string="Look for Duplicates by",
    )
    check_data = fields.Boolean(
        string="Check the Data of All Customers",
        default=True,
        help="By the data quality rules, and looking for possible corrections.",
    )
    correction = fields.Selection(
        [("suggest", "Only Suggest"), ("automatic", "Make Them")],
        string="Corrections",
        required=True,
        default="suggest",
        help="What is made is sure enough by its correction rule, and can be undone. Correction "
        "rules that correct by themselves do so after each check in any case.",
    )
    correction_rule_ids = fields.Many2many(
        "customer.correction.rule",
        "customer_cleanup_correction_rule_rel",
        "cleanup_id",
        "rule_id",
        string="Make Corrections of",
        help="Empty: of all correction rules.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "customer_cleanup_user_rel",
        "cleanup_id",
        "user_id",
        string="Mail to",
        help="They get a summary in their language after each run.",
    )
    run_ids = fields.One2many("customer.cleanup.run", "cleanup_id", string="Runs", readonly=True)
    last_run_id = fields.Many2one("customer.cleanup.run", compute="_compute_last_run")
    last_state = fields.Selection(STATES, string="Last Result", compute="_compute_last_run")

    @api.depends("run_ids.state")
    def _compute_last_run(self):
        for cleanup in self:
            cleanup.last_run_id = cleanup.run_ids[:1]
            cleanup.last_state = cleanup.last_run_id.state

    def action_run(self):
        """Run it now, in the background, and show how far it is.

        :raise UserError: it is running already
        """
        self.ensure_one()
        self.env["customer.snapshot"]._check_role(STEWARD)
        self.check_access("read")
        run = self.sudo()._begin()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "customer.cleanup.run",
            "res_id": run.id,
            "view_mode": "form",
        }

    @api.model
    def _cron_begin(self):
        """Begin what is due."""
        for cleanup in self._due():
            if cleanup.last_run_id.state != "running":
                cleanup._begin()
            cleanup._set_next_run()

    def _begin(self):
        """A new run, started in the background."""
        if self.last_run_id.state == "running":
            raise UserError(self.env._("“%s” is running already.", self.name))
        tasks = [{"kind": "scan", "match_rule_id": rule.id} for rule in self.match_rule_ids]
        if self.check_data:
            tasks.append({"kind": "check"})
        if self.correction == "automatic":
            tasks.append({"kind": "correct"})
        if not tasks:
            raise UserError(self.env._("Please choose what “%s” is to do.", self.name))
        run = self.env["customer.cleanup.run"].create(
            {
                "cleanup_id": self.id,
                "task_ids": [fields.Command.create(task) for task in tasks],
            }
        )
        self.env.ref("customer_master.ir_cron_cleanup").sudo()._trigger()
        return run
