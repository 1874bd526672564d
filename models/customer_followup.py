from odoo import api, models


class CustomerFollowup(models.AbstractModel):
    """When which customer is to be contacted next."""

    _name = "customer.followup"
    _description = "Follow-Up of Customers"

    @api.model
    def _refresh(self, ids):
        """Bring plan, last and next contact of these customers up to date."""

    @api.model
    def _contacted(self, ids):
        """These customers were contacted just now."""
        self._refresh(ids)

    @api.model
    def _run_nightly(self):
        """All customers, in slices."""
