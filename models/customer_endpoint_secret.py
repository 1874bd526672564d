from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.outbox import is_plain, is_secret


class CustomerEndpoint(models.Model):
    """What an endpoint signs by or logs in with there."""

    _inherit = "customer.endpoint"

    # only on its way in: reading it gives nothing
    api_key = fields.Char(
        string="API Key", compute="_compute_api_key", inverse="_inverse_api_key", copy=False
    )
    has_key = fields.Boolean(compute="_compute_has_key")

    def _compute_api_key(self):
        self.api_key = False

    def _inverse_api_key(self):
        for endpoint in self:
            if endpoint.api_key:
                endpoint.check_access("write")
                key = endpoint.api_key.strip()
                if not is_plain(key):
                    raise UserError(
                        self.env._("An API key has only letters from A to Z, digits and signs.")
                    )
                endpoint._store_secret("key", key)
        self.invalidate_recordset(["api_key", "has_key"], flush=False)

    def _compute_has_key(self):
        for endpoint in self:
            endpoint.has_key = bool(endpoint._secret_records("key"))

    def action_set_secret(self, secret):
        """Sign by a secret that the other side has made.

        :param secret: ``whsec_`` and 24 to 64 bytes in base64
        """
        self.ensure_one()
        self.check_access("write")
        if not isinstance(secret, str) or not is_secret(secret):
            raise UserError(
                self.env._("A secret begins with “whsec_” and is 24 to 64 bytes in base64.")
            )
        self._store_secret("signing", secret, keep_old=True)
