from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_mapping import EXTERNAL_ID


class Found(list):
    """Ids of customers, and the field that they were found by."""

    def __init__(self, ids=(), name=""):
        super().__init__(ids)
        self.name = name


class CustomerImport(models.Model):
    """Finding customers by the columns that identify them."""

    _inherit = "customer.import"

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

    def _customers_by_external_id(self, names):
        """``{external id: [customer id]}``; other sources of such ids extend this."""
        full = {self._external_id(name): name for name in names}
        if not full:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT d.module || '.' || d.name, d.res_id
                     FROM ir_model_data d JOIN res_partner p ON p.id = d.res_id
                    WHERE d.model = 'res.partner' AND (d.module, d.name) IN %s""",
                tuple(tuple(one.split(".", 1)) for one in full),
            )
        )
        return {full[name]: [res_id] for name, res_id in rows}

    def _external_id(self, name):
        """The full external id; one without the name of a source is one of imports, as in
        core's import."""
        name = name.strip()
        return name if "." in name else f"__import__.{name}"

    def _customers_by_value(self, name, values):
        Partner = self.env["res.partner"]
        if not values:
            return {}
        found = defaultdict(list)
        companies = Domain("company_id", "in", [False, self.company_id.id])
        domain = Partner._customer_domain() & Domain(name, "in", list(values)) & companies
        partners = Partner.search_fetch(domain, [name], order="id")
        made = self._made_here(partners.ids)
        for partner in partners:
            if partner.id not in made:
                found[partner[name]].append(partner.id)
        return found
