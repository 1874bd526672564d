from datetime import timedelta

from odoo import fields, models

from ..engine.outbox.signature import new_secret

OVERLAP = timedelta(days=1)  # in which a replaced secret goes on working
NAME = "customer.system.secret"


class CustomerSystemSecret(models.Model):
    """A secret by which a system signs what it sends. Nobody can read it: no role has access."""

    _name = NAME
    _description = "Secret of a System"
    _order = "id desc"
    _rec_name = "system_id"

    system_id = fields.Many2one("customer.system", required=True, ondelete="cascade", index=True)
    value = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS)
    expires_on = fields.Datetime()


class CustomerSystem(models.Model):
    """Secrets of messages to the webhook address."""

    _inherit = "customer.system"

    webhook_url = fields.Char(string="Webhook Address", compute="_compute_webhook")
    secret_made_on = fields.Datetime(compute="_compute_webhook")

    def _compute_webhook(self):
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        newest = {}
        for secret in self.env[NAME].sudo().search([("system_id", "in", self.ids)]):
            newest.setdefault(secret.system_id.id, secret.create_date)
        for system in self:
            system.webhook_url = f"{base}/customer_master/receive/{system.code or ''}"
            system.secret_made_on = newest.get(system.id)

    def _active_secrets(self) -> list[str]:
        """Secrets that messages may be signed by, the newest first."""
        secrets = self.env[NAME].sudo().search([("system_id", "=", self.id)])
        now = fields.Datetime.now()
        return [one.value for one in secrets if not one.expires_on or one.expires_on > now]

    def _note_refused_message(self, code):
        """Note in the audit that a message was refused: why, and never the secret; the same
        once in a while, as refusals are."""
        if self:
            sentence = self.env._(
                "A message for the system “%(system)s” was refused: %(why)s.",
                system=self.name,
                why=self._refusal_sentences()[code],
            )
            user = self.user_id or self.env.ref("base.user_root")
            audit = self.env["customer.audit"].with_user(user).sudo()
            audit._refusal(sentence, always=True)

    def _refusal_sentences(self):
        return {
            "secret": self.env._("the secret can't be used"),
            "missing": self.env._("it is not signed"),
            "timestamp": self.env._("its time can't be read"),
            "old": self.env._("it was sent too long ago, or the clocks differ"),
            "early": self.env._("it comes from the future: the clocks differ"),
            "signature": self.env._("its signature is wrong"),
        }

    def action_new_secret(self):
        """Make a secret and show it, this once. One that is there works for another day.

        :raise AccessError: the user may not change systems
        """
        self.ensure_one()
        self.check_access("write")
        secret = new_secret()
        secrets = self.env[NAME].sudo()
        old = secrets.search([("system_id", "=", self.id), ("expires_on", "=", False)])
        old.expires_on = fields.Datetime.now() + OVERLAP
        secrets.create({"system_id": self.id, "value": secret})
        return self.env["customer.secret.reveal"]._reveal(secret)
