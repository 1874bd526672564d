import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

INLINE = 2000  # rows that a user waits for
DAYS = "customer_master.report_days"
DEFAULT_DAYS = 30
# what a person sets, the rest follows
SETTINGS = {"template_id", "format", "company_id", "company_ids", "partner_ids", "kept",
            "reason", "period", "date_from", "date_to", "category_ids", "tag_ids", "user_ids",
            "priority", "amount_min", "amount_max", "domain"}  # fmt: skip


class CustomerReportRun(models.Model):
    """A report with its conditions: to be made, being made in the background, or made.

    It is its user's alone, and shows what this user may read.
    """

    _name = "customer.report.run"
    _inherit = ["customer.background", "customer.report.conditions"]
    _description = "Report"
    _order = "id desc"

    state = fields.Selection(
        selection_add=[("draft", "To Make"), ("running",)],
        default="draft",
        ondelete={"draft": "cascade"},
        copy=False,
    )
    progress = fields.Integer(copy=False)
    position = fields.Integer(copy=False)
    finished_on = fields.Datetime(copy=False)
    problem = fields.Char(copy=False)
    template_id = fields.Many2one(
        "customer.report.template",
        string="Report",
        ondelete="set null",
        index="btree_not_null",
    )
    # the template as it was when the report was made
    definition = fields.Json(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    company_ids = fields.Many2many(
        "res.company", string="Companies", default=lambda self: self.env.companies
    )
    partner_ids = fields.Many2many("res.partner", string="Selected Customers")
    partner_count = fields.Integer(compute="_compute_partner_count", string="Number of Customers")
    format = fields.Selection(
        [
            ("screen", "On the screen"),
            ("pdf", "PDF"),
            ("xlsx", "Excel"),
            ("csv", "CSV"),
        ],
        required=True,
        default="screen",
    )
    reason = fields.Char(
        string="What For", help="The number and the reason are kept in the audit.", copy=False
    )
    reason_needed = fields.Boolean(compute="_compute_expected")
    expected_count = fields.Integer(string="Rows Expected", compute="_compute_expected")
    expected_problem = fields.Char(compute="_compute_expected")
    row_count = fields.Integer(string="Rows", readonly=True, copy=False, aggregator=None)
    file = fields.Binary(attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    kept = fields.Boolean(string="Keep", copy=False, help="It is not deleted after some time.")
    schedule_id = fields.Many2one(
        "customer.report.schedule",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    @api.depends("template_id", "definition", "create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run._title()

    def _title(self):
        title = (self.definition or {}).get("title") or self.sudo().template_id.name
        return title or self.env._("Report")

    @api.depends("template_id.kind")
    def _compute_report_model(self):
        for run in self:
            run.report_model = run.template_id.report_model or "res.partner"

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        for run in self:
            run.partner_count = len(run.partner_ids)

    @api.depends("template_id", "format", "company_ids", "partner_ids", "period", "date_from",
                 "date_to", "category_ids", "tag_ids", "user_ids", "priority", "amount_min",
                 "amount_max", "domain")  # fmt: skip
    def _compute_expected(self):
        """How many rows it would have now, or why it can't be made."""
        Export = self.env["customer.export"]
        for run in self:
            count, problem = 0, False
            if run.template_id and run.state in ("draft", False):
                try:
                    Builder, plan = run._planned(run.template_id._definition())
                    count = Builder._count(plan)
                    problem = "\n".join(filter(None, (run._too_many(count, plan), *plan.left_out)))
                except UserError as error:
                    problem = error.args[0]
            run.expected_count = count
            run.expected_problem = problem
            guarded = run.format != "screen" and Export._guarded()
            run.reason_needed = guarded and count > Export._limit()

    def _too_many(self, count, plan):
        """A sentence where so many rows are too many for the format."""
        layout = plan.definition.layout
        return self.format == "pdf" and self.env["customer.report.pdf"]._problem(count, layout)

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id:
            self.update(self.template_id._conditions_values())

    # -- what people may write -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_settings(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_settings(vals)
        return super().write(vals)

    @api.model
    def _check_settings(self, vals):
        if not vals.keys() <= SETTINGS:
            raise AccessError(self.env._("Only the conditions of a report can be changed."))

    def action_stop(self):
        """Stop what is running in the background."""
        self.check_access("write")
        return super(CustomerReportRun, self.sudo()).action_stop()

    # -- making ----------------------------------------------------------------------------------

    @api.model
    def _action_new(self, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_master.customer_report_run_action_new"
        )
        return {**action, "context": context}

    def action_customers(self):
        """Ask for a report of the customers that are selected in a list."""
        self.browse().check_access("create")
        partners = self.env["res.partner"].browse(self.env.context.get("active_ids"))
        partners = partners.exists()._filtered_access("read").filtered("customer_is_customer")
        if not partners:
            raise UserError(self.env._("None of the selected contacts is a customer."))
        return self._action_new(default_partner_ids=[fields.Command.set(partners.ids)])

    def action_generate(self):
        """Make the report: at once where it is small, else in the background.

        :raise UserError: it can't be made; it says why
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            raise UserError(self.env._("This report is being made already."))
        if not self.template_id:
            raise UserError(self.env._("Please choose a report."))
        if self.state != "draft":
            return self.action_again()
        self.template_id.check_access("read")
        template = self._as_user().template_id
        definition = template._definition()
        count = self._checked(definition)
        self.sudo().write(
            {
                "definition": template._definition_values(),
                "state": "running",
                "problem": False,
                "progress": 0,
                "row_count": count,
            }
        )
        if count > INLINE:
            self._wake()
            return self._action_open()
        self._finish(self._made())
        return self._action_open() if self.format == "screen" else self.action_download()

    def action_again(self):
        """A new report with the same conditions, on the data of now."""
        self.ensure_one()
        self.check_access("read")
        if not self.template_id:
            raise UserError(self.env._("The template of this report was deleted."))
        return self.copy({"company_ids": [fields.Command.set(self.company_ids.ids)]})._action_open()

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_download(self):
        """The file."""
        self.ensure_one()
        self.check_access("read")
        if not self.file_name:
            raise UserError(self.env._("This report has no file."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file?download=true",
            "target": "download",
        }

    @api.readonly
    def customer_report_rows(self) -> dict:
        """The report as the screen shows it, of when it was made."""
        self.ensure_one()
        self.check_access("read")
        content = self.format == "screen" and self._attachment().raw
        if not content:
            raise UserError(self.env._("This report is not made yet."))
        return json.loads(content)

    def _stored(self):
        return self.env["customer.report.template"]._parsed(self.definition)

    # -- as its user -----------------------------------------------------------------------------

    def _as_user(self):
        """The report as its user reads, in the companies that were chosen and are still his.

        :raise UserError: the user is gone, or has none of these companies
        """
        self.ensure_one()
        known = self.sudo()
        # whoever calls may say whose report it is in the background only
        user = known.user_id if self.env.su else self.env.user
        chosen = known.with_context(active_test=False).company_ids._origin
        companies = chosen & user.company_ids if chosen else user.company_ids
        if not user.active:
            raise UserError(self.env._("The user of this report may not log in any more."))
        if not companies:
            raise UserError(
                self.env._("You no longer work in the companies of this report. Choose others.")
            )
        first = known.company_id & companies or companies[:1]
        return self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=(first | companies).ids
        )

    def _planned(self, definition):
        """What makes the report, as its user, and the plan of it."""
        env = self._as_user().env
        Builder = env["customer.report.builder"]
        # "this month" is that of where the user is
        conditions = self.with_context(**env.context)._conditions()
        return Builder, Builder._plan(definition, conditions)

    @api.autovacuum
    def _gc_runs(self):
        """Delete what is older than the setting says, with its file; 0 days keeps all."""
        days = int(self.env["ir.config_parameter"].sudo().get_param(DAYS, DEFAULT_DAYS))
        if days > 0:
            limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            old = [("create_date", "<", limit), ("kept", "=", False), ("state", "!=", "running")]
            self.search(old, limit=1000).unlink()
