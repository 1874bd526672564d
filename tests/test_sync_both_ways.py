from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command

from .outbox_case import OutboxCase
from .receive_case import ReceiveCase

BOLT = {"name": "Bolt GmbH", "tel": "+49 6227 747474", "mail": "info@bolt.example",
        "address": {"city": "Ulm", "street": "Weg 1", "country": "DE"}}  # fmt: skip


class SyncBothWaysCase(OutboxCase, ReceiveCase):
    """A shop that gets our changes, and sends its own by the same mapping."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.endpoint.action_stop()
        cls.out = cls.make_endpoint(
            system_id=cls.shop.id, mapping_id=cls.shop.inbound_mapping_id.id, with_personal=True
        )

    def setUp(self):
        super().setUp()
        self.mine = self.make_customer(
            "Bolt GmbH", city="Ulm", street="Weg 1", country_id=self.germany.id,
            phone="+49 6227 747474", email="info@bolt.example",
        )  # fmt: skip
        self.env["customer.external.id"]._link(self.shop, {"7": self.mine.id})
        self.send()
        self.number = 0

    def says(self, when=None, times=(), **changes):
        """What the shop sends of the customer: its whole record.

        :param when: of the change there; now, if not given
        :param times: of single values, by place
        """
        self.number += 1
        times = dict(times)
        data = {**BOLT, **changes}
        data["address"] = {**BOLT["address"], **changes.get("address", {})}
        moment = when or datetime.utcnow()  # noqa: DTZ003 - in UTC, as the database has it
        record = self.record("7", key=str(self.number), changed_on=moment.isoformat(), **data)
        [answer] = self.receive({**record, "changed": {p: t.isoformat() for p, t in times.items()}})
        return answer["status"]

    def open_records(self):
        return self.env["customer.inbound.record"].search([("state", "=", "open")])


class TestSyncEcho(SyncBothWaysCase):
    """What comes back says nothing new; what was changed there does."""

    def test_echo_of_what_arrived(self):
        self.mine.city = "Bonn"
        self.send()
        self.assertEqual(self.says(address={"city": "Bonn"}), "unchanged")
        self.mine.city = "Kiel"
        self.env.flush_all()
        # it does not know of Kiel yet, and has changed something else
        self.assertEqual(self.says(address={"city": "Bonn"}, tel="+49 30 123456"), "updated")
        self.assertEqual((self.mine.city, self.mine.phone), ("Kiel", "+49 30 123456"))
        self.assertFalse(self.open_records())

    def test_echo_of_an_older_value_that_was_on_its_way(self):
        before = datetime.utcnow()  # noqa: DTZ003
        self.mine.city = "Bonn"
        self.send()
        # changed there before Bonn had arrived
        self.assertEqual(self.says(before, address={"city": "Ulm"}), "unchanged")
        self.assertEqual(self.mine.city, "Bonn")
        self.assertFalse(self.open_records())

    def test_back_to_the_old_value_there_is_a_change(self):
        self.mine.city = "Bonn"
        self.send()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.assertEqual(self.says(later, address={"city": "Ulm"}), "updated")
        self.assertEqual(self.mine.city, "Ulm")

    def test_both_have_changed_it(self):
        self.shop.policy = "priority"
        self.mine.city = "Bonn"
        self.send()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.assertEqual(self.says(later, address={"city": "Kiel"}), "unchanged")
        self.assertEqual(self.mine.city, "Bonn")
        self.assertEqual(list(self.open_records().conflicts), ["city"])

    def both_change_the_city(self):
        self.shop.policy = "priority"
        self.mine.city = "Bonn"
        self.send()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.says(later, address={"city": "Kiel"})
        return self.open_records().with_user(self.steward), later

    def test_keep_ours_is_told(self):
        waiting, later = self.both_change_the_city()
        told = len(self.told(self.mine))
        with freeze_time(later + timedelta(minutes=1)):
            waiting.action_keep()
            self.send()
        [record] = self.told(self.mine)[told:]
        self.assertEqual(record["data"]["address"]["city"], "Bonn")
        # theirs is older than the decision
        self.assertGreater(record["changed"]["address.city"], later.isoformat())
        self.assertFalse(self.open_records())

    def test_take_theirs_is_undone(self):
        waiting, _later = self.both_change_the_city()
        before = self.shop.operation_id.customer_count
        waiting.action_take()
        self.assertEqual((self.mine.city, waiting.status), ("Kiel", "updated"))
        operation = self.shop.operation_id
        self.assertEqual(operation.customer_count, before + 1)
        self.send()
        self.assertFalse(self.messages(self.mine, self.out).filtered(lambda m: m.state != "done"))
        operation.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.mine.city, "Bonn")

    def test_take_theirs_only_where_one_may_write(self):
        waiting, _later = self.both_change_the_city()
        self.patch(
            type(self.env["res.partner"]),
            "_check_access",
            lambda partners, operation: (
                (partners, lambda: AccessError("no")) if operation == "write" and partners else None
            ),
        )
        with self.assertRaises(AccessError):
            waiting.action_take()
        self.assertEqual(self.mine.city, "Bonn")

    def test_times_of_single_values(self):
        self.mine.city = "Bonn"
        self.send()
        told = self.told(self.mine)[-1]
        self.assertEqual(set(told["changed"]), {"address.city"})
        mine = datetime.fromisoformat(told["changed"]["address.city"]).replace(tzinfo=None)
        second = timedelta(seconds=1)
        # the street was changed there after our city, their city long before it
        self.assertEqual(
            self.says(
                mine + second,
                {"address.city": mine - second, "address.street": mine + second},
                address={"city": "Kiel", "street": "Weg 2"},
            ),
            "updated",
        )
        self.assertEqual((self.mine.city, self.mine.street), ("Bonn", "Weg 2"))
        self.assertEqual(list(self.open_records().conflicts), ["city"])
        origins = self.env["customer.field.origin"]._of(self.mine.ids)[self.mine.id]
        self.assertEqual(origins["street"].changed_on, mine + second)

    def test_what_did_not_arrive_is_not_known_there(self):
        self.receiver.behaviour.status = 500
        self.mine.city = "Bonn"
        self.send()
        self.assertEqual(self.says(address={"city": "Ulm"}, tel="+49 30 123456"), "updated")
        self.assertEqual(self.mine.city, "Bonn", "it does not know of Bonn")

    def test_a_newer_state_of_theirs_stands(self):
        self.mine.city = "Bonn"
        self.env.flush_all()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.assertEqual(self.says(later, address={"city": "Kiel"}), "updated")
        self.mine.street = "Weg 2"
        self.send()
        self.assertEqual(self.told(self.mine)[-1]["data"]["address"]["city"], "Kiel")
        self.mine.city = "Essen"
        self.env.flush_all()
        self.assertEqual(
            self.says(later + timedelta(1e-5), address={"city": "Kiel", "street": "Weg 2"}),
            "unchanged",
        )
        self.assertEqual(self.mine.city, "Essen")

    def test_what_they_changed_is_told_when_it_is_changed_back(self):
        self.assertEqual(self.says(address={"city": "Kiel"}), "updated")
        told = len(self.told(self.mine))
        self.mine.city = "Ulm"
        self.send()
        self.assertEqual(self.told(self.mine)[told:][0]["data"]["address"]["city"], "Ulm")

    def test_archived_here_and_back_there(self):
        before = datetime.utcnow()  # noqa: DTZ003
        self.mine.active = False
        self.send()
        self.assertEqual(self.told(self.mine)[-1]["action"], "archive")
        # an echo from before, then somebody there takes it back
        self.says(before, tel="+49 30 123456")
        self.assertFalse(self.mine.active)
        self.env["customer.outbox"]._queue(self.out, self.mine.ids, forced=True)
        self.send()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.assertEqual(self.says(later, tel="+49 30 123456"), "updated")
        self.assertTrue(self.mine.active)

    def test_archived_there_while_ours_was_on_its_way(self):
        self.receiver.behaviour.status = 500
        self.mine.city = "Bonn"
        self.send()
        later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003
        self.receive(self.record("7", changed_on=later.isoformat(), action="archive"))
        self.assertFalse(self.mine.active)
        self.receiver.behaviour.status = 0
        self.due(self.out)
        self.send()
        self.assertEqual(
            self.says(later + timedelta(seconds=1), address={"city": "Bonn"}), "updated"
        )
        self.assertTrue(self.mine.active)


class TestSyncBlank(SyncBothWaysCase):
    """A value that was removed is removed on the other side too, where it may be."""

    def setUp(self):
        super().setUp()
        self.later = datetime.utcnow() + timedelta(seconds=2)  # noqa: DTZ003

    def test_sent_as_null(self):
        self.mine.write({"phone": False, "city": False, "country_id": False})
        self.send()
        data = self.told(self.mine)[-1]["data"]
        self.assertEqual(
            (data["tel"], data["address"]),
            (None, {"city": None, "street": "Weg 1", "country": None}),
        )

    def test_never_blank_unless_told_to(self):
        blank = {"tel": None, "mail": "", "address": {"city": None, "country": None}}
        self.assertEqual(self.says(self.later, **blank), "unchanged")
        self.shop.take_blanks = True
        self.shop.policy_ids = [
            Command.create({"field": "email", "policy": "newest", "take_blanks": False})
        ]
        self.assertEqual(self.says(self.later, **blank), "updated")
        self.assertRecordValues(
            self.mine,
            [{"phone": False, "city": False, "country_id": False, "email": "info@bolt.example"}],
        )

    def test_what_they_never_had_is_no_change(self):
        self.shop.take_blanks = True
        self.mine.function = "Trade"
        other = self.make_customer("Other Ltd", city="Bonn", ref="K9")
        record = self.record("9", no="K9", name="Other Ltd", tel=None, address={"city": None})
        self.assertEqual(self.status(record), ["updated"], "its ID there is new")
        self.assertEqual(other.city, "Bonn")

    def test_echo_and_conflict(self):
        self.shop.write({"take_blanks": True, "policy": "priority"})
        self.mine.phone = False
        self.send()
        self.assertEqual(self.says(self.later, tel=None), "unchanged")
        self.assertEqual(self.says(self.later, tel="+49 30 123456"), "unchanged")
        self.assertEqual(list(self.open_records().conflicts), ["phone"])
        self.mine.street = "Weg 3"
        self.assertEqual(self.says(self.later, tel=None, address={"street": ""}), "unchanged")
        record = self.open_records()
        self.assertEqual(record.conflicts, {"street": False})
        record.with_user(self.steward).action_take()
        self.assertFalse(self.mine.street)

    def test_policies(self):
        self.shop.write({"take_blanks": True, "policy": "fill"})
        self.assertEqual(self.says(self.later, tel=None), "unchanged")
        self.shop.policy = "keep"
        self.assertEqual(self.says(self.later, tel=None), "unchanged")
        self.shop.policy = "overwrite"
        self.assertEqual(self.says(self.later, tel=None, name=""), "updated")
        self.assertEqual((self.mine.phone, self.mine.name), (False, "Bolt GmbH"))
