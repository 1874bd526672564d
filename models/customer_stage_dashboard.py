from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PERIODS = (30, 90, 365)


class CustomerStageDashboard(models.AbstractModel):
    """How many customers are in which stage and value group, and who moved from where to where:
    of what the user sees."""

    _name = "customer.stage.dashboard"
    _description = "Stages of Customers"

    @api.model
    def get_data(self, days=90) -> dict:
        """Figures with what opens their records.

        :param days: back from today, in which moves count; one of ``PERIODS``
        :raise AccessError: the user has no role of this addon
        :raise UserError: there is no such period
        """
        if not self.env.user.has_group("customer_master.group_viewer"):
            raise AccessError(self.env._("Figures of customers are for users of Customer Master."))
        if days not in PERIODS:
            raise UserError(self.env._("This choice does not exist. Load the page again."))
        return {
            "days": days,
            "periods": PERIODS,
            "stages": self._counts("customer_stage"),
            "values": self._values(),
            "moves": self._moves(days),
            "differing": self._differing(),
        }

    def _figure(self, label, value, model, domain, **more):
        return {"label": label, "value": value, "model": model, "domain": list(domain), **more}

    def _labels(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    def _counts(self, name):
        Partner = self.env["res.partner"]
        customers = Partner._customer_domain()
        counts = dict(Partner._read_group(customers, [name], ["__count"]))
        rows = [
            self._figure(
                label,
                counts.get(key, 0),
                "res.partner",
                customers & Domain(name, "=", key),
                name=key,
            )
            for key, label in self._labels("res.partner", name)
        ]
        if counts.get(False):
            rows.append(
                self._figure(
                    self.env._("Not known yet"),
                    counts[False],
                    "res.partner",
                    customers & Domain(name, "=", False),
                    name="none",
                )
            )
        return rows

    def _values(self):
        """The value groups of the customers of the user's company."""
        Value = self.env["customer.value"]
        company = Domain("company_id", "=", self.env.company.id)
        counts = dict(Value._read_group(company, ["segment"], ["__count"]))
        return [
            self._figure(
                label,
                counts.get(key, 0),
                "res.partner",
                Domain("customer_rfm_segment", "=", key),
                name=key,
            )
            for key, label in self._labels("customer.value", "segment")
        ]

    def _moves(self, days):
        since = fields.Datetime.now() - timedelta(days=days)
        domain = Domain("date", ">=", fields.Datetime.to_string(since))
        groups = self.env["customer.stage.move"]._read_group(
            domain, ["from_stage", "to_stage"], ["__count"]
        )
        labels = dict(self._labels("customer.stage.move", "to_stage"))
        return [
            self._figure(
                f"{labels[before]} → {labels[after]}",
                count,
                "customer.stage.move",
                domain & Domain("from_stage", "=", before) & Domain("to_stage", "=", after),
                **{"from": before, "to": after},
            )
            for before, after, count in groups
            if before in labels and after in labels
        ]

    def _differing(self):
        Partner = self.env["res.partner"]
        domain = Partner._customer_domain() & Domain("customer_priority_differs", "=", True)
        label = self.env._("Other Priority Proposed")
        return self._figure(label, Partner.search_count(domain), "res.partner", domain, name="p")
