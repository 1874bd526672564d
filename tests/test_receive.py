from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..models.origin import Origin
from .receive_case import ReceiveCase

XINLONG = {"name": "深圳市鑫龙实业有限公司", "tel": "0755-87142919", "mail": "Info@xinlong.example",
           "address": {"city": "深圳", "street": "科技路1号", "country": "CN"}}  # fmt: skip


class TestReceive(ReceiveCase):
    """What another system sends becomes customers."""

    def test_created_updated_unchanged(self):
        first = self.record("7", **XINLONG, contacts=[{"name": "王芳", "mail": "w@x.example"}])
        [answer] = self.receive(first)
        self.assertEqual((answer["status"], answer["key"]), ("created", first["key"]))
        customer = self.Partner.browse(answer["id"])
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "深圳市鑫龙实业有限公司",
                    "phone": "+86 755 8714 2919",
                    "email": "info@xinlong.example",
                    "country_id": self.china.id,
                    "customer_is_customer": True,
                    "customer_source": "other",
                    "create_uid": self.shop.user_id.id,
                }
            ],
        )
        self.assertEqual(customer.child_ids.email, "w@x.example")
        self.assertEqual(customer.customer_external_ids.external_id, "7")
        later = self.record(
            "7", changed_on="2026-01-02T00:00:00Z", **{**XINLONG, "tel": "13800138000"}
        )
        self.assertEqual(self.status(later), ["updated"])
        self.assertEqual(customer.phone, "+86 138 0013 8000")
        same = self.record("7", key="again", changed_on="2026-01-03T00:00:00Z", **later["data"])
        self.assertEqual(self.status(same), ["unchanged"])

    def test_same_key_same_answer(self):
        first = self.record("7", **XINLONG)
        answers = self.receive(first, {**first, "id": "8"})
        self.assertEqual(answers[0], answers[1])
        customer = self.Partner.browse(answers[0]["id"])
        customer.name = "Renamed"
        self.assertEqual(self.receive(first), answers[:1])
        self.assertEqual(customer.name, "Renamed")

    def test_bad_records_stop_nobody(self):
        good = self.record("7", **XINLONG)
        bad = [
            None, [], 5, {"key": "x"},
            {**good, "key": "a", "id": {}}, {**good, "key": "b", "data": 1},
            {**good, "key": "c", "action": "drop"}, {**good, "key": "d", "retired": {}},
            self.record("9", name={"a": 1}), self.record("10", tel="1"),
            self.record("11", name="A", address={"country": "Nowhere"}),
        ]  # fmt: skip
        answers = self.receive(*bad[:6], good, *bad[6:])
        self.assertEqual([one["status"] for one in answers].pop(6), "created")
        self.assertEqual({one["status"] for one in answers}, {"rejected", "created"})
        self.assertTrue(all(one["reason"] for one in answers if one["status"] == "rejected"))
        for records in (None, "x", {}, [{}] * 10_001):
            with self.assertRaises(ValidationError):
                self.env["customer.system"].with_user(self.shop.user_id).receive("shop", records)

    def test_one_that_can_not_be_stored(self):
        self.patch_create("Bad Ltd")
        records = [self.record(str(n), name=f"Number {n * 7919} Ltd") for n in range(4)]
        self.assertEqual(
            self.status(*records[:2], self.record("x", name="Bad Ltd"), *records[2:]),
            ["created", "created", "rejected", "created", "created"],
        )

    def patch_create(self, name):
        Partner = self.env.registry["res.partner"]
        create = Partner.create

        def failing(partners, vals_list):
            if any(vals.get("name") == name for vals in vals_list):
                raise ValueError("broken")
            return create(partners, vals_list)

        self.patch(Partner, "create", failing)
        muted = mute_logger("odoo.addons.customer_master.models.customer_intake_write")
        muted.__enter__()
        self.addCleanup(muted.__exit__)

    def test_similar_customers(self):
        old = self.make_customer(
            XINLONG["name"], country_id=self.china.id, phone="0755-87142919", city="深圳",
            email="info@xinlong.example", street="科技路1号",
        )  # fmt: skip
        self.assertEqual(self.status(self.record("7", **XINLONG)), ["updated"])
        self.assertEqual(self.customer("7"), old)

    def test_the_same_customer_twice_in_one_call(self):
        answers = self.receive(self.record("7", **XINLONG), self.record("8", **XINLONG))
        self.assertEqual([one["status"] for one in answers], ["created", "updated"])
        self.assertEqual(self.customer("7"), self.customer("8"))

    def test_states_of_one_customer_in_order(self):
        answers = self.status(
            self.record("7", **XINLONG),
            self.record("7", changed_on="2026-01-03T00:00:00Z", **{**XINLONG, "name": "New"}),
            self.record("7", changed_on="2026-01-02T00:00:00Z", **{**XINLONG, "name": "Late"}),
        )
        self.assertEqual(answers, ["created", "updated", "unchanged"])
        self.assertEqual(self.customer("7").name, "New")

    def test_archive_and_back(self):
        self.receive(self.record("7", **XINLONG))
        customer = self.customer("7")
        gone = self.record("7", changed_on="2026-01-02T00:00:00Z", action="delete")
        self.assertEqual(self.status(gone), ["updated"])
        self.assertFalse(customer.active)
        self.assertTrue(customer.exists())
        again = self.record("7", changed_on="2026-01-02T01:00:00Z", action="archive")
        self.assertEqual(self.status(again), ["unchanged"])
        back = self.record("7", changed_on="2026-01-03T00:00:00Z", **XINLONG)
        self.assertEqual(self.status(back), ["updated"])
        self.assertTrue(customer.active)
        self.assertEqual(self.status(self.record("99", action="archive")), ["rejected"])

    def test_merge(self):
        self.receive(self.record("7", **XINLONG), self.record("8", name="Another Trading Ltd"))
        merged = self.record("7", changed_on="2026-01-02T00:00:00Z", action="merge",
                             retired=["6", "8"])  # fmt: skip
        self.assertEqual(self.status(merged), ["ambiguous"])
        self.assertEqual(self.customer("6"), self.customer("7"))
        self.assertNotEqual(self.customer("8"), self.customer("7"))
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        action = waiting.with_user(self.steward).action_merge()
        self.assertEqual(
            set(action["context"]["active_ids"]), {self.customer("7").id, self.customer("8").id}
        )

    def test_crosswalk_follows_merges_and_back(self):
        self.receive(self.record("7", **XINLONG), self.record("8", name="Another Trading Ltd"))
        first, second = self.customer("7"), self.customer("8")
        Operation = self.env["customer.operation"].with_user(self.steward)
        number = Operation.customer_plan_merge([{"master": first.id, "members": second.ids}])
        operation = Operation.browse(number)
        operation.action_do()
        self.env.invalidate_all()
        self.assertEqual(self.customer("8"), first)
        self.assertEqual(set(first.customer_external_ids.mapped("external_id")), {"7", "8"})
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual((self.customer("7"), self.customer("8")), (first, second))

    def test_undo_of_a_day(self):
        old = self.make_customer("Old Ltd", ref="K1", city="Bonn")
        self.shop.policy = "overwrite"
        self.receive(
            self.record("7", **XINLONG),
            self.record("8", no="K1", name="Old Ltd", address={"city": "Kiel"}),
        )
        new = self.customer("7")
        self.receive(
            self.record("7", changed_on="2026-01-02T00:00:00Z", **{**XINLONG, "tel": "13800138000"})
        )
        operation = self.shop.operation_id
        self.assertEqual((operation.kind, operation.customer_count), ("receive", 3))
        operation.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertFalse(new.exists())
        self.assertEqual(old.city, "Bonn")
        self.assertFalse(old.customer_external_ids)
        self.assertEqual(operation.state, "undone")
        self.assertEqual(self.status(self.record("9", **XINLONG)), ["created"])
        self.assertNotEqual(self.shop.operation_id, operation)

    def test_undone_but_used(self):
        """It stays in the archive for what refers to it, and comes back with its next message."""
        self.receive(self.record("7", **XINLONG))
        new = self.customer("7")
        order = self.env["sale.order"].create({"partner_id": new.id})
        self.shop.operation_id.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertFalse(new.active)
        again = self.record("7", key="again", **{**XINLONG, "tel": "13800138000"})
        self.assertEqual(self.status(again), ["updated"])
        self.assertEqual((self.customer("7"), order.partner_id), (new, new))
        self.assertTrue(new.active)
        self.assertEqual(new.phone, "+86 138 0013 8000")
        self.shop.operation_id.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual((new.active, new.phone), (False, "+86 755 8714 2919"))

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = self.make_customer("Theirs Ltd", ref="K1", company_id=company.id)
        self.assertEqual(self.status(self.record("7", no="K1", name="Theirs Ltd")), ["created"])
        self.assertNotEqual(self.customer("7"), other)
        self.env["customer.external.id"]._link(self.shop, {"8": other.id})
        self.assertEqual(self.status(self.record("8", name="Stolen Ltd")), ["rejected"])
        theirs = self.make_system("theirs", company_id=company.id)
        theirs.user_id.write({"company_ids": [(4, company.id)]})
        self.receive(self.record("1", name="Their Own Foods Ltd"), system=theirs)
        self.assertEqual(self.customer("1", theirs).company_id, company)

    def test_records_of_other_companies_are_not_meant(self):
        """What is called the same in another company is not what a customer here gets."""
        company = self.env["res.company"].create({"name": "Other"})
        terms = self.env["account.payment.term"].create(
            [{"name": "Net 77", "company_id": one.id} for one in (company, self.env.company)]
        )
        self.env["account.payment.term"].create({"name": "Net 78", "company_id": company.id})
        self.shop.inbound_mapping_id.line_ids = [
            Command.create({"column": "terms", "target": "property_payment_term_id"}),
        ]
        first = self.record("7", name="Acorn Ltd", terms="Net 77")
        self.assertEqual(
            self.status(first, self.record("8", name="Birch Ltd", terms="Net 78")),
            ["created", "rejected"],
        )
        self.assertEqual(self.customer("7").property_payment_term_id, terms[1])

    def test_order_of_systems_is_kept(self):
        self.shop._order_of_systems()
        with self.assertQueryCount(0):
            self.shop._order_of_systems()
        low = self.make_system("low", sequence=0)
        self.assertEqual(self.shop._order_of_systems()[low.id], 0)
        low.sequence = 99
        self.assertGreater(self.shop._order_of_systems()[low.id], 0)

    def test_rule_across_companies(self):
        """What the rule compares is more than what the system may change."""
        self.env["customer.match.rule"].search([]).cross_company = True
        company = self.env["res.company"].create({"name": "Other"})
        values = {"country_id": self.china.id, "phone": "0755-87142919", "city": "深圳",
                  "email": "info@xinlong.example", "street": "科技路1号"}  # fmt: skip
        theirs = self.make_customer(XINLONG["name"], company_id=company.id, **values)
        self.shop.policy = "overwrite"
        self.assertEqual(self.status(self.record("7", **XINLONG, no="K7")), ["created"])
        self.assertNotEqual(self.customer("7"), theirs)
        self.assertFalse(theirs.ref)
        weak = {"name": XINLONG["name"], "address": {"country": "CN", "city": "深圳"}}
        self.assertEqual(self.status(self.record("9", **weak)), ["ambiguous"])
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        self.assertEqual(waiting.candidates, self.customer("7").ids)
        # chosen by somebody who sees both companies
        waiting.decided_id = theirs
        self.steward.company_ids += company
        steward = waiting.with_user(self.steward).with_context(
            allowed_company_ids=self.steward.company_ids.ids
        )
        sentence = "of a company whose customers"
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            steward.action_same()
        self.env.invalidate_all()
        # not the first one, whom the steward does not see
        self.steward.company_ids -= company
        waiting.write({"decided_id": False, "candidates": [theirs.id, self.customer("7").id]})
        waiting.with_user(self.steward).action_same()
        self.assertEqual(self.customer("9"), self.customer("7"))

    def test_only_the_user_of_the_system(self):
        other = self.make_system("other")
        roles = ("viewer", "sales", "finance", "administrator")
        users = [self.steward, other.user_id, *map(self.make_user, roles)]
        for user in users:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["customer.system"].with_user(user).receive("shop", [])
        bot = self.shop.user_id
        self.receive(self.record("7", **XINLONG))
        results = self.env["customer.inbound.record"].with_user(bot).search_read([], ["status"])
        self.assertEqual([one["status"] for one in results], ["created"])
        self.assertFalse(self.env["customer.inbound.record"].with_user(other.user_id).search([]))
        for model in ("res.partner", "customer.system", "customer.external.id", "res.company",
                      "customer.secret", "customer.mapping"):  # fmt: skip
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(bot).search([])
        record = self.env["customer.inbound.record"].search([])
        for method in ("action_same", "action_new", "action_keep", "action_take", "action_merge"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(record.with_user(bot), method)()

    def test_import_knows_ids_of_systems(self):
        self.receive(self.record("7", **XINLONG))
        names = self.env["customer.import"]._customers_by_external_id({"shop.7"})
        self.assertEqual(names, {"shop.7": [self.customer("7").id]})


class TestReceiveConflicts(ReceiveCase):
    """Both sides change the same customer."""

    def setUp(self):
        super().setUp()
        self.receive(self.record("7", **XINLONG))
        self.mine = self.customer("7")

    def test_newest_counts(self):
        self.mine.city = "Here"
        data = {**XINLONG, "address": {**XINLONG["address"], "city": "There"}}
        old = self.record("7", changed_on="2026-01-02T00:00:00Z", **{**data, "tel": "13800138000"})
        [answer] = self.receive(old)
        self.assertEqual(answer["status"], "updated")
        self.assertEqual((self.mine.city, self.mine.phone), ("Here", "+86 138 0013 8000"))
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        waiting = waiting.with_user(self.steward)
        self.assertIn("There", waiting.comparison)
        self.assertIn("Here", waiting.comparison)
        waiting.action_take()
        self.assertEqual(self.mine.city, "There")
        with self.assertRaises(UserError):
            waiting.action_keep()

    def test_what_they_repeat_changes_nothing(self):
        self.mine.city = "Here"
        again = self.record(
            "7", changed_on="2026-01-02T00:00:00Z", **{**XINLONG, "tel": "13800138000"}
        )
        self.receive(again)
        self.assertEqual((self.mine.city, self.mine.phone), ("Here", "+86 138 0013 8000"))
        self.assertFalse(self.env["customer.inbound.record"].search([("state", "=", "open")]))

    def test_never_blank(self):
        self.receive(
            self.record("7", changed_on="2026-01-02T00:00:00Z", name="New", tel="", mail=None)
        )
        self.assertEqual((self.mine.name, self.mine.email), ("New", "info@xinlong.example"))

    def test_policies(self):
        self.shop.policy = "overwrite"
        self.shop.policy_ids = [(0, 0, {"field": "name", "policy": "keep"}),
                                (0, 0, {"field": "street", "policy": "fill"})]  # fmt: skip
        self.mine.write({"city": "Here", "street": False})
        data = {**XINLONG, "name": "Theirs"}
        self.receive(self.record("7", changed_on="2026-01-02T00:00:00Z", **data))
        self.assertEqual(
            (self.mine.name, self.mine.city, self.mine.street),
            (XINLONG["name"], "深圳", "科技路1号"),
        )

    def test_priority(self):
        self.shop.policy = "priority"
        low = self.make_system("low", policy="priority", sequence=99)
        self.receive(
            self.record("7", changed_on="2026-01-02T00:00:00Z", **{**XINLONG, "name": "Shop Says"})
        )
        self.env["customer.external.id"]._link(low, {"1": self.mine.id})
        later = {**XINLONG, "name": "Low Says"}
        self.receive(self.record("1", changed_on="2026-02-01T00:00:00Z", **later), system=low)
        self.assertEqual(self.mine.name, "Shop Says")

    def test_changes_of_the_system_itself_are_no_changes_here(self):
        Origin(self.shop.id).on(self.mine).city = "There"
        self.assertNotIn("city", {
            name for name, one in self.env["customer.field.origin"]._of(self.mine.ids)
            .get(self.mine.id, {}).items() if one.system == 0
        })  # fmt: skip

    def test_ambiguous(self):
        record = self.record("9", name=XINLONG["name"], address={"country": "CN", "city": "深圳"})
        self.assertEqual(self.status(record), ["ambiguous"])
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        waiting = waiting.with_user(self.steward)
        self.assertEqual(waiting.candidate_ids, self.mine.with_user(self.steward))
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(waiting.why, waiting.reason)
        self.assertEqual(waiting.with_context(lang="zh_CN").why, "可能是已有的客户。")
        waiting.action_new()
        self.assertNotEqual(self.customer("9"), self.mine)
        self.assertEqual(waiting.state, "decided")
        self.assertFalse(waiting.data)

    def test_ambiguous_is_this_customer(self):
        record = self.record("9", name=XINLONG["name"], address={"country": "CN", "city": "深圳"})
        self.receive(record)
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        waiting.with_user(self.steward).action_same()
        self.assertEqual(self.customer("9"), self.mine)
