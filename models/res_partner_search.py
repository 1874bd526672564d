from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.normalize import search_patterns, search_text

# What core looks into by itself; the search text holds all of it.
COVERED = {"complete_name", "email", "ref", "vat", "company_registry"}


class ResPartner(models.Model):
    """One indexed text a contact, so that finding by any part of it reads an index.

    Core compares five columns of every contact with the words. The text also holds pinyin,
    initials and the digits of the phone, see ``engine.normalize.search``.
    """

    _inherit = "res.partner"

    customer_search_text = fields.Text(
        compute="_compute_customer_search_text",
        store=True,
        copy=False,
        exportable=False,
    )

    _customer_search_text_idx = models.Index(
        lambda registry: (
            "USING gin (customer_search_text gin_trgm_ops)" if registry.has_trigram else ""
        )
    )

    @api.depends("complete_name", "email", "ref", "vat", "company_registry", "phone")
    def _compute_customer_search_text(self):
        for partner in self:
            partner.customer_search_text = search_text(
                (partner.complete_name or "",),
                filter(None, (partner.email, partner.ref, partner.vat, partner.company_registry)),
                filter(None, (partner.phone,)),
            )

    @api.model
    def _search_display_name(self, operator, value):
        patterns = search_patterns(value) if operator == "ilike" and isinstance(value, str) else []
        if not patterns:
            return super()._search_display_name(operator, value)
        found = Domain.AND(
            Domain.OR(Domain("customer_search_text", "=like", f"%{text}%") for text in texts)
            for texts in patterns
        )
        # fields that other addons add to the names that can be searched
        others = set(self._rec_names_search or ()) - COVERED
        return found | Domain.OR(Domain(name, operator, value) for name in sorted(others))
