from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.outbox import is_secret, new_secret

ROTATION = timedelta(hours=24)


class CustomerEndpointSecret(models.Model):
    """What an endpoint signs or logs in with. No role has access: it is written, used and
    deleted, and read by nobody."""

    _name = "customer.endpoint.secret"
    _description = "Secret of an Endpoint"
    _order = "id desc"
    _rec_name = "kind"

    endpoint_id = fields.Many2one(
        "customer.endpoint", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection([("signing", "Signing"), ("key", "API Key")], required=True)
    value = fields.Char(required=True)
    # of one that was replaced: it goes on signing until then
    expires_on = fields.Datetime()

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_on", "<", fields.Datetime.now())]).unlink()


class CustomerEndpoint(models.Model):
    """Secrets of an endpoint: told once when they are made, replaced, never read again."""

    _inherit = "customer.endpoint"

    # only on its way in: reading it gives nothing
    api_key = fields.Char(
        string="API Key", compute="_compute_api_key", inverse="_inverse_api_key", copy=False
    )
    has_key = fields.Boolean(compute="_compute_secret_info")
    secret_made_on = fields.Datetime(compute="_compute_secret_info")
    old_secret_until = fields.Datetime(
        compute="_compute_secret_info",
        help="Until then messages are signed by the new and the old secret.",
    )

    def _compute_api_key(self):
        self.api_key = False

    def _inverse_api_key(self):
        for endpoint in self:
            if endpoint.api_key:
                endpoint.check_access("write")
                endpoint._store_secret("key", endpoint.api_key.strip())
        self.invalidate_recordset(["api_key", "has_key"], flush=False)

    def _compute_secret_info(self):
        now = fields.Datetime.now()
        for endpoint in self:
            secrets = endpoint._secret_records("signing")
            old = secrets.filtered("expires_on")
            endpoint.secret_made_on = (secrets - old)[:1].create_date
            endpoint.old_secret_until = max(
                (s.expires_on for s in old if s.expires_on > now), default=False
            )
            endpoint.has_key = bool(endpoint._secret_records("key"))

    def _secret_records(self, kind):
        return (
            self.env["customer.endpoint.secret"]
            .sudo()
            .search([("endpoint_id", "=", self.id), ("kind", "=", kind)], order="id desc")
        )

    def _secrets(self, kind) -> list[str]:
        """What to sign or to log in with now, the newest first."""
        now = fields.Datetime.now()
        return [
            secret.value
            for secret in self._secret_records(kind)
            if not secret.expires_on or secret.expires_on > now
        ]

    def _store_secret(self, kind, value, keep_old=False):
        old = self._secret_records(kind).filtered(lambda secret: not secret.expires_on)
        if keep_old:
            old.expires_on = fields.Datetime.now() + ROTATION
        else:
            old.unlink()
        self.env["customer.endpoint.secret"].sudo().create(
            {"endpoint_id": self.id, "kind": kind, "value": value}
        )

    def action_new_secret(self):
        """Make a secret and show it, this once. One that is there goes on signing for a day."""
        self.ensure_one()
        self.check_access("write")
        secret = new_secret()
        self._store_secret("signing", secret, keep_old=True)
        return self.env["customer.secret.reveal"]._reveal(secret)

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

    def action_end_rotation(self):
        """Let the old secret sign no more."""
        self.check_access("write")
        for endpoint in self:
            endpoint._secret_records("signing").filtered("expires_on").unlink()
