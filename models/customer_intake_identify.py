from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from .customer_mapping import EXTERNAL_ID


class Found(list):
    """Ids of customers, and the field that they were found by."""

    def __init__(self, ids=(), name=""):
        super().__init__(ids)
        self.name = name


class CustomerIntake(models.AbstractModel):
    """Finding customers by the values that identify them."""

    _inherit = "customer.intake"

    def _by_keys(self, works):
        """Customers with the same key, by work, of the first key that is known."""
        found = {work: Found() for work in works}
        names = list(dict.fromkeys(name for work in works for name in work.keys))
        # the surest one first
        for name in sorted(names, key=lambda n: n != EXTERNAL_ID):
            asked = {work.keys[name] for work in works if name in work.keys and not found[work]}
            if name == EXTERNAL_ID:
                known = self._customers_by_external_id(asked)
            else:
                known = self._customers_by_value(name, asked)
            for work in works:
                if not found[work] and name in work.keys:
                    found[work] = Found(known.get(work.keys[name], ()), name)
        return found

    def _customers_by_value(self, name, values):
        Partner = self.env["res.partner"]
        if not values:
            return {}
        found = defaultdict(list)
        companies = Domain("company_id", "in", self._intake_companies())
        domain = Partner._customer_domain() & Domain(name, "in", list(values)) & companies
        for partner in Partner.search_fetch(domain, [name], order="id"):
            found[partner[name]].append(partner.id)
        return found
