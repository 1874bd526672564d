"""Run in Odoo's shell on a new database: nothing tries the network or covers the screen.

The databases are for demos, screenshots and tests on machines that reach nothing but package
registries.
"""
# ruff: noqa: F821 (env comes from the shell)

# A port on which nobody listens: the refusal comes at once, where a real address would wait for
# its time-out.
NOWHERE = "http://127.0.0.1:9"
parameters = env["ir.config_parameter"].sudo()
for key in ("iap.endpoint", "iap.partner_autocomplete.endpoint", "publisher_warranty_url"):
    parameters.set_param(key, NOWHERE)
for xml_id in (
    "partner_autocomplete.ir_cron_partner_autocomplete",
    "mail.ir_cron_module_update_notification",
):
    cron = env.ref(xml_id, raise_if_not_found=False)
    if cron:
        cron.active = False

# OdooBot's chat window opens by itself at the first login, on a phone over everything.
if "odoobot_state" in env["res.users"]._fields:
    env["res.users"].with_context(active_test=False).search([]).odoobot_state = "disabled"
    bot = env.ref("base.partner_root")
    env["discuss.channel"].search(
        [("channel_type", "=", "chat"), ("channel_partner_ids", "in", bot.ids)]
    ).unlink()
env.cr.commit()
