from odoo import api, fields, models


class CustomerSecretReveal(models.TransientModel):
    """Shows a new secret once. It is never saved."""

    _name = "customer.secret.reveal"
    _description = "New Secret"

    secret = fields.Char(store=False, readonly=True)

    @api.model
    def _reveal(self, secret) -> dict:
        """The action that shows ``secret``: in the context of a form that is never saved, so that
        it is stored in no second place."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Secret"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_secret": secret},
        }
