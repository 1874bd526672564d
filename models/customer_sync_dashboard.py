from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .customer_outbox import UNDONE

DAYS = 14


class CustomerSyncDashboard(models.AbstractModel):
    """The figures of the screen *Synchronisation > Overview*."""

    _name = "customer.sync.dashboard"
    _description = "Synchronisation Dashboard"

    @api.model
    def customer_sync_figures(self) -> dict:
        """Queues and failures of the endpoints in the companies of the user.

        :raise AccessError: the user is no steward
        """
        self.env["customer.outbox"]._check_steward()
        endpoints = self.env["customer.endpoint"].search(Domain.TRUE)._sync_figures()
        problems = self._problems()
        tiles = [
            ("waiting", self.env._("Waiting"), sum(e["waiting"] for e in endpoints), UNDONE),
            (
                "age",
                self.env._("Oldest That Waits (min)"),
                max((e["age"] for e in endpoints), default=0),
                UNDONE,
            ),
            ("failed", self.env._("Failed"), sum(e["failed"] for e in endpoints), ("failed",)),
        ]
        stopped = [e for e in endpoints if e["state"] == "stopped"]
        return {
            "tiles": [
                {
                    "name": name,
                    "label": label,
                    "value": value,
                    "model": "customer.outbox",
                    "domain": [("state", "in", states)],
                }
                for name, label, value, states in tiles
            ]
            + [
                {
                    "name": "stopped",
                    "label": self.env._("Stopped Endpoints"),
                    "value": len(stopped),
                    "model": "customer.endpoint",
                    "domain": [("state", "=", "stopped")],
                }
            ],
            "endpoints": endpoints,
            "days": self._days(),
            "problems": problems,
        }

    def _days(self):
        first = fields.Datetime.now() - timedelta(days=DAYS)
        groups = self.env["customer.outbox"]._read_group(
            [("state", "=", "done"), ("done_on", ">=", first)],
            ["done_on:day"],
            ["__count"],
            order="done_on:day",
        )
        return [{"label": fields.Date.to_string(day), "value": count} for day, count in groups]

    def _problems(self):
        """Why messages that are not done did not arrive."""
        Message = self.env["customer.outbox"]
        domain = Domain("problem", "!=", False) & Domain("state", "in", ("retry", "failed"))
        labels = dict(Message._fields["problem"]._description_selection(self.env))
        groups = Message._read_group(domain, ["problem"], ["__count"], order="__count desc")
        return [
            {
                "label": labels[problem],
                "value": count,
                "model": "customer.outbox",
                "domain": list(domain & Domain("problem", "=", problem)),
            }
            for problem, count in groups
        ]


class CustomerEndpoint(models.Model):
    _inherit = "customer.endpoint"

    waiting_count = fields.Integer(string="Waiting", compute="_compute_message_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_message_counts")

    def _compute_message_counts(self):
        counts = self._message_counts()
        for endpoint in self:
            own = counts.get(endpoint.id, {})
            endpoint.waiting_count = sum(own.get(state, (0,))[0] for state in UNDONE)
            endpoint.failed_count = own.get("failed", (0,))[0]

    def _message_counts(self):
        """``{endpoint id: {state: (count, when the first was queued)}}``, without those done."""
        groups = self.env["customer.outbox"]._read_group(
            [("endpoint_id", "in", self.ids), ("state", "in", (*UNDONE, "failed"))],
            ["endpoint_id", "state"],
            ["__count", "create_date:min"],
        )
        counts: dict = {}
        for endpoint, state, count, first in groups:
            counts.setdefault(endpoint.id, {})[state] = (count, first)
        return counts

    def _sync_figures(self):
        """A line of the overview for each endpoint."""
        now = fields.Datetime.now()
        counts = self._message_counts()
        day = [("endpoint_id", "in", self.ids), ("write_date", ">=", now - timedelta(days=1))]
        tries = {
            (endpoint.id, state): (count, tried or 0)
            for endpoint, state, count, tried in self.env["customer.outbox"]._read_group(
                [*day, ("tries", ">", 0)], ["endpoint_id", "state"], ["__count", "tries:sum"]
            )
        }
        labels = dict(self._fields["state"]._description_selection(self.env))
        lines = []
        for endpoint in self:
            own = counts.get(endpoint.id, {})
            waiting = [own[state] for state in UNDONE if state in own]
            first = min((when for _count, when in waiting), default=now)
            arrived = tries.get((endpoint.id, "done"), (0, 0))[0]
            tried = sum(n for (one, _state), (_c, n) in tries.items() if one == endpoint.id)
            lines.append(
                {
                    "id": endpoint.id,
                    "label": endpoint.name,
                    "model": "customer.endpoint",
                    "state": endpoint.state,
                    "status": labels[endpoint.state],
                    "waiting": sum(count for count, _when in waiting),
                    "age": int((now - first).total_seconds() // 60),
                    "failed": own.get("failed", (0,))[0],
                    "rate": round(100 * (1 - arrived / tried)) if tried else 0,
                }
            )
        return lines
