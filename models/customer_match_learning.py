import numpy as np

from odoo import models

from ..engine.matching.active import choose, pattern_ids
from ..engine.matching.compare import Comparer
from ..engine.matching.table import make_table
from ..engine.matching.weigh import Weigher

ASKED = 20  # pairs offered at once
MOST = 5000  # pairs among which they are chosen


class CustomerMatchRule(models.Model):
    """What a rule learns from the decisions of stewards, and what it would like to know."""

    _inherit = "customer.match.rule"

    def _compare_pairs(self, pairs):
        """The engine's comparison of stored pairs.

        :return: (those of ``pairs`` whose customers still have a row, their comparison)
        """
        self.ensure_one()
        packed = self.env["customer.match.key"]._packed((pairs.left_id | pairs.right_id).ids)
        pairs = pairs.filtered(lambda p: p.left_id.id in packed and p.right_id.id in packed)
        row = {partner_id: number for number, partner_id in enumerate(packed)}
        comparer = Comparer(make_table(packed.values()), self._engine_statistics())
        comparison = comparer.compare(
            np.array([row[pair.left_id.id] for pair in pairs], np.int32),
            np.array([row[pair.right_id.id] for pair in pairs], np.int32),
        )
        return pairs, comparison

    def action_ask(self):
        """Open the undecided pairs whose decision would teach the rule most."""
        self.ensure_one()
        Pair = self.env["customer.match.pair"]
        pairs = Pair.search([("rule_id", "=", self.id)], order="score, id", limit=MOST)
        chosen = Pair
        if pairs:
            pairs, comparison = self._compare_pairs(pairs)
            weigher = Weigher(self._settings(), self._engine_statistics())
            decided = np.array([pair.state != "open" for pair in pairs], bool)
            scores = weigher.score(comparison).total
            positions = choose(scores, pattern_ids(comparison), ASKED, decided, self.suggest)
            chosen = Pair.concat(*(pairs[int(at)] for at in positions))
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_match_pair_action"
            ),
            "domain": [("id", "in", chosen.ids)],
        }

    def action_train(self):
        """Show what the rule would learn from the decisions made so far."""
        self.ensure_one()
        return self.env["customer.match.training"]._action_train(self)

    def action_forget(self):
        """Go back to the shipped weights."""
        self.weights = False
