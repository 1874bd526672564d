from odoo import api, fields, models
from odoo.exceptions import UserError

from .value_settings import CONTACT_COUNTS, MODES, NUMBERS, PRIORITY_MODE


class ResConfigSettings(models.TransientModel):
    """By which rules customers get their stage, their value and their priority."""

    _inherit = "res.config.settings"

    customer_stage_new = fields.Integer(string="New for (Days)")
    customer_stage_at_risk = fields.Integer(string="At Risk after (Days)")
    customer_stage_lost = fields.Integer(string="Lost after (Days)")
    customer_stage_contact = fields.Boolean(string="Contacts Count like Orders")
    customer_value_months = fields.Integer(string="Months of Orders That Count")
    customer_value_recency = fields.Integer(string="Weight of Recency")
    customer_value_frequency = fields.Integer(string="Weight of Frequency")
    customer_value_monetary = fields.Integer(string="Weight of Revenue")
    customer_priority_mode = fields.Selection(
        MODES, string="Priority Proposals", default="confirm", config_parameter=PRIORITY_MODE
    )
    customer_priority_raised = fields.Integer(string="Points for a Raised Priority")
    customer_priority_high = fields.Integer(string="Points for a High Priority")
    customer_priority_highest = fields.Integer(string="Points for a Very High Priority")

    @api.model
    def _customer_switches(self):
        return {**super()._customer_switches(), "customer_stage_contact": CONTACT_COUNTS}

    @api.model
    def _customer_numbers(self):
        return {**super()._customer_numbers(), **NUMBERS}

    def set_values(self):
        self._customer_check_value_settings()
        return super().set_values()

    def _customer_check_value_settings(self):
        if self.customer_stage_lost <= self.customer_stage_at_risk:
            raise UserError(self.env._("A customer is lost some time after it is at risk."))
        if self.customer_value_months < 1:
            raise UserError(self.env._("Orders of at least one month must count."))
        weights = (
            self.customer_value_recency,
            self.customer_value_frequency,
            self.customer_value_monetary,
        )
        if min(weights) < 0 or not any(weights):
            raise UserError(self.env._("At least one weight of the value score must be above 0."))
