from ..bench.common.receiver import Behaviour, Receiver
from ..engine.outbox import new_secret
from .common import CustomerCase


class OutboxCase(CustomerCase):
    """A receiver on loopback and an endpoint that sends to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Outbox = cls.env["customer.outbox"]
        cls.system = cls.env["customer.system"].create({"name": "Web", "code": "web"})
        cls.mapping = cls.env["customer.mapping"].create(
            {
                "name": "Shop",
                "kind": "record",
                "line_ids": [
                    (0, 0, {"sequence": number, "column": column, "target": target})
                    for number, (column, target) in enumerate(
                        [("name", "name"), ("address.city", "city"), ("country", "country_id.code")]
                    )
                ],
            }
        )
        cls.secret = new_secret()
        cls.receiver = Receiver(cls.secret)
        cls.enterClassContext(cls.receiver)
        cls.endpoint = cls.make_endpoint()

    def setUp(self):
        super().setUp()
        self.receiver.behaviour = Behaviour()
        self.receiver.accepted.clear()
        self.receiver.refused.clear()

    @classmethod
    def make_endpoint(cls, started=True, **values):
        endpoint = cls.env["customer.endpoint"].create(
            {
                "name": "Shop",
                "system_id": cls.system.id,
                "mapping_id": cls.mapping.id,
                "url": cls.receiver.url,
                "allow_private": True,
                "connections": 2,
                "timeout": 3,
                **values,
            }
        )
        if endpoint.transport == "webhook":
            endpoint.action_set_secret(cls.secret)
        if started:
            endpoint.action_start()
        return endpoint

    def send(self):
        """One run of the sender, after the changes were committed."""
        self.env.cr.flush()
        with self.enter_registry_test_mode():
            with self.registry.cursor() as cr:
                self.env(cr=cr)["customer.outbox"]._cron_send()
        self.env.invalidate_all()

    def due(self, endpoint=None):
        """Let what is to be tried later be tried now."""
        endpoint = endpoint or self.endpoint
        self.env["customer.endpoint.status"]._reset(endpoint)
        self.Outbox.search([("state", "=", "retry")]).next_try = "2000-01-01"

    def messages(self, partner=None, endpoint=None):
        self.env.cr.flush()
        domain = [("endpoint_id", "=", (endpoint or self.endpoint).id)]
        if partner:
            domain.append(("res_id", "in", partner.ids))
        return self.Outbox.search(domain, order="id")

    def told(self, partner=None):
        """Records that the receiver accepted, of one customer or all."""
        records = [one["data"] for one in self.receiver.accepted]
        return [r for r in records if not partner or r["id"] == str(partner.id)]
