from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..reports.shown import percent

BANDS = (0, 20, 40, 60, 80, 100)  # lower ends, in per cent of completeness; the last is full
WEEKS = 12
TOP = 8


class CustomerQualityDashboard(models.AbstractModel):
    """The figures of the screen *Data Quality*, read from what is stored of each customer."""

    _name = "customer.quality.dashboard"
    _description = "Data Quality Dashboard"

    @api.model
    def customer_quality_figures(self) -> dict:
        """All figures in the companies of the user, each with the domain of its records.

        :raise AccessError: the user is no steward
        """
        if not self.env.user.has_group("customer_master.group_steward"):
            raise AccessError(self.env._("Data quality is for data stewards."))
        run = self.env["customer.quality.run"].search([], limit=1)
        completeness = self._completeness()
        return {
            "tiles": self._tiles(completeness),
            "completeness": self._bands(completeness),
            "rules": self._rules(),
            "trend": self._trend(),
            "sources": self._sources(),
            "run": run.read(["state", "progress", "finished_on"])[0] if run else False,
        }

    def _completeness(self) -> dict[int, int]:
        """How many customers are complete to which per cent."""
        groups = self.env["res.partner"]._read_group(
            self._customers(), ["customer_completeness"], ["__count"]
        )
        return {per_cent or 0: count for per_cent, count in groups}

    def _customers(self) -> Domain:
        return self.env["res.partner"]._customer_domain()

    def _tiles(self, completeness):
        total = sum(completeness.values())
        average = sum(p * n for p, n in completeness.items()) // total if total else 0
        customers = self._customers()
        unreachable = customers & Domain("phone", "=", False) & Domain("email", "=", False)
        alone = (
            customers
            & Domain("is_company", "=", True)
            & Domain("child_ids", "not any", [("type", "=", "contact")])
        )
        tiles = [
            ("completeness", self.env._("Average Completeness"), average, "res.partner", customers),
            (
                "issues",
                self.env._("Open Data Issues"),
                None,
                "customer.quality.issue",
                self._open(),
            ),
            (
                "duplicates",
                self.env._("Possible Duplicates"),
                None,
                "customer.match.pair",
                Domain("state", "=", "open"),
            ),
            (
                "merged",
                self.env._("Customers Merged Away"),
                None,
                "res.partner",
                Domain("customer_merged_into_id", "!=", False),
            ),
            (
                "unreachable",
                self.env._("Without Phone and Email"),
                None,
                "res.partner",
                unreachable,
            ),
            ("alone", self.env._("Companies Without a Contact Person"), None, "res.partner", alone),
        ]
        return [
            {
                "name": name,
                "label": label,
                "value": self._count(name, model, domain) if value is None else value,
                "percent": name == "completeness",
                "model": model,
                "domain": list(domain),
                "context": {"active_test": name != "merged"},
            }
            for name, label, value, model, domain in tiles
        ]

    def _count(self, name, model, domain):
        return self.env[model].with_context(active_test=name != "merged").search_count(domain)

    def _bands(self, completeness):
        bands = []
        for low, high in zip(BANDS, (*BANDS[1:], 101), strict=True):
            domain = self._customers() & Domain("customer_completeness", ">=", low)
            up_to = percent(self.env, (high - 1) / 100)
            bands.append(
                {
                    "label": f"{low}–{up_to}" if low < high - 1 else up_to,
                    "value": sum(n for p, n in completeness.items() if low <= p < high),
                    "model": "res.partner",
                    "domain": list(domain & Domain("customer_completeness", "<", high)),
                }
            )
        return bands

    def _open(self) -> Domain:
        return Domain("state", "=", "open")

    def _rules(self):
        """The rules that are broken most."""
        groups = self.env["customer.quality.issue"]._read_group(
            self._open() & Domain("kind", "=", "rule"),
            ["rule_id"],
            ["__count"],
            order="__count desc, rule_id",
            limit=TOP,
        )
        return [self._issues(rule.name, n, "rule_id", rule.id) for rule, n in groups]

    def _issues(self, label, count, name, value):
        return {
            "label": label,
            "value": count,
            "model": "customer.quality.issue",
            "domain": list(self._open() & Domain(name, "=", value)),
        }

    def _trend(self):
        """Open issues at the end of each week, as far as they were counted."""
        first = fields.Date.today() - timedelta(weeks=WEEKS)
        days = self.env["customer.quality.statistic"]._read_group(
            [("date", ">", first)], ["date:day"], ["open_count:sum"], order="date:day"
        )
        weeks = {day.isocalendar()[:2]: (day, count) for day, count in days}  # the last one counts
        return [
            {"label": fields.Date.to_string(day), "value": count} for day, count in weeks.values()
        ]

    def _sources(self):
        """Who or what brought in most of what is wrong."""
        broken = self._open() & Domain("kind", "=", "rule")
        groups = self.env["customer.quality.issue"]._read_group(
            broken, ["source", "author_id"], ["__count"], order="__count desc, source", limit=TOP
        )
        labels = dict(
            self.env["customer.quality.issue"]._fields["source"]._description_selection(self.env)
        )
        rows = []
        for source, author, count in groups:
            name = author.sudo().name or self.env._("Unknown")
            domain = broken & Domain("source", "=", source)
            rows.append(
                {
                    "label": f"{labels.get(source, '')} · {name}",
                    "value": count,
                    "model": "customer.quality.issue",
                    "domain": list(domain & Domain("author_id", "=", author.id)),
                }
            )
        return rows
