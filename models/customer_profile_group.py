from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPANIES = 50  # of one group that are shown
DEEPEST = 20  # levels of companies


class CustomerProfile(models.AbstractModel):
    """The group of companies that a customer belongs to, and who it is elsewhere."""

    _inherit = "customer.profile"

    @api.model
    def _section_group(self, customer) -> dict | None:
        """Parent and subsidiaries that the user may see, each with its figures, and their sum.

        None where the customer is on its own.
        """
        levels = self._group_levels(customer)
        found = customer.search(Domain("id", "in", list(levels)) & Domain("is_company", "=", True))
        if len(found) < 2:
            return None
        found = sorted(found, key=lambda company: levels[company.id][1])
        companies = customer.browse(company.id for company in found[:COMPANIES])
        companies.fetch(["name", "active"])
        top = min(levels[company.id][0] for company in found)  # above it, the user sees none
        columns = {**self._group_sales(found), **self._group_balances(found)}
        return {
            "count": len(found),
            "columns": [
                {"name": name, "label": label, "kind": kind, "sum": sum(values.values())}
                for name, (label, kind, values) in columns.items()
            ],
            "rows": [
                {
                    "id": company.id,
                    "name": company.name or "",
                    "active": company.active,
                    "level": levels[company.id][0] - top,
                    "current": company == customer,
                    **{
                        name: values.get(company.id, 0)
                        for name, (_label, _kind, values) in columns.items()
                    },
                }
                for company in companies
            ],
        }

    @api.model
    def _group_levels(self, customer) -> dict[int, tuple]:
        """Of all companies of the group: how deep it is below the topmost one, and its place in
        a tree. Contact persons between companies are passed."""
        self.env["res.partner"].flush_model(["parent_id", "name", "is_company"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE above AS (
                    SELECT id, parent_id, 0 AS step FROM res_partner WHERE id = %(id)s
                     UNION ALL
                    SELECT p.id, p.parent_id, a.step + 1
                      FROM res_partner p JOIN above a ON a.parent_id = p.id
                     WHERE a.step < %(deepest)s
                ), tree AS (
                    (SELECT p.id, 0 AS level, ARRAY[(coalesce(p.name, ''), p.id)] AS place
                       FROM above a JOIN res_partner p ON p.id = a.id
                   ORDER BY a.step DESC LIMIT 1)
                     UNION ALL
                    SELECT p.id, t.level + 1, t.place || (coalesce(p.name, ''), p.id)
                      FROM res_partner p JOIN tree t ON p.parent_id = t.id
                     WHERE p.is_company AND t.level < %(deepest)s
                )
                SELECT id, level, row_number() OVER (ORDER BY place) FROM tree
                """,
                id=customer.id,
                deepest=DEEPEST,
            )
        )
        return {key: (level, place) for key, level, place in rows}

    @api.model
    def _group_domain(self, companies) -> Domain:
        return Domain("partner_id.commercial_partner_id", "in", [c.id for c in companies])

    @api.model
    def _group_sales(self, companies) -> dict:
        if not self._may_read("sale.order"):
            return {}
        edges = self._edges()
        moment = self.env["customer.dashboard"]._moment
        domain = self._group_domain(companies) & Domain("state", "=", "sale")
        domain &= Domain("date_order", ">=", moment(edges[len(edges) // 2]))
        domain &= Domain("date_order", "<", moment(edges[-1]))
        rows = self._orders(
            domain, lambda _order, contact: SQL("%s.commercial_partner_id", contact)
        )
        return {
            "revenue": (
                self.env._("Revenue, 12 Months"),
                "money",
                {key: revenue or 0.0 for key, _count, revenue in rows},
            ),
            "orders": (
                self.env._("Orders"),
                "integer",
                {key: count for key, count, _revenue in rows},
            ),
        }

    @api.model
    def _group_balances(self, companies) -> dict:
        if not self._may_read("account.move.line"):
            return {}
        balances = self._balances(self._group_domain(companies))
        return {
            "balance": (
                self.env._("Open Balance"),
                "money",
                {key: row[0] for key, row in balances.items()},
            )
        }

    @api.model
    def _section_systems(self, customer) -> dict | None:
        """What the customer is called elsewhere, and whether it is up to date there."""
        if not self._may_read("customer.external.id"):
            return None
        known = self.env["customer.external.id"].search([("partner_id", "=", customer.id)])
        section = {
            "rows": [
                {"id": one.id, "system": one.system_id.sudo().name, "external_id": one.external_id}
                for one in known
            ]
        }
        if self._may_read("res.partner", "customer_sync_state") and customer.customer_sync_state:
            section["state"] = {
                **self._fact(customer, "customer_sync_state"),
                "key": customer.customer_sync_state,
            }
        return section if section["rows"] or "state" in section else None
