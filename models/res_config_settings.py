from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_normalize = fields.Boolean(
        string="Bring Values into One Form",
        help="Trim names, format phones internationally, lower emails, drop trackers from "
        "websites: on entry, import and through the API.",
    )
    customer_require_reach = fields.Boolean(string="Ask for a Phone or an Email")
    customer_require_country = fields.Boolean(string="Ask for the Country")
    customer_entry_kind = fields.Selection(
        [("company", "Company"), ("person", "Person")],
        string="New Customers Are Mostly",
        default="company",
        config_parameter="customer_master.entry_kind",
    )

    # Odoo deletes the parameter of a boolean that is off, which could not be told from a
    # setting that was never made and is on by default
    def _customer_switches(self):
        return {
            "customer_normalize": "customer_master.normalize",
            "customer_require_reach": "customer_master.require_reach",
            "customer_require_country": "customer_master.require_country",
        }

    @api.model
    def get_values(self):
        params = self.env["ir.config_parameter"].sudo()
        return {
            **super().get_values(),
            **{
                name: params.get_param(key, "1") == "1"
                for name, key in self._customer_switches().items()
            },
        }

    def set_values(self):
        result = super().set_values()
        params = self.env["ir.config_parameter"].sudo()
        for name, key in self._customer_switches().items():
            params.set_param(key, "1" if self[name] else "0")
        return result
