from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

LARGEST = 10_000_000  # bytes of a file that goes with a mail


class CustomerReportSchedule(models.Model):
    """A report that is made regularly and sent by mail: for each user as that user reads."""

    _name = "customer.report.schedule"
    _inherit = ["customer.schedule", "customer.report.conditions"]
    _description = "Scheduled Report"

    template_id = fields.Many2one(
        "customer.report.template", string="Report", required=True, ondelete="cascade", index=True
    )
    format = fields.Selection(
        [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")], required=True, default="xlsx"
    )
    recipient_ids = fields.Many2many(
        "res.users",
        "customer_report_schedule_recipient_rel",
        "schedule_id",
        "user_id",
        string="Mail to",
        required=True,
        help="Each gets what he may read himself, in his language.",
    )
    company_ids = fields.Many2many(
        "res.company",
        "customer_report_schedule_company_rel",
        "schedule_id",
        "company_id",
        string="Companies",
        help="Each gets those of them that he may work in. Empty: all that he may work in.",
    )
    reason = fields.Char(
        string="What For",
        help="Needed where many customers are sent; it is kept in the audit.",
    )
    run_ids = fields.One2many("customer.report.run", "schedule_id", readonly=True)
    result = fields.Text(string="Last Result", compute="_compute_result", compute_sudo=True)

    @api.depends("template_id.kind")
    def _compute_report_model(self):
        for schedule in self:
            schedule.report_model = schedule.template_id.report_model or "res.partner"

    @api.depends("run_ids.state", "run_ids.problem")
    def _compute_result(self):
        """Whom it was sent to last, or why not."""
        states = dict(
            self.env["customer.report.run"]._fields["state"]._description_selection(self.env)
        )
        for schedule in self:
            latest = {}
            for run in schedule.run_ids.sorted("id"):
                latest[run.user_id] = run
            schedule.result = "\n".join(
                f"{user.name}: {run.problem or states[run.state]}" for user, run in latest.items()
            )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id:
            self.name = self.name or self.template_id.name
            self.update(self.template_id._conditions_values())

    def action_send(self):
        """Make and send it now."""
        self.ensure_one()
        self.env["customer.report.template"]._check_steward()
        self.check_access("read")
        self.sudo()._begin()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The report is being made and sent."),
            },
        }

    @api.model
    def _cron_begin(self):
        """Begin what is due."""
        for schedule in self._due():
            schedule._begin()
            schedule._set_next_run()

    def _begin(self):
        """A report for each recipient, made in the background."""
        Run = self.env["customer.report.run"]
        running = self.run_ids.filtered(lambda r: r.state == "running").user_id
        for user in self.recipient_ids.filtered("active") - running:
            companies = self.company_ids or user.company_ids
            run = Run.create(
                {
                    **self._conditions_values(),
                    "template_id": self.template_id.id,
                    "schedule_id": self.id,
                    "format": self.format,
                    "reason": self.reason,
                    "user_id": user.id,
                    "company_id": user.company_id.id,
                    "company_ids": [Command.set(companies.ids)],
                }
            )
            run.with_context(lang=user.lang)._begin_scheduled()
        Run._wake()


class CustomerReportRun(models.Model):
    """Reports that are sent."""

    _inherit = "customer.report.run"

    def _begin_scheduled(self):
        """Leave it to the background, or say why its user may not have it."""
        try:
            if not self.company_ids & self.user_id.company_ids:
                raise UserError(self.env._("This user may work in none of the companies chosen."))
            run = self._as_user()
            if not run.template_id.has_access("read"):
                raise UserError(self.env._("This user may not use the report."))
            values = run.template_id._definition_values()
            self.write({"state": "running", "definition": values})
        except UserError as error:
            self.write({"state": "failed", "problem": error.args[0]})

    def _send(self):
        """A mail with the file, or where it is too large with the way to it. Where none can be
        sent, the problem says so; the report stays."""
        template = self.env.ref("customer_master.customer_report_mail", raise_if_not_found=False)
        user = self.user_id
        env = self.with_context(lang=user.lang).env
        if not template:
            self.problem = env._("No mail was sent: its template was deleted.")
            return
        if not user.email:
            self.problem = env._("No mail was sent: the user has no mail address.")
            return
        values = {"recipient_ids": [Command.link(user.partner_id.id)]}
        stored = self._attachment()
        if stored.file_size <= LARGEST:
            sent = self.env["ir.attachment"].create(
                {
                    "name": self.file_name,
                    "raw": stored.raw,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            values["attachment_ids"] = [Command.link(sent.id)]
        template.with_context(lang=user.lang).send_mail(
            self.id, email_values=values, email_layout_xmlid="mail.mail_notification_light"
        )
