from odoo import api, models


class CustomerCached(models.AbstractModel):
    """Rules that are kept in memory: forgotten there, in all processes, when one changes."""

    _name = "customer.cached"
    _description = "Kept in Memory"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget()
        return result

    @api.model
    def _forget(self):
        self.env.registry.clear_cache()
        self._changed()

    @api.model
    def _changed(self):
        """What else follows from a change, for models to say."""
