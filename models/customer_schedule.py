from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..engine.schedule.regular import next_moment


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
    # what somebody set: all runs count from it, so that the 31st does not become the 28th for ever
    first_run = fields.Datetime(compute="_compute_first_run", store=True, readonly=False)

    _interval_positive = models.Constraint(
        "CHECK(interval_number > 0)", "The interval must be at least one."
    )

    @api.model
    def _due(self):
        return self.search([("next_run", "<=", fields.Datetime.now())])

    @api.depends("next_run", "interval_number", "interval_type")
    def _compute_first_run(self):
        for schedule in self:
            schedule.first_run = schedule.next_run

    def _set_next_run(self):
        """The next moment of the schedule that is not past, by the clock of who made it."""
        first_run = self.first_run
        next_run = next_moment(
            first_run,
            fields.Datetime.now(),
            self.interval_type,
            self.interval_number,
            ZoneInfo(self.create_uid.tz or "UTC"),
        )
        self.write({"next_run": next_run, "first_run": first_run})
