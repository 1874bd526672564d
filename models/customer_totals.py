from odoo import api, models


class CustomerTotals(models.AbstractModel):
    """Figures of the customers of all companies together: only who has all companies reads them.
    A model inherits from it and names them in ``_totals``."""

    _name = "customer.totals"
    _description = "Figures of All Companies"

    _totals = frozenset()

    @api.model
    def _customer_hidden(self):
        companies = self.env["res.company"].sudo()
        known = companies.search_count([("id", "in", self.env.user._get_company_ids())])
        if known < companies.search_count([]):
            return self._totals | super()._customer_hidden()
        return super()._customer_hidden()

    @api.model
    def _has_field_access(self, field, operation):
        if field.name in self._totals and operation == "read" and not self.env.su:
            if field.name in self._customer_hidden():
                return False
        return super()._has_field_access(field, operation)
