from odoo import api, fields, models
from odoo.fields import Command

from ..engine.matching.scan import scan
from ..models.customer_match_list import MatchList
from ..models.customer_match_text import explanation_rows, likelihood
from .dialog import dialog

MOST = 5000  # customers compared
EXAMPLES = 20


class CustomerMatchTrial(models.TransientModel):
    """What a duplicate rule would suggest, on the latest customers, without storing anything."""

    _name = "customer.match.trial"
    _description = "Trial of a Duplicate Rule"

    rule_id = fields.Many2one("customer.match.rule", required=True, readonly=True)
    customer_count = fields.Integer(readonly=True)
    pair_count = fields.Integer(readonly=True)
    certain_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("customer.match.trial.line", "trial_id", readonly=True)

    @api.model
    def _action_try(self, rule):
        """Compare the latest customers by ``rule`` and show examples: the least sure ones and
        the surest ones."""
        rule._check_domain()
        customers = MatchList.load(self.env["res.partner"], rule, most=MOST)
        settings = rule._settings()
        result = customers.comparable(
            scan(customers.packed(), customers.keys, settings, customers.different_rows()),
            rule.cross_company,
        )
        shown = result.suggested(settings.suggest)
        pairs, scores = customers.ids[result.pairs[shown]], result.scores[shown]
        order = scores.argsort()
        chosen = sorted({*order[: EXAMPLES // 2].tolist(), *order[-EXAMPLES // 2 :].tolist()})
        trial = self.create(
            {
                "rule_id": rule.id,
                "customer_count": result.size,
                "pair_count": len(scores),
                "certain_count": int((scores >= settings.certain).sum()),
                "line_ids": [
                    Command.create(
                        {
                            "left_id": int(pairs[at, 0]),
                            "right_id": int(pairs[at, 1]),
                            "score": float(scores[at]),
                        }
                    )
                    for at in sorted(chosen, key=lambda at: scores[at])
                ],
            }
        )
        return dialog(trial, rule.name, dialog_size="extra-large")


class CustomerMatchTrialLine(models.TransientModel):
    _name = "customer.match.trial.line"
    _description = "Example of a Trial"
    _order = "score"

    trial_id = fields.Many2one(
        "customer.match.trial", required=True, ondelete="cascade", index=True
    )
    left_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    right_id = fields.Many2one("res.partner", string="Possible Duplicate", readonly=True)
    score = fields.Float(digits=(6, 1), readonly=True)
    likelihood = fields.Char(compute="_compute_why")
    why = fields.Char(compute="_compute_why")

    @api.depends("left_id", "right_id", "score")
    @api.depends_context("lang")
    def _compute_why(self):
        Key = self.env["customer.match.key"]
        for line in self:
            line.likelihood = likelihood(self.env, line.score)
            rows = explanation_rows(
                self.env, Key._explain(line.left_id.id, line.right_id.id, line.trial_id.rule_id)
            )
            told = [row for row in rows if row["entered"] or row["stored"]]
            line.why = ", ".join(f"{row['field']}: {row['level']}" for row in told[:4])
