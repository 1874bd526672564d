from odoo import api, fields, models
from odoo.exceptions import AccessError

from .customer_quality_check import Problem

ASSIGNED = {"user_id", "activity_ids"}


class CustomerQualityIssue(models.Model):
    """What is wrong with the data of one customer: a broken rule, or a suggestion.

    Kept up to date by whatever changes the customer. A solved issue is gone; an ignored one
    stays so until the value changes.
    """

    _name = "customer.quality.issue"
    _description = "Data Quality Issue"
    _inherit = ["mail.activity.mixin"]
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    kind = fields.Selection(
        [("rule", "To Correct"), ("correction", "Suggestion")],
        string="Type",
        required=True,
        readonly=True,
    )
    rule_id = fields.Many2one(
        "customer.quality.rule", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    correction_id = fields.Many2one(
        "customer.correction.rule",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    strictness = fields.Selection(related="rule_id.strictness")
    field_name = fields.Char(required=True, readonly=True)
    field_label = fields.Char(string="Field", compute="_compute_texts")
    code = fields.Char(readonly=True)
    value = fields.Char(string="Value Now", readonly=True)
    # the new values as write() takes them, by field
    values = fields.Json(readonly=True)
    proposal = fields.Char(string="Proposed Value", readonly=True)
    # of a suggestion: the words of its sentence, as JSON
    reason = fields.Char(readonly=True)
    text = fields.Char(string="What Is Wrong", compute="_compute_texts")
    confidence = fields.Float(readonly=True, aggregator="avg")
    state = fields.Selection(
        [("open", "Open"), ("ignored", "Ignored")],
        string="Status",
        required=True,
        default="open",
        readonly=True,
    )
    source = fields.Selection(
        [("manual", "Typed by hand"), ("import", "Import"), ("other", "Other programs")],
        string="Came By",
        readonly=True,
        help="What brought the value: a person who typed, an import, or another program.",
    )
    # whom the value came from, as far as it is known
    author_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    user_id = fields.Many2one(
        "res.users",
        string="Assigned To",
        ondelete="set null",
        domain=[("share", "=", False)],
        index="btree_not_null",
    )
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")

    _rule_key = models.UniqueIndex("(partner_id, rule_id) WHERE rule_id IS NOT NULL")
    _correction_key = models.UniqueIndex(
        "(partner_id, correction_id, field_name) WHERE correction_id IS NOT NULL"
    )
    _partner_idx = models.Index("(partner_id)")
    _open_idx = models.Index("(rule_id, state)")

    @api.depends("code", "reason", "rule_id", "field_name")
    @api.depends_context("lang")
    def _compute_texts(self):
        Check = self.env["customer.quality.check"]
        Correction = self.env["customer.correction"]
        rules = {rule.id: rule for rule in self.env["customer.quality.rule"]._rules()}
        for issue in self:
            field = self.env["res.partner"]._fields.get(issue.field_name)
            issue.field_label = field and field._description_string(self.env)
            rule = rules.get(issue.rule_id.id)
            if rule:
                problem = Problem(rule, issue.field_name, issue.code)
                issue.text = Check._sentence(issue.partner_id, problem)
            else:
                issue.text = Correction._sentence(issue.code, issue.reason)

    @api.depends("partner_id", "field_name")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = issue.partner_id.display_name

    def write(self, vals):
        # what is found is not changed by hand; by RPC neither
        if not self.env.su and not vals.keys() <= ASSIGNED:
            raise AccessError(self.env._("Issues can be assigned, ignored or solved only."))
        return super().write(vals)

    def action_ignore(self):
        """Leave the values as they are; the issue comes back when they change."""
        self.check_access("write")
        self.sudo().state = "ignored"

    def action_reopen(self):
        self.check_access("write")
        self.sudo().state = "open"

    def action_open_partner(self):
        """Open the customer, where the value can be corrected."""
        self.ensure_one()
        return self.partner_id.action_customer_open()
