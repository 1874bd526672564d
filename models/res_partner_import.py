from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _check_import_consistency(self, vals_list):
        """Take the state of the row's own country.

        An import looks up each column by itself, so it finds the first of all states called
        “CA”. Core's check compares a state with that state's country and so never mends it.
        """
        rows = [vals for vals in vals_list if vals.get("state_id") and vals.get("country_id")]
        State = self.env["res.country.state"]
        found = State.browse({vals["state_id"] for vals in rows})
        codes = {
            (state.country_id.id, state.code): state.id
            for state in State.search(
                Domain("code", "in", found.mapped("code"))
                & Domain("country_id", "in", [vals["country_id"] for vals in rows])
            )
        }
        for vals in rows:
            state = State.browse(vals["state_id"])
            if state.country_id.id != vals["country_id"]:
                vals["state_id"] = codes.get((vals["country_id"], state.code), state.id)
        return super()._check_import_consistency(vals_list)
