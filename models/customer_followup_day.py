from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CustomerFollowup(models.AbstractModel):
    """The figures on top of a salesperson's day."""

    _inherit = "customer.followup"

    @api.model
    def get_day(self) -> dict:
        """Figures of the user: customers that are overdue, due today and in the next seven days;
        contacts of this day, week and month.

        :raise AccessError: the user may not see contacts with customers
        """
        today = fields.Date.context_today(self)
        Partner = self.env["res.partner"]
        mine = Partner._customer_domain() & Domain("user_id", "=", self.env.uid)
        day = Partner._customer_my_day()
        late = Domain("customer_next_contact", "<", today)
        ahead = Domain("customer_next_contact", ">", today)
        ahead &= Domain("customer_next_contact", "<=", today + timedelta(days=7))
        return {
            "overdue": Partner.search_count(mine & late),
            "today": Partner.search_count(day & ~(mine & late)),
            "ahead": Partner.search_count(mine & ahead),
            "contacts": self._contacts_since(
                {
                    "day": today,
                    "week": today - timedelta(days=today.weekday()),
                    "month": today + relativedelta(day=1),
                }
            ),
        }

    @api.model
    def _contacts_since(self, days) -> dict:
        """How many contacts the user had since each of ``days``, in his time zone."""
        Interaction = self.env["customer.interaction"]
        Interaction.check_access("read")
        counts = {}
        for name, day in days.items():
            moment = self._start_of(day)
            domain = [
                ("user_id", "=", self.env.uid),
                ("date", ">=", moment),
                ("date", "<=", fields.Datetime.now()),
            ]
            counts[name] = Interaction.search_count(domain)
        return counts

    @api.model
    def _start_of(self, day):
        """The moment, in UTC, at which ``day`` begins for the user."""
        midnight = self.env.tz.localize(datetime.combine(day, time.min))
        return (midnight - midnight.utcoffset()).replace(tzinfo=None)
