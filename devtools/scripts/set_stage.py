"""Run in Odoo's shell on a copy of the demo database from which pictures are taken: a history that
a database of some months has, and a company without the marks of a demo."""
# ruff: noqa: F821 (env comes from the shell)

import base64
import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from odoo import Command

LANG = "zh_CN" if env.cr.dbname.endswith("zh_CN") else "en_US"


def the(name):
    return env.ref(f"customer_master.{name}")


def run(sql, *values):
    env.flush_all()
    env.cr.execute(sql, values)
    env.invalidate_all()


def logo():
    """Three bars in a circle: belongs to nobody."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, 232, 232), fill=(45, 108, 162))
    for number, height in enumerate((60, 95, 130)):
        left = 62 + number * 42
        draw.rectangle((left, 180 - height, left + 28, 180), fill="white")
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue())


company = env.ref("base.main_company")
company.write({"name": "Example Company", "logo": logo(), "email": "info@company.example"})
others = env["res.company"].search([("id", "!=", company.id)])
admin = env.ref("base.user_admin")
env["res.users"].search([]).write({"company_ids": [Command.set(company.ids)]})
run("UPDATE res_company SET active = false WHERE id = ANY(%s)", others.ids)

# a problem of data quality was solved now and then
for week in range(1, 12):
    run(
        """
        INSERT INTO customer_quality_statistic
               (date, company_id, rule_id, correction_id, open_count, ignored_count)
        SELECT date - %s, company_id, rule_id, correction_id,
               (open_count * %s)::int + %s, ignored_count
          FROM customer_quality_statistic WHERE date = current_date
        """,
        7 * week,
        1 + 0.07 * week,
        week % 3,
    )

# a snapshot every week, and one by hand
for back, customers, contacts in ((21, 208, 331), (14, 211, 337), (7, 213, 341), (0, 0, 0)):
    env["customer.snapshot"].with_user(admin).action_take()
    snapshot = env["customer.snapshot"].search([], limit=1)
    if back:
        run(
            """
            UPDATE customer_snapshot
               SET taken_on = taken_on - %s, customer_count = %s, contact_count = %s,
                   user_id = 1, plan_id = (SELECT min(id) FROM customer_snapshot_plan)
             WHERE id = %s
            """,
            timedelta(days=back),
            customers,
            contacts,
            snapshot.id,
        )

# orders that go to other customers than they are for
own = [("state", "=", "sale"), ("partner_id.ref", "=like", "C1%")]
orders = env["sale.order"].search(own, order="id", limit=40)
places = [the(f"res_partner_demo_{name}") for name in ("xianglu", "ruilan", "nordlicht")]
for number, order in enumerate(orders[7:40:6]):
    field = ("partner_shipping_id", "partner_invoice_id")[number % 2]
    order.write({field: places[number % 3].id})
env["customer.consistency.issue"]._refresh()

# a second system, to which much was sent in the last days
mapping = the("customer_mapping_demo_shop")
system = env["customer.system"].create({"name": "ERP", "code": "erp"})
endpoint = env["customer.endpoint"].create(
    {
        "name": "ERP",
        "system_id": system.id,
        "mapping_id": mapping.id,
        "url": "https://erp.example/customers",
        "sequence": 5,
    }
)
endpoint.action_new_secret()
endpoint.state = "on"
env["ir.model.data"].create(
    {"module": "customer_master", "name": "customer_endpoint_stage", "model": endpoint._name,
     "res_id": endpoint.id, "noupdate": True}
)  # fmt: skip
Partner = env["res.partner"]
customers = Partner.search(Partner._customer_domain(), order="id").ids
now = datetime.now().replace(microsecond=0)
rows = []
for day in range(14):
    for number in range((29, 14, 22, 37, 18, 6, 5)[day % 7]):
        done = now - timedelta(days=day, minutes=7 * number + 5)
        customer = customers[(day * 17 + number) % len(customers)]
        rows.append((customer, "done", 1, None, None, None, done, done))
for number, (state, problem, code, reason) in enumerate(
    (
        ("retry", "timeout", None, None),
        ("retry", "connect", None, None),
        ("retry", "timeout", None, None),
        ("failed", "rejected", 422, "Unknown country code"),
        ("waiting", None, None, None),
        ("waiting", None, None, None),
    )
):
    begun = now - timedelta(minutes=4 * number + 3)
    tries = {"waiting": 0, "retry": 1}.get(state, 3)
    rows.append((customers[-1 - number], state, tries, problem, code, reason, None, begun))
run("DELETE FROM customer_outbox")
for row in rows:
    run(
        """
        INSERT INTO customer_outbox (endpoint_id, res_id, action, state, tries, problem,
                                     http_status, reason, done_on, create_date, write_date, key)
        VALUES (%s, %s, 'upsert', %s, %s, %s, %s, %s, %s, %s, %s, gen_random_uuid()::text)
        """,
        endpoint.id,
        *row,
        row[-1],
    )

# what was done to many customers, for the list of operations
emma = the("res_users_demo_sales2")
given = Partner.search([("user_id", "=", emma.id), ("ref", "=like", "C108%")], limit=12)
env["customer.handover"].with_user(admin).with_context(lang=LANG)._hand_over(
    dict.fromkeys(given, the("res_users_demo_admin")), True
)
asked = Partner.search([("country_id.code", "=", "CN"), ("ref", "=like", "C102%")], limit=6)
env["customer.mass.classification"].with_user(admin).with_context(lang=LANG).create(
    {"partner_ids": [Command.set(asked.ids)],
     "add_tag_ids": [Command.link(the("res_partner_category_demo_fair").id)]}
).action_apply()  # fmt: skip

# reports of the administrator
for name, form in (("sales_region", "pdf"), ("vip", "xlsx"), ("sales_region", "screen")):
    template = the(f"customer_report_template_{name}")
    values = {"template_id": template.id, "format": form, "period": "last_365"}
    Run = env["customer.report.run"].with_user(admin).with_context(lang=LANG)
    Run.create(values).action_generate()

# segments have grown since last month
run("DELETE FROM customer_segment_count")
for number, segment in enumerate(env["customer.segment"].search([])):
    segment._note_count()
    for back in range(29, 0, -1):
        run(
            """
            INSERT INTO customer_segment_count (segment_id, day, count)
            SELECT segment_id, day - %s, greatest(count - %s, 0)
              FROM customer_segment_count WHERE segment_id = %s AND day = current_date
            """,
            back,
            (back * (number + 1)) // 9,
            segment.id,
        )

# texts of messages are in the language of who made the database
run("DELETE FROM mail_message WHERE model LIKE 'customer.%%'")
env.cr.commit()
