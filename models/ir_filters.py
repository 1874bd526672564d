from odoo import api, models


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.model
    def get_filters(self, model, *args, **kwargs):
        """The favourites that are there from the start have their name in the user's language:
        Odoo keeps one name for all."""
        filters = super().get_filters(model, *args, **kwargs)
        if model == "customer.sale.analysis":
            names = self._customer_sale_names()
            for found in filters:
                found["name"] = names.get(found["name"], found["name"])
        return filters

    @api.model
    def _customer_sale_names(self):
        return {
            "By Region": self.env._("By Region"),
            "By Product Category": self.env._("By Product Category"),
            "By Customer Type": self.env._("By Customer Type"),
            "New and Returning": self.env._("New and Returning"),
            "Largest First": self.env._("Largest First"),
            "By ABC Class": self.env._("By ABC Class"),
            "By Customer Age": self.env._("By Customer Age"),
        }
