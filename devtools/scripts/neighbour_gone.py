"""Run in Odoo's shell: uninstall ``customer_neighbour``, and use all that named it.

Each failure is logged as an error, which fails the life cycle.
"""
# ruff: noqa: F821 (env comes from the shell)

import logging

from odoo import api
from odoo.exceptions import UserError

logger = logging.getLogger("customer_master.life")
env["ir.module.module"].search([("name", "=", "customer_neighbour")]).button_immediate_uninstall()
env.cr.commit()
env = api.Environment(env.cr, env.ref("base.user_admin").id, {"lang": "en_US"})
assert "neighbour.ticket" not in env


def tried(what, work, *arguments, told=()):
    """Do one thing; a failure is logged, but for ``told``: what a user is told."""
    try:
        work(*arguments)
        env.cr.commit()
    except told as error:
        env.cr.rollback()
        logger.info("%s: %s", what, error)
    except Exception:
        env.cr.rollback()
        logger.exception("after another addon has gone: %s", what)


def readable(model):
    return model in env and not env[model]._abstract and env[model].has_access("read")


def read_all(model):
    """All values of all records, as screens show them."""
    Model = env[model].with_context(active_test=False)
    names = [
        name
        for name, field in Model._fields.items()
        if field.type != "binary" and Model._has_field_access(field, "read")
    ]
    records = Model.search([])
    records.web_read({name: {} for name in names})
    records.mapped("display_name")


def save_customer():
    """As the entry form does it."""
    Partner = env["res.partner"].with_context(
        customer_entry=True, default_customer_rank=1, default_is_company=True
    )
    values = {"name": "Neighbour 0 Limited", "is_company": True, "customer_rank": 1,
              "phone": "13800138000", "country_id": env.ref("base.cn").id}  # fmt: skip
    [saved] = Partner.web_save(values, {"id": {}, "display_name": {}})
    customer = env["res.partner"].browse(saved["id"])
    customer.with_user(env.ref("base.user_admin")).write({"name": "Neighbour 1 Limited"})
    customer.copy()


def use_view(name):
    """As a tool that reads by SQL does it."""
    env.cr.execute(f"SELECT count(*) FROM customer_master.{name}")
    assert env.cr.fetchone()[0], "no customers in it"


def mend_endpoint():
    """The mapping still names what has gone: the messages must say so, or leave it out."""
    endpoint = env["customer.endpoint"].search([("name", "=", "N")])
    assert endpoint.state == "stopped" and "neighbour_code" in endpoint.stop_reason
    endpoint.filter_domain = "[]"
    endpoint.action_start()
    env.cr.commit()
    env.ref("customer_master.ir_cron_outbox").method_direct_trigger()


own = env["ir.model"].search([("model", "=like", "customer.%"), ("transient", "=", False)])
for model in filter(readable, [*own.mapped("model"), "res.partner"]):
    tried(f"reading {model}", read_all, model)
for action in env["ir.actions.act_window"].search([]):
    if (action.get_external_id()[action.id] or "").startswith("customer_master."):
        modes = [(False, mode) for mode in action.view_mode.split(",")]
        tried(f"views of {action.name}", env[action.res_model].get_views, modes)
tried("saving a customer", save_customer)
tried("reading a published view", use_view, "kept")

# -- the records that named it
named = {"told": (UserError,)}
for model, actions in {
    "customer.match.rule": ("action_try", "action_scan"),
    "customer.link.rule": ("action_try", "action_run"),
    "customer.quality.rule": ("action_try",),
    "customer.followup.plan": ("action_try",),
    "customer.care.rule": ("action_try",),
    "customer.segment": ("action_open_customers",),
    "customer.mapping": ("action_publish",),
    "customer.report.schedule": ("action_send",),
    "customer.endpoint": ("action_start",),
}.items():
    for record in env[model].search([("name", "in", ("N", "N 1", "N 2"))]):
        for action in actions:
            tried(f"{action} of {record}", getattr(record, action), **named)
for operation in env["customer.operation"].search([("state", "=", "done")]):
    tried(f"undoing {operation.kind}", operation.action_undo, **named)
for snapshot in env["customer.snapshot"].search([]):
    comparison = env["customer.snapshot.comparison"].create({"snapshot_id": snapshot.id})
    tried("comparing with a snapshot", comparison.action_compare, **named)
for cron in env["ir.cron"].search([("cron_name", "=like", "Customer Master%")]):
    tried(cron.cron_name, cron.method_direct_trigger)
tried("sending again", mend_endpoint)

# what an administrator made of Odoo's own is no part of our addon
env["res.partner.category"].search([("name", "=", "N")]).unlink()
env["ir.filters"].search([("name", "=", "N")]).unlink()
env.cr.commit()
