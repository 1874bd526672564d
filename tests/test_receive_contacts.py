from odoo import Command

from .receive_case import ReceiveCase

LATER = "2026-01-02T00:00:00Z"
LINES = {
    "contacts[].no": "child_ids.ref", "contacts[].tel": "child_ids.phone",
    "contacts[].job": "child_ids.function", "contacts[].country": "child_ids.country_id",
    "seller": "user_id.login", "groups[]": "category_id.name",
}  # fmt: skip


class TestReceiveContacts(ReceiveCase):
    """Contact persons of customers that come in, and values that lead to records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.inbound_mapping_id.line_ids = [
            Command.create({"column": path, "target": target}) for path, target in LINES.items()
        ]

    def sent(self, *contacts, changed_on="2026-01-01T00:00:00Z", key=None, **data):
        data = {"name": "Harbour Light Trading Ltd", **data}
        return self.record("7", key, changed_on, contacts=list(contacts), **data)

    def persons(self):
        persons = self.customer("7").child_ids.sorted("id")
        return [(one.name, one.email, one.function) for one in persons]

    def test_all_of_them_come_in(self):
        ann = {"name": "Ann Lee", "mail": "Ann@Harbour.example", "job": "Buyer", "country": "CN"}
        bob = {"name": "Bob Ray", "tel": "0755-87142919", "country": "China"}
        self.assertEqual(self.status(self.sent(ann, bob, ann, {})), ["created"])
        children = self.customer("7").child_ids.sorted("id")
        self.assertRecordValues(
            children,
            [
                {"name": "Ann Lee", "email": "ann@harbour.example", "phone": False,
                 "function": "Buyer", "type": "contact", "is_company": False},
                {"name": "Bob Ray", "email": False, "phone": "+86 755 8714 2919",
                 "function": False, "type": "contact", "is_company": False},
            ],
        )  # fmt: skip
        self.assertEqual(self.status(self.sent(bob, ann, key="2", changed_on=LATER)), ["unchanged"])
        self.assertEqual(self.customer("7").child_ids, children)

    def test_changed_and_added_never_deleted(self):
        self.receive(
            self.sent(
                {"no": "1", "name": "Ann Lee", "mail": "ann@h.example", "job": "Buyer"},
                {"name": "Bob Ray", "mail": "bob@h.example"},
                {"name": "Cid Fox"},
            )
        )
        ann, bob, cid = self.customer("7").child_ids.sorted("id")
        [answer] = self.receive(
            self.sent(
                {"name": "Robert Ray", "mail": "bob@h.example"},
                {"no": "1", "name": "Ann Poe", "mail": "poe@h.example", "job": "Head"},
                {"name": "Dan Orr"},
                changed_on=LATER,
            )
        )
        self.assertEqual(answer["status"], "updated")
        self.assertIn("Contact Persons", answer["reason"])
        self.assertEqual((ann.name, ann.email, ann.function), ("Ann Poe", "poe@h.example", "Head"))
        self.assertEqual((bob.name, cid.name), ("Robert Ray", "Cid Fox"))
        self.assertEqual(len(self.customer("7").child_ids), 4)

    def test_archived_persons_stay_archived(self):
        self.receive(self.sent({"name": "Ann Lee"}))
        ann = self.customer("7").child_ids
        ann.active = False
        self.receive(self.sent({"name": "Ann Lee", "job": "Buyer"}, changed_on=LATER))
        self.assertEqual((ann.active, ann.function), (False, "Buyer"))
        self.assertFalse(self.customer("7").child_ids)

    def test_policy(self):
        self.shop.policy = "fill"
        self.receive(self.sent({"name": "Ann Lee", "job": "Buyer"}))
        self.receive(
            self.sent({"name": "Ann Lee", "job": "Head", "mail": "a@h.example"}, changed_on=LATER)
        )
        self.assertEqual(self.persons(), [("Ann Lee", "a@h.example", "Buyer")])
        self.shop.inbound_mapping_id.line_ids.filtered(
            lambda line: line.target == "child_ids.function"
        ).policy = "overwrite"
        self.receive(
            self.sent({"name": "Ann Lee", "job": "Head"}, changed_on="2026-01-03T00:00:00Z")
        )
        self.assertEqual(self.persons(), [("Ann Lee", "a@h.example", "Head")])

    def test_changed_on_both_sides(self):
        self.receive(self.sent({"name": "Ann Lee", "job": "Buyer"}))
        ann = self.customer("7").child_ids
        ann.function = "Ours"
        self.receive(self.sent({"name": "Ann Lee", "job": "Theirs"}, changed_on=LATER))
        self.assertEqual(ann.function, "Ours")
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        waiting = waiting.with_user(self.steward)
        self.assertIn("Ann Lee / ", waiting.comparison)
        waiting.action_take()
        self.assertEqual((ann.function, waiting.state), ("Theirs", "decided"))
        # what they only repeat is no news
        ann.function = "Ours"
        again = "2026-01-03T00:00:00Z"
        self.receive(self.sent({"name": "Ann Lee", "job": "Theirs"}, changed_on=again))
        self.assertEqual(ann.function, "Ours")

    def test_undo(self):
        self.receive(self.sent({"name": "Ann Lee", "job": "Buyer"}))
        self.shop.operation_id = False
        self.receive(
            self.sent({"name": "Ann Lee", "job": "Head"}, {"name": "Bob Ray"}, changed_on=LATER)
        )
        self.assertEqual(len(self.persons()), 2)
        self.shop.operation_id.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.persons(), [("Ann Lee", False, "Buyer")])

    def test_bad_value_of_a_person(self):
        [answer] = self.receive(self.sent({"name": "Ann Lee", "country": "Nowhere"}))
        self.assertEqual(answer["status"], "rejected")
        self.assertIn("Nowhere", answer["reason"])

    def test_queries_of_persons(self):
        self.skip_beside("partner_stage")

        def batch(first, count):
            return [
                self.record(str(first + at), name=f"Firm {first * 7919 + at} Ltd",
                            contacts=[{"name": f"P {n}"} for n in range(count)])
                for at in range(5)
            ]  # fmt: skip

        self.receive(*batch(1, 1))
        few = self.queries(batch(20, 1))
        many = self.queries(batch(40, 9))
        # core writes to each person what it has from the customer
        self.assertLessEqual(many, few + 40)

    def queries(self, records):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.receive(*records)
        return self.env.cr.sql_log_count - before

    def test_values_that_lead_to_records(self):
        seller = self.make_user("sales")
        groups = self.env["res.partner.category"].create([{"name": "A, B"}, {"name": "Gold"}])
        self.receive(self.sent(seller=seller.login, groups=["A, B", "Gold"]))
        customer = self.customer("7")
        self.assertEqual((customer.user_id, customer.category_id), (seller, groups))
        [answer] = self.receive(self.sent(seller="nobody@x", changed_on=LATER))
        self.assertEqual(answer["status"], "rejected")
        self.assertIn("nobody@x", answer["reason"])
