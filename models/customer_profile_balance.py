from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

LINE = "account.move.line"


class CustomerProfile(models.AbstractModel):
    """What a customer owes, by posted entries that the user may read."""

    _inherit = "customer.profile"

    @api.model
    def _owed(self, customer) -> Domain:
        return self._of(customer) & self._open_lines()

    @api.model
    def _open_lines(self) -> Domain:
        return (
            Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("company_id", "in", self.env.companies.ids)
        )

    @api.model
    def _overdue(self) -> Domain:
        return Domain("date_maturity", "<", fields.Date.to_string(self._today()))

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _balances(self, domain) -> dict[int, tuple]:
        """By customer: what is open, what of it is overdue, and what is open in the company of
        the user, which credit is given by."""
        Line = self.env[LINE]
        self.env.flush_all()
        query = Line._search(domain & self._open_lines())
        query.order = None
        line = SQL.identifier(query.table)
        partner = query.join(query.table, "partner_id", "res_partner", "id", "customer")
        query.groupby = customer = SQL.identifier(partner, "commercial_partner_id")
        rate = self.env["customer.report.sales"]._rates(SQL("%s.company_id", line))
        amount = SQL("%s.amount_residual * %s", line, rate)
        rows = self.env.execute_query(
            query.select(
                customer,
                SQL("sum(%s)::float8", amount),
                SQL("sum(%s) FILTER (WHERE %s.date_maturity < %s)::float8", amount, line,
                    self._today()),
                SQL("sum(%s) FILTER (WHERE %s.company_id = %s)::float8", amount, line,
                    self.env.company.id),
            )
        )  # fmt: skip
        return {row[0]: tuple(value or 0.0 for value in row[1:]) for row in rows}

    @api.model
    def _balance_figures(self, customer) -> list[dict]:
        if not self._may_read(LINE):
            return []
        owed = self._owed(customer)
        balances = self._balances(self._of(customer))
        balance, overdue, ours = balances.get(customer.id, (0.0, 0.0, 0.0))
        figures = [
            self._figure(
                "balance",
                self.env._("Open Balance"),
                balance,
                "money",
                model=LINE,
                domain=owed,
            ),
            self._figure(
                "overdue",
                self.env._("Overdue"),
                overdue,
                "money",
                level="danger" if overdue > 0 else None,
                model=LINE,
                domain=owed & self._overdue(),
            ),
        ]
        limit = self._credit_limit(customer)
        if limit:
            figures.append(
                self._figure(
                    "credit",
                    self.env._("Credit Used"),
                    ours / limit * 100,
                    "percent",
                    level="danger" if ours > limit else None,
                    note=self.env._("of %s", self.env.company.currency_id.format(limit)),
                    model=LINE,
                    domain=owed & Domain("company_id", "=", self.env.company.id),
                )
            )
        return figures

    @api.model
    def _credit_limit(self, customer) -> float:
        """0 where there is none, or where the user may not know it."""
        company = self.env.company
        known = self._may_read("res.partner", "credit_limit")
        if not known or not company.account_use_credit_limit:
            return 0.0
        return max(customer.with_company(company).credit_limit, 0.0)
