"""Run in Odoo's shell: install ``customer_neighbour``, and name what it has wherever one can.

Also what the end of our own addon has to take away: a dimension of its own, a published view,
settings, a snapshot.
"""
# ruff: noqa: F821 (env comes from the shell)

from odoo import api
from odoo.fields import Command

env["ir.module.module"].update_list()
env["ir.module.module"].search([("name", "=", "customer_neighbour")]).button_immediate_install()
env = api.Environment(env.cr, env.uid, {})

CONDITION = "[('neighbour_code', '=', 'N1'), ('neighbour_ticket_ids.name', 'ilike', 'T')]"
env.user.email = "bot@neighbour.example"


def create(model, **values):
    return env[model].create(values)


def field(name, model="res.partner"):
    return env["ir.model.fields"]._get(model, name).id


def lines(*many):
    return [Command.create(values) for values in many]


# -- what is named in rules
code, group = field("neighbour_code"), field("neighbour_group_id")
create("customer.match.field", name="Code", field_id=code)
create("customer.match.rule", name="N", sequence=1, domain=CONDITION, on_entry="warn")
create("customer.survivorship.rule", field_id=code, strategy="longest")
create("customer.field.guard", field_id=code, kind="finance")
create("customer.quality.rule", name="N 1", type="required", field_id=code)
create(
    "customer.quality.rule",
    name="N 2",
    type="required",
    field_id=field("ref"),
    other_field_ids=[Command.set([code, group])],
    domain=CONDITION,
)
segment = create("customer.segment", name="N", domain=CONDITION)
create(
    "customer.followup.plan", name="N", domain=f"[('customer_segment_ids', 'in', {segment.ids})]"
)
create("customer.followup.plan", name="N 2", sequence=1, domain=CONDITION)
create("customer.care.rule", name="N", kind="silence", domain=CONDITION)
dimension = create("customer.dimension", name="N", code="neighbour")
category = create(
    "customer.category",
    name="N",
    dimension_id=dimension.id,
    customer_rule_domain=CONDITION,
)
create("res.partner.category", name="N", customer_rule_domain=CONDITION)
create("ir.filters", name="N", model_id="res.partner", domain=CONDITION, user_ids=[], context="{}")
settings = create(
    "res.config.settings",
    customer_approval="always",
    customer_approval_field_ids=[Command.set([code, field("name")])],
)
settings.execute()
settings.create({"customer_approval": "never"}).execute()

# -- mappings, systems, reports
mapping = create(
    "customer.mapping",
    name="N",
    kind="record",
    view_name="neighbour",
    view_personal=True,
    line_ids=lines(
        {"column": "name", "target": "name"},
        {"column": "ref", "target": "ref", "is_key": True},
        {"column": "code", "target": "neighbour_code"},
        {"column": "group", "target": "neighbour_group_id.name"},
        {"column": "tickets", "target": "neighbour_ticket_ids.name"},
    ),
)
mapping.action_publish()
kept = mapping.copy({"view_name": "kept", "view_personal": True})
kept.line_ids.filtered(lambda line: "neighbour" in line.target).unlink()
kept.action_publish()
system = create(
    "customer.system",
    name="N",
    code="neighbour",
    user_id=env.ref("base.user_admin").id,
    inbound_mapping_id=mapping.id,
)
endpoint = create(
    "customer.endpoint",
    name="N",
    system_id=system.id,
    mapping_id=mapping.id,
    url="http://127.0.0.1:9",
    allow_private=True,
    filter_domain="[('neighbour_code', '!=', 'out')]",
    timeout=1,
)
endpoint.action_set_secret("whsec_" + "A" * 43 + "=")
endpoint.action_start()
template = create(
    "customer.report.template",
    name="N",
    domain=CONDITION,
    column_ids=lines(
        {"path": "name"},
        {"path": "neighbour_group_id.name", "group": "1"},
        {"path": "neighbour_ticket_ids", "sequence": 20},
        {"path": "neighbour_code", "sort": "asc", "sequence": 30},
    ),
)
create(
    "customer.report.schedule",
    name="N",
    template_id=template.id,
    domain=CONDITION,
    recipient_ids=[Command.set(env.ref("base.user_admin").ids)],
)

# -- customers, and what happened to them
some = create("neighbour.group", name="Some")
customers = env["res.partner"].create(
    [
        {
            "name": f"Neighbour {number} Ltd",
            "is_company": True,
            "customer_rank": 1,
            "ref": f"N-{number}",
            "email": f"office@neighbour-{number}.example",
            "neighbour_code": "N1",
            "neighbour_level": "low",
            "neighbour_group_id": some.id,
            dimension.field_name: category.id,
        }
        for number in range(6)
    ]
)
rule = create(
    "customer.link.rule",
    name="N",
    active=True,
    model_id=env["ir.model"]._get_id("neighbour.ticket"),
    field_id=field("partner_id", "neighbour.ticket"),
    action="link",
    domain="[('name', 'like', 'T')]",
    line_ids=lines({"path": "email", "kind": "email"}),
)
tickets = env["neighbour.ticket"].create(
    [{"name": f"T{n}", "email": f"office@neighbour-{n}.example"} for n in range(6)]
)
env.cr.commit()
env["customer.link.queue"].sudo()._work()
env.cr.commit()
assert tickets.partner_id == customers, "the tickets were not linked"
rule.action = "suggest"
tickets[5].partner_id = False
env.cr.commit()
env["customer.link.queue"].sudo()._work()
assert env["customer.link.suggestion"].search_count([("res_model", "=", "neighbour.ticket")])
env["customer.snapshot"].action_take()
for kept_one, gone in (customers[:2], customers[2:4]):
    merge = env["customer.operation"].browse(
        env["customer.operation"].customer_plan_merge(
            [
                {
                    "master": kept_one.id,
                    "members": [kept_one.id, gone.id],
                    "values": {"neighbour_code": gone.id},
                }
            ]
        )
    )
    merge.action_do()
    assert merge.state == "done", merge.line_ids.mapped("reason")
customers[4].neighbour_code = "N2"
tickets[4].message_post(body="Hello", message_type="comment", author_id=customers[4].id)
customers[3].active = False
env["customer.outbox"].flush_model()
env["customer.consistency.issue"].create(
    {
        "kind": "archived",
        "res_model": "neighbour.ticket",
        "res_id": tickets[4].id,
        "field_name": "partner_id",
        "name": "T4",
        "partner_id": customers[3].id,
        "way": "replace",
    }
)
env.cr.commit()
