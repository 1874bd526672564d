from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class CustomerSchedule(models.AbstractModel):
    """Something that is done regularly. What was missed is not made up."""

    _name = "customer.schedule"
    _description = "Done Regularly"
    _order = "next_run, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    interval_number = fields.Integer(string="Every", required=True, default=1)
    interval_type = fields.Selection(
        [("days", "Days"), ("weeks", "Weeks"), ("months", "Months")],
        string="Unit",
        required=True,
        default="weeks",
    )
    next_run = fields.Datetime(required=True, default=fields.Datetime.now)

    _interval_positive = models.Constraint(
        "CHECK(interval_number > 0)", "The interval must be at least one."
    )

    @api.model
    def _due(self):
        return self.search([("next_run", "<=", fields.Datetime.now())])

    def _set_next_run(self):
        """The next moment of the schedule that is not past."""
        step = relativedelta(**{self.interval_type: self.interval_number})
        now = fields.Datetime.now()
        next_run = self.next_run
        while next_run <= now:
            next_run += step
        self.next_run = next_run
