from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.value.stage import Periods
from .value_settings import numbers

STAGES = [
    ("potential", "Potential"),
    ("new", "New buyer"),
    ("active", "Active buyer"),
    ("at_risk", "At risk"),
    ("lost", "Lost"),
]


class CustomerStageRule(models.Model):
    """Periods of the stages for the customers of a category, where the ordinary ones don't fit:
    who buys machines orders more seldom than who buys screws."""

    _name = "customer.stage.rule"
    _description = "Periods of Stages"
    _order = "sequence, id"
    _rec_name = "category_id"

    sequence = fields.Integer(default=10, aggregator=None)
    category_id = fields.Many2one(
        "customer.category",
        required=True,
        ondelete="cascade",
        index=True,
        help="And those below it. Where a customer has several, the first one in the list counts.",
    )
    new_days = fields.Integer(string="New for (Days)", required=True, default=90, aggregator=None)
    at_risk_days = fields.Integer(
        string="At Risk after (Days)", required=True, default=180, aggregator=None
    )
    lost_days = fields.Integer(
        string="Lost after (Days)", required=True, default=365, aggregator=None
    )

    _periods = models.Constraint(
        "CHECK(new_days >= 0 AND at_risk_days > 0 AND lost_days > at_risk_days)",
        "A customer is lost some time after it is at risk.",
    )
    _category_unique = models.UniqueIndex("(category_id)", "This category has its periods already.")

    @api.model
    def _periods_of(self, ids) -> dict[int, Periods]:
        """The periods of the customers among ``ids`` that have others than the ordinary ones."""
        rules = self.sudo().search_fetch([], ["category_id"])
        if not rules:
            return {}
        below = self.env["customer.category"].sudo().with_context(active_test=False)
        pairs = [
            (category, place)
            for place, rule in enumerate(rules)
            for category in below.search([("id", "child_of", rule.category_id.id)]).ids
        ]
        rows = self.env.execute_query(
            SQL(
                """SELECT rel.partner_id, min(u.place)
                     FROM customer_category_res_partner_rel rel
                     JOIN unnest(%s::int[], %s::int[]) AS u(category, place)
                       ON u.category = rel.category_id
                    WHERE rel.partner_id = ANY(%s)
                 GROUP BY rel.partner_id""",
                [category for category, _place in pairs],
                [place for _category, place in pairs],
                list(ids),
            )
        )
        periods = [Periods(r.new_days, r.at_risk_days, r.lost_days) for r in rules]
        return {partner: periods[place] for partner, place in rows}

    @api.model
    def _usual(self) -> Periods:
        return Periods(
            *numbers(
                self.env, "customer_stage_new", "customer_stage_at_risk", "customer_stage_lost"
            )
        )
