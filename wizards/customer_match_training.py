import numpy as np

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.matching.train import train
from .dialog import dialog

FEWEST = 20


class CustomerMatchTraining(models.TransientModel):
    """What a duplicate rule would learn from the decisions of stewards, before it is used."""

    _name = "customer.match.training"
    _description = "Learning from Decisions"

    rule_id = fields.Many2one("customer.match.rule", required=True, readonly=True)
    decision_count = fields.Integer(string="Decisions", readonly=True)
    learned = fields.Boolean(readonly=True)
    settings = fields.Json(readonly=True)
    line_ids = fields.One2many("customer.match.training.line", "training_id", readonly=True)

    @api.model
    def _action_train(self, rule):
        """Learn from the decided pairs of ``rule`` and show how good the result would be.

        :raise AccessError: the user is no administrator
        :raise UserError: there are too few decisions to learn from
        """
        self.browse().check_access("create")
        pairs = self.env["customer.match.pair"].search(
            [("rule_id", "=", rule.id), ("state", "!=", "open")]
        )
        same = np.array([pair.state == "same" for pair in pairs], bool)
        if len(same) < FEWEST or same.all() or not same.any():
            raise UserError(
                self.env._(
                    "There are %(count)s decisions. At least %(fewest)s are needed, some of "
                    "them duplicates and some not.",
                    count=len(same),
                    fewest=FEWEST,
                )
            )
        training = self.create(self._training_values(rule, pairs))
        return dialog(training, self.env._("Learning from Decisions"))

    @api.model
    def _training_values(self, rule, pairs):
        pairs, comparison = rule._compare_pairs(pairs)
        same = np.array([pair.state == "same" for pair in pairs], bool)
        result = train(comparison, same, rule._settings(), rule._engine_statistics())
        return {
            "rule_id": rule.id,
            "decision_count": len(pairs),
            "learned": result.learned,
            "settings": result.settings.to_json(),
            "line_ids": [
                Command.create(
                    {
                        "threshold": quality.threshold,
                        "precision": quality.precision,
                        "recall": quality.recall,
                    }
                )
                for quality in result.table
            ],
        }

    def action_activate(self):
        """Use what was learnt from the next comparison on."""
        self.ensure_one()
        self.rule_id.check_access("write")
        self.rule_id.weights = {name: self.settings[name] for name in ("weights", "base")}
        return {"type": "ir.actions.act_window_close"}


class CustomerMatchTrainingLine(models.TransientModel):
    _name = "customer.match.training.line"
    _description = "Quality at a Threshold"
    _order = "threshold"

    training_id = fields.Many2one(
        "customer.match.training", required=True, ondelete="cascade", index=True
    )
    threshold = fields.Float(string="Score From", digits=(6, 1), readonly=True)
    precision = fields.Float(
        string="Right Suggestions",
        readonly=True,
        help="Part of the suggested pairs that are duplicates.",
    )
    recall = fields.Float(
        string="Found Duplicates", readonly=True, help="Part of the duplicates that are suggested."
    )
