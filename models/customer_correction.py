from odoo import api, models


class CustomerCorrection(models.AbstractModel):
    """Suggests corrections and completions of customers, and makes them."""

    _name = "customer.correction"
    _description = "Corrections of Customers"

    @api.model
    def _suggest(self, partners):
        """Suggestions for ``partners``, as rows of raw columns of customer.quality.issue."""
        return []
