from odoo import api, models
from odoo.fields import Domain

from .customer_dashboard import Filters

BARS = 12  # at most; what is less is put together


class CustomerDashboard(models.AbstractModel):
    """How many customers there are of which kind, and what is to be done about them."""

    _inherit = "customer.dashboard"

    def _customers(self, filters: Filters) -> Domain:
        return self.env["res.partner"]._customer_domain() & self._of_company(filters, shared=True)

    def _customer_figures(self, filters: Filters) -> dict:
        """``regions`` and ``priorities`` are False where the user may not see that."""
        Partner = self.env["res.partner"]
        customers = self._customers(filters)
        dimensions = self._dimensions()
        chosen = dimensions.filtered(lambda d: d.id == filters.dimension_id)
        region = dimensions.filtered(lambda d: d.code == "region")
        shown = chosen | region
        columns = self.env["customer.dimension"]._partner_fields()
        names = [columns[d.id] for d in shown if d.id in columns]
        names += ["customer_priority"] if self._may_read("customer_priority") else []
        # all in one pass over the customers
        total, *groups = Partner._read_grouping_sets(
            customers, [[], *([name] for name in names)], ["__count"], order="__count desc"
        )
        groups = dict(zip(names, groups, strict=True))
        chart = {
            d: self._categories(d, customers, columns.get(d.id), groups.get(columns.get(d.id)))
            for d in shown
        }
        return {
            "total": self._figure(
                self.env._("Customers"),
                total[0][0] if total else 0,
                "res.partner",
                customers,
                name="customers",
            ),
            "categories": chart.get(chosen, False),
            "regions": chart.get(region, False),
            "priorities": "customer_priority" in groups
            and self._priorities(customers, dict(groups["customer_priority"])),
        }

    @api.model
    def _may_read(self, name) -> bool:
        Partner = self.env["res.partner"]
        return Partner._has_field_access(Partner._fields[name], "read")

    @api.model
    def _dimensions(self):
        """The dimensions by which the user may count customers."""
        columns = self.env["customer.dimension"]._partner_fields()
        dimensions = self.env["customer.dimension"].search_fetch(
            [("category_ids", "!=", False)], ["name", "code"]
        )
        return dimensions.filtered(
            lambda d: self._may_read(columns.get(d.id, "customer_category_ids"))
        )

    def _categories(self, dimension, customers, column, groups):
        """The largest categories, the others together, and those without.

        :param column: the field of the dimension, ``None`` where customers have several
        :param groups: how many customers have each of its values
        """
        Partner = self.env["res.partner"]
        name = column or "customer_category_ids"
        if not column:
            groups = Partner._read_group(customers, [name], ["__count"], order="__count desc")
        counts = [(c, n) for c, n in groups if c.dimension_id == dimension]
        if column:
            none = Domain(column, "=", False)
            without = sum(n for category, n in groups if not category)
        else:
            none = Domain(name, "not any", [("dimension_id", "=", dimension.id)])
            without = Partner.search_count(customers & none)
        shown = counts if len(counts) <= BARS else counts[: BARS - 1]
        rows = [
            self._figure(c.display_name, n, "res.partner", customers & Domain(name, "in", c.ids))
            for c, n in shown
        ]
        if rest := counts[len(shown) :]:
            others = customers & Domain(name, "in", [c.id for c, _n in rest])
            # in a dimension with several for one customer a sum would count some twice
            count = sum(n for _c, n in rest) if column else Partner.search_count(others)
            rows.append(self._figure(self.env._("Others"), count, "res.partner", others))
        if without:
            label = self.env._("Not classified")
            rows.append(self._figure(label, without, "res.partner", customers & none))
        return rows

    def _priorities(self, customers, counts):
        if not counts:
            return []
        Partner = self.env["res.partner"]
        name = "customer_priority"
        labels = Partner._fields[name]._description_selection(self.env)
        return [
            self._figure(
                label, counts.get(key, 0), "res.partner", customers & Domain(name, "=", key)
            )
            for key, label in reversed(labels)
        ]

    def _follow_up(self, filters: Filters) -> list[dict]:
        """What waits to be done, as far as the user may see it."""
        company = filters.company_id
        of_company = self._of_company(filters, shared=True)
        pairs = Domain("state", "=", "open")
        if company:
            pairs &= Domain("left_company_id", "in", [company, False])
            pairs &= Domain("right_company_id", "in", [company, False])
        figures = [
            (
                "overdue",
                self.env._("Customers With Overdue Activities"),
                "res.partner",
                self._customers(filters) & Domain("activity_state", "=", "overdue"),
            ),
            (
                "issues",
                self.env._("Open Data Issues"),
                "customer.quality.issue",
                Domain("state", "=", "open") & of_company,
            ),
            ("duplicates", self.env._("Possible Duplicates"), "customer.match.pair", pairs),
        ]
        return [
            self._figure(label, self.env[model].search_count(domain), model, domain, name=name)
            for name, label, model, domain in figures
            if self.env[model].has_access("read")
        ]
