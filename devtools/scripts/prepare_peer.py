"""Run in Odoo's shell: a system "peer", another Odoo that is prepared in the same way.

Prints the API key of its user, which is that of the other one too: both are copies of one database.
"""
# ruff: noqa: F821 (env comes from the shell)

from datetime import timedelta

from odoo.fields import Command, Datetime

PASSWORD = "peer-password"
COLUMNS = {
    "name": "name", "no": "ref", "vat": "vat", "phone": "phone", "mail": "email",
    "address.street": "street", "address.city": "city", "address.zip": "zip",
    "address.country": "country_id.code",
}  # fmt: skip


def user(login, group):
    return env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "password": PASSWORD,
            "group_ids": [Command.set(env.ref(f"customer_master.{group}").ids)],
        }
    )


bot = user("peer", "group_sync_bot")
user("keeper", "group_administrator")
key = env["res.users.apikeys"].with_user(bot).sudo()._generate(
    "rpc", "Peer", Datetime.now() + timedelta(days=1)
)  # fmt: skip
mapping = env["customer.mapping"].create(
    {
        "name": "Peer",
        "kind": "record",
        "line_ids": [
            Command.create({"column": column, "target": target, "is_key": target == "ref"})
            for column, target in COLUMNS.items()
        ],
    }
)
system = env["customer.system"].create(
    {
        "name": "Peer",
        "code": "peer",
        "user_id": bot.id,
        "inbound_mapping_id": mapping.id,
        "policy": "newest",
        "take_blanks": True,
    }
)
env["customer.endpoint"].create(
    {
        "name": "Peer",
        "system_id": system.id,
        "mapping_id": mapping.id,
        "transport": "json2",
        "url": "http://127.0.0.1:9",
        "allow_private": True,
        "with_personal": True,
        "remote_code": "peer",
        "api_key": key,
        "first_retry": 1,
    }
)
env.cr.commit()
print(f"API-KEY {key}")
