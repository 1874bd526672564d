from odoo import fields, models


class CustomerSystem(models.Model):
    """Messages to the webhook address."""

    _inherit = "customer.system"

    webhook_url = fields.Char(string="Webhook Address", compute="_compute_webhook_url")

    def _compute_webhook_url(self):
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        for system in self:
            system.webhook_url = f"{base}/customer_master/receive/{system.code or ''}"

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
