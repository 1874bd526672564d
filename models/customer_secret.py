from datetime import timedelta

from odoo import api, fields, models

from ..engine.outbox import new_secret

OVERLAP = timedelta(days=1)  # in which a replaced secret goes on working


class CustomerSecret(models.Model):
    """What messages to or from another system are signed by, or what we log in with there. No
    role has access: it is written, used and deleted, and read by nobody."""

    _name = "customer.secret"
    _description = "Secret"
    _order = "id desc"
    _rec_name = "kind"

    system_id = fields.Many2one("customer.system", ondelete="cascade", index="btree_not_null")
    endpoint_id = fields.Many2one("customer.endpoint", ondelete="cascade", index="btree_not_null")
    kind = fields.Selection([("signing", "Signing"), ("key", "API Key")], required=True)
    value = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS)
    # of one that was replaced: it goes on working until then
    expires_on = fields.Datetime()

    _one_owner = models.Constraint(
        "CHECK(num_nonnulls(system_id, endpoint_id) = 1)", "A secret belongs to one."
    )

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_on", "<", fields.Datetime.now())]).unlink()


class CustomerSecretOwner(models.AbstractModel):
    """What has secrets: told once when they are made, replaced, never read again."""

    _name = "customer.secret.owner"
    _description = "Owner of Secrets"

    _secret_owner: str  # the field of a secret that leads here

    secret_made_on = fields.Datetime(compute="_compute_secret_info")
    old_secret_until = fields.Datetime(
        compute="_compute_secret_info",
        help="Until then both the new and the old secret can be used.",
    )

    def _compute_secret_info(self):
        found = self._all_secrets().grouped(self._secret_owner)
        now = fields.Datetime.now()
        for owner in self:
            secrets = found.get(owner.sudo(), self.env["customer.secret"])
            secrets = secrets.filtered(lambda secret: secret.kind == "signing")
            old = secrets.filtered("expires_on")
            owner.secret_made_on = (secrets - old)[:1].create_date
            owner.old_secret_until = max(
                (secret.expires_on for secret in old if secret.expires_on > now), default=False
            )

    def _all_secrets(self):
        return self.env["customer.secret"].sudo().search([(self._secret_owner, "in", self.ids)])

    def _secret_records(self, kind):
        return self._all_secrets().filtered(lambda secret: secret.kind == kind)

    def _secrets(self, kind) -> list[str]:
        """What can be used now, the newest first."""
        self.ensure_one()
        now = fields.Datetime.now()
        return [
            secret.value
            for secret in self._secret_records(kind)
            if not secret.expires_on or secret.expires_on > now
        ]

    def _store_secret(self, kind, value, keep_old=False):
        self.ensure_one()
        old = self._secret_records(kind).filtered(lambda secret: not secret.expires_on)
        if keep_old:
            old.expires_on = fields.Datetime.now() + OVERLAP
        else:
            old.unlink()
        self.env["customer.secret"].sudo().create(
            {self._secret_owner: self.id, "kind": kind, "value": value}
        )

    def action_new_secret(self):
        """Make a secret and show it, this once. One that is there works for another day.

        :raise AccessError: the user may not change the record
        """
        self.ensure_one()
        self.check_access("write")
        secret = new_secret()
        self._store_secret("signing", secret, keep_old=True)
        return self.env["customer.secret.reveal"]._reveal(secret)

    def action_end_rotation(self):
        """Let the old secret work no more."""
        self.check_access("write")
        self._secret_records("signing").filtered("expires_on").unlink()
