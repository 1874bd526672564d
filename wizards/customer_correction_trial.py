from odoo import api, fields, models
from odoo.fields import Command

from ..models.customer_correction_rule import Mode
from .dialog import dialog

MOST = 5000  # customers looked at
SLICE = 1000
EXAMPLES = 80


class CustomerCorrectionTrial(models.TransientModel):
    """What a correction rule would change in the latest customers, without storing anything."""

    _name = "customer.correction.trial"
    _description = "Trial of a Correction Rule"

    rule_id = fields.Many2one("customer.correction.rule", required=True, readonly=True)
    customer_count = fields.Integer(readonly=True)
    change_count = fields.Integer(readonly=True)
    sure_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("customer.correction.trial.line", "trial_id", readonly=True)

    @api.model
    def _action_try(self, rule):
        """Look at the latest customers by ``rule`` alone and show what it would change, the
        least sure first."""
        mode = Mode(rule.id, rule.code, "suggest", rule.minimum)
        Partner = self.env["res.partner"].with_context(active_test=True)
        partners = Partner.search(
            self.env["customer.quality.check"]._domain(), order="id desc", limit=MOST
        )
        rows = []
        for start in range(0, len(partners), SLICE):
            batch = partners[start : start + SLICE]
            rows += self.env["customer.correction"]._suggest(batch, [mode])
        rows.sort(key=lambda row: (row["confidence"], -row["partner_id"]))
        names = ("partner_id", "field_name", "value", "proposal", "code", "reason", "confidence")
        trial = self.create(
            {
                "rule_id": rule.id,
                "customer_count": len(partners),
                "change_count": len(rows),
                "sure_count": sum(row["confidence"] >= rule.minimum - 1e-6 for row in rows),
                "line_ids": [
                    Command.create({name: row[name] for name in names}) for row in rows[:EXAMPLES]
                ],
            }
        )
        return dialog(trial, rule.name, dialog_size="extra-large")


class CustomerCorrectionTrialLine(models.TransientModel):
    _name = "customer.correction.trial.line"
    _description = "Example of a Trial Correction"
    _order = "id"

    trial_id = fields.Many2one(
        "customer.correction.trial", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    field_name = fields.Char(readonly=True)
    field_label = fields.Char(string="Field", compute="_compute_texts")
    value = fields.Char(string="Value Now", readonly=True)
    proposal = fields.Char(string="Proposed Value", readonly=True)
    code = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    text = fields.Char(string="Why", compute="_compute_texts")
    confidence = fields.Float(readonly=True)

    @api.depends("code", "reason", "field_name")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            field = self.env["res.partner"]._fields.get(line.field_name)
            line.field_label = field and field._description_string(self.env)
            line.text = self.env["customer.correction"]._sentence(line.code, line.reason)
