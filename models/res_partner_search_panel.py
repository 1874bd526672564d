import json

from odoo import api, models
from odoo.fields import Domain

COUNTED = "customer_category_ids"


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        """Count the customers of all categories at once.

        Core runs one query for each value of a many2many, 1.3 s for 60 categories and 100,000
        customers. The counts are the same; see ``test_search_panel``.
        """
        if field_name != COUNTED or not kwargs.get("enable_counters"):
            return super().search_panel_select_multi_range(field_name, **kwargs)
        counts = {}

        def count(domain):
            key = repr(domain)  # a domain with a list in it can't be hashed
            if key not in counts:
                # with the group of those without a category: to leave it out takes twice the time
                groups = self._read_group(domain, [COUNTED], ["__count"])
                counts[key] = {category.id: number for category, number in groups}
            return counts[key]

        searched = Domain(kwargs.get("search_domain") or [])
        options = {**kwargs, "enable_counters": False, "expand": True}
        if not kwargs.get("expand"):
            # the values that occur; core looks for them with a query of its own
            options["comodel_domain"] = Domain(kwargs.get("comodel_domain") or []) & Domain(
                "id", "in", list(filter(None, count(searched)))
            )
        result = super().search_panel_select_multi_range(field_name, **options)
        if "values" not in result:
            return result
        filtered = Domain.AND(
            [
                searched,
                Domain(kwargs.get("category_domain") or []),
                Domain(kwargs.get("filter_domain") or []),
            ]
        )
        group_domains = kwargs.get("group_domain") or {}
        for value in result["values"]:
            key = json.dumps(value.get("group_id", False))
            domain = filtered & Domain(group_domains.get(key) or [])
            value["__count"] = count(domain).get(value["id"], 0)
        return result
