from odoo import Command
from odoo.tests import new_test_user

from .common import QUIET, CustomerCase

LINES = {
    "name": "name", "no": "ref", "tel": "phone", "mail": "email", "address.city": "city",
    "address.street": "street", "address.country": "country_id.code",
    "contacts[].name": "child_ids.name", "contacts[].mail": "child_ids.email",
}  # fmt: skip


class ReceiveCase(CustomerCase):
    """A shop that sends customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.shop = cls.make_system("shop")

    @classmethod
    def make_system(cls, code, **values):
        bot = new_test_user(
            cls.env, f"cm_bot_{code}", "customer_master.group_sync_bot", context=QUIET
        )
        mapping = cls.env["customer.mapping"].create(
            {
                "name": code,
                "kind": "record",
                "line_ids": [
                    Command.create({"column": path, "target": target, "is_key": target == "ref"})
                    for path, target in LINES.items()
                ],
            }
        )
        return cls.env["customer.system"].create(
            {
                "name": code.title(),
                "code": code,
                "user_id": bot.id,
                "inbound_mapping_id": mapping.id,
                **values,
            }
        )

    def receive(self, *records, system=None):
        system = system or self.shop
        answers = self.env["customer.system"].with_user(system.user_id)
        answers = answers.receive(system.code, list(records))
        self.env.invalidate_all()
        return answers

    def status(self, *records, system=None):
        return [one["status"] for one in self.receive(*records, system=system)]

    @staticmethod
    def record(number, key=None, changed_on="2026-01-01T00:00:00Z", **data):
        action = data.pop("action", "upsert")
        retired = data.pop("retired", [])
        return {
            "id": number,
            "key": key or f"{number}-{changed_on}-{action}",
            "changed_on": changed_on,
            "action": action,
            "retired": retired,
            "data": data,
        }

    def customer(self, number, system=None):
        links = self.env["customer.external.id"]._customers_of(system or self.shop, [number])
        return self.Partner.browse(links[number])
