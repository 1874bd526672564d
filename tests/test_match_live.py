from unittest.mock import patch

from odoo.exceptions import ValidationError

from odoo.addons.customer_master.models import res_partner_match

from .common import CustomerCase

CHINESE = {"name": "深圳市鑫龙科技有限公司", "city": "深圳", "phone": "+86 755 8714 2919"}
WESTERN = {"name": "Müller Maschinenbau GmbH", "city": "Köln", "email": "info@mueller.example"}
PERSON = {"name": "Robert Zielinski", "email": "rob.zielinski@mail.example"}


class MatchLiveCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the list of the database that the tests run in must not matter
        cls.env.cr.execute("DELETE FROM customer_match_key")
        cls.rule = cls.env.ref("customer_master.customer_match_rule_default")
        cls.sales = cls.make_user("sales")
        cls.owner = cls.make_user("sales", login="cm_owner", name="Olivia Owner")
        cls.chinese = cls.make_customer(**CHINESE, country_id=cls.china.id, user_id=cls.owner.id)
        cls.western = cls.make_customer(**WESTERN, country_id=cls.germany.id)
        cls.person = cls.make_customer(**PERSON, is_company=False, country_id=cls.germany.id)
        cls.env.flush_all()

    def find(self, user=None, partner_id=False, **values):
        Partner = self.as_user(user or self.sales)
        return Partner.customer_find_duplicates({"is_company": True, **values}, partner_id)

    def found(self, *args, **values):
        return [match["id"] for match in self.find(*args, **values)]

    def like_western(self, **values):
        return {
            "name": "Mueller Maschinenbau",
            "email": "info@mueller.example",
            "country_id": self.germany.id,
            **values,
        }

    def pair(self, one, other):
        left, right = sorted((one.id, other.id))
        return self.env["customer.match.pair"].search(
            [("left_id", "=", left), ("right_id", "=", right)]
        )


class TestMatchLive(MatchLiveCase):
    """Likely duplicates while a customer is entered."""

    def test_examples_are_found(self):
        examples = (
            (self.chinese, {"name": "鑫龙科技(深圳)有限公司", "phone": "0755-87142919"}),
            (self.chinese, {"name": "深圳鑫龍科技", "city": "深圳市", "phone": "0755 8714 2919"}),
            (self.western, self.like_western()),
            (self.western, self.like_western(name="MUELLER MASCHINENBAU G.M.B.H.", city="Koeln")),
            (
                self.person,
                {"name": "Bob Zielinski", "is_company": False, "email": PERSON["email"]},
            ),
        )
        for customer, values in examples:
            with self.subTest(values=values):
                self.assertEqual(self.found(**values), [customer.id])

    def test_strangers_are_not(self):
        for values in (
            {"name": "Northwind Testers", "city": "Köln", "country_id": self.germany.id},
            {"name": "广州白云食品有限公司", "city": "广州"},
            {"name": "Anna Zielinski", "is_company": False, "email": "anna@other.example"},
            {"name": ""},
            {},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.found(**values), [])

    def test_match_as_shown(self):
        self.rule.certain = 1
        match = self.find(**CHINESE)[0]
        self.assertEqual(match["name"], self.chinese.display_name)
        self.assertEqual(match["owner"], "Olivia Owner")
        self.assertTrue(match["readable"] and match["certain"])
        self.assertEqual(match["action"], "warn")
        self.assertGreater(match["score"], 1)
        self.assertTrue(match["likelihood"].endswith("%"))
        self.assertIn("深圳", match["details"])

    def test_why(self):
        rows = self.as_user(self.sales).customer_explain_duplicate(
            {"is_company": True, **CHINESE}, self.chinese.id
        )
        self.assertIn("Phone", [row["field"] for row in rows])
        score = self.find(**CHINESE)[0]["score"]
        self.assertAlmostEqual(sum(row["bits"] for row in rows), score, delta=0.2)

    def test_why_shows_values_as_they_are_written(self):
        name = CHINESE["name"]
        rows = self.as_user(self.sales).customer_explain_duplicate(
            {"is_company": True, **CHINESE}, self.chinese.id
        )
        rows = {row["field"]: row for row in rows}
        self.assertEqual(
            (rows["Name"]["entered"], rows["Name"]["stored"]), (name, self.chinese.name)
        )
        self.assertEqual(rows["Phone"]["stored"], self.chinese.phone)
        self.assertIn(rows["Legal form"]["entered"], name)

    def test_why_begins_with_what_speaks_for_it(self):
        rows = self.as_user(self.sales).customer_explain_duplicate(
            {"is_company": True, **CHINESE, "phone": "+86 10 8888 0000"}, self.chinese.id
        )
        told = [row["verdict"] for row in rows if not row["whole"] and row["verdict"]]
        self.assertEqual((told[0], told[-1]), ("for", "against"))
        self.assertEqual(told, sorted(told, reverse=True))
        whole = [row["whole"] for row in rows]
        self.assertEqual(whole, sorted(whole), "what is known of the list comes last")

    def test_what_one_of_them_lacks_speaks_neither_for_nor_against(self):
        other = self.make_customer("Robert J. Zielinski", is_company=False, email=PERSON["email"])
        rows = self.as_user(self.sales).customer_explain_duplicate(PERSON, other.id)
        verdicts = {row["verdict"] for row in rows if row["level"] == "one is missing"}
        self.assertEqual(verdicts, {""})

    def test_own_record_is_left_out(self):
        self.assertEqual(self.found(**CHINESE), [self.chinese.id])
        self.assertEqual(self.found(partner_id=self.chinese.id, **CHINESE), [])

    def test_archived_and_former_customers_are_not_found(self):
        self.western.action_archive()
        self.assertEqual(self.found(**self.like_western()), [])
        self.western.action_unarchive()
        self.assertEqual(self.found(**self.like_western()), [self.western.id])
        self.western.customer_rank = 0
        self.assertEqual(self.found(**self.like_western()), [])

    def test_batch(self):
        Partner = self.as_user(self.sales)
        values_list = [{"is_company": True, **CHINESE}, {"name": "Nobody"}, self.like_western()]
        values_list[2]["is_company"] = True
        found = Partner.customer_find_duplicates_batch(values_list)
        self.assertEqual(
            [[match["id"] for match in matches] for matches in found],
            [[self.chinese.id], [], [self.western.id]],
        )

    def test_rule_kind_domain_and_no_rule(self):
        self.rule.kind = "person"
        self.assertEqual(self.found(**CHINESE), [])
        self.rule.write({"kind": "all", "domain": "[('country_id.code', '=', 'DE')]"})
        self.assertEqual(self.found(**CHINESE, country_id=self.china.id), [])
        self.assertEqual(self.found(**self.like_western()), [self.western.id])
        self.rule.active = False
        self.assertEqual(self.found(**self.like_western()), [])

    def test_wrong_input(self):
        Partner = self.as_user(self.sales)
        wrong = (
            {},
            None,
            [],
            "text",
            {"unknown": 1, "id": 5, "name": None, "__class__": "x", 7: 8},
            {"name": 5, "is_company": "yes", "phone": ["1"], "email": {"a": 1}},
            {"name": CHINESE["name"], "country_id": "x", "company_id": [1, 2], "parent_id": {}},
            {"name": CHINESE["name"], "country_id": 10**8, "parent_id": -1, "company_id": True},
            {"name": "\x00\t|" * 900, "street": "\\", "vat": "%s %(x)s"},
        )
        for values in wrong:
            with self.subTest(values=values):
                self.assertIsInstance(Partner.customer_find_duplicates(values), list)
                self.assertEqual(
                    Partner.customer_explain_duplicate(values, "x"), [], "no such customer"
                )
                Partner.customer_explain_duplicate(values, self.chinese.id)
        for partner_id in ("x", None, [], {}, 10**12):
            Partner.customer_find_duplicates(CHINESE, partner_id)
        for values_list in (None, {}, [None], 5):
            Partner.customer_find_duplicates_batch(values_list)

    def test_quick_create(self):
        Partner = self.as_user(self.sales, res_partner_search_mode="customer")
        with patch.object(res_partner_match, "request", new=True):
            with self.assertRaisesRegex(ValidationError, "exists already"):
                Partner.name_create("Müller Maschinenbau GmbH")
            new_id, _name = Partner.name_create("Wholly Different Name")
            self.assertGreater(self.Partner.browse(new_id).customer_rank, 0)
            self.rule.on_entry = "log"
            Partner.name_create("Müller Maschinenbau GmbH")
        self.rule.on_entry = "block"
        Partner.name_create("Müller Maschinenbau GmbH")  # by a program


class TestMatchEntry(MatchLiveCase):
    """What a rule does on manual entry, and what is remembered of the decisions."""

    def decided(self, decision, reason="", other=None):
        other = other or self.western
        return {str(other.id): {"decision": decision, "reason": reason}}

    def test_warn_and_log_let_enter(self):
        for action in ("warn", "log"):
            self.rule.on_entry = action
            self.assertEqual(self.find(**self.like_western())[0]["action"], action)
            self.assertTrue(self.enter(self.sales, phone=False, **self.like_western(city=action)))

    def test_block(self):
        self.rule.on_entry = "block"
        values = self.like_western(phone=False)
        with self.assertRaisesRegex(ValidationError, "Müller Maschinenbau GmbH"):
            self.enter(self.sales, **values)
        for decisions in (self.decided("anyway"), self.decided("different", other=self.chinese)):
            with self.assertRaises(ValidationError):
                self.enter(self.sales, customer_duplicate_decisions=decisions, **values)
        with self.assertRaises(ValidationError):
            self.as_user(self.sales, customer_manual_entry=True).create(
                {"is_company": True, "customer_is_customer": True, **values}
            )
        self.make_customer(**self.like_western())  # by a program

    def test_block_with_a_reason(self):
        self.rule.on_entry = "block"
        customer = self.enter(
            self.sales,
            customer_duplicate_decisions=self.decided("anyway", "A branch office"),
            **self.like_western(phone=False),
        )
        pair = self.pair(customer, self.western)
        self.assertEqual((pair.state, pair.reason), ("open", "A branch office"))
        self.assertFalse(pair.decided_by_id)
        self.env["customer.match.key"]._rescan(self.rule, customer.ids)
        self.assertEqual((pair.state, pair.reason), ("open", "A branch office"))

    def test_block_with_different(self):
        self.rule.on_entry = "block"
        customer = self.enter(
            self.sales,
            customer_duplicate_decisions=self.decided("different", "Other owner"),
            **self.like_western(phone=False),
        )
        pair = self.pair(customer, self.western)
        self.assertEqual(pair.state, "different")
        self.assertEqual((pair.decided_by_id, pair.reason), (self.sales, "Other owner"))
        self.assertEqual(self.found(partner_id=customer.id, **self.like_western()), [])
        self.env["customer.match.key"]._rescan(self.rule, customer.ids)
        self.assertEqual(pair.state, "different")
        customer.email = "info@mueller2.example"
        customer.email = "info@mueller.example"
        self.env["customer.match.key"]._rescan(self.rule, customer.ids)
        self.assertEqual(pair.state, "different", "the values are the same again")

    def save(self, customer, user=None, **values):
        """What the web client does when a customer that exists is changed by hand."""
        customer.with_user(user or self.sales).web_save(values, {"id": {}})

    def test_block_of_a_change_by_hand(self):
        self.rule.on_entry = "block"
        customer = self.make_customer("Wholly Other", country_id=self.germany.id)
        change = {"name": "Mueller Maschinenbau", "email": WESTERN["email"]}
        refused = self.assertRaisesRegex(ValidationError, "Müller Maschinenbau GmbH")
        with refused, self.cr.savepoint():
            self.save(customer, **change)
        self.env.invalidate_all()
        self.assertEqual(customer.name, "Wholly Other")
        self.save(customer, comment="Nothing that is compared")
        self.save(customer, customer_duplicate_decisions=self.decided("anyway", "A"), **change)
        pair = self.pair(customer, self.western)
        self.assertEqual((customer.name, pair.state, pair.reason), (change["name"], "open", "A"))
        [match] = self.find(partner_id=customer.id, **self.like_western())
        self.assertTrue(match["known"], "stewards know of it")
        self.save(customer, city="Bonn")  # is not asked again
        customer.write({"city": "Köln"})  # by a program

    def test_decision_of_a_steward_is_kept_on_change(self):
        customer = self.make_customer(**self.like_western())
        self.env["customer.match.key"]._rescan(self.rule, customer.ids)
        pair = self.pair(customer, self.western)
        pair.action_same()
        self.save(
            customer, city="Bonn", customer_duplicate_decisions=self.decided("different", "No")
        )
        self.assertEqual(pair.state, "same")

    def test_malformed_decisions(self):
        for decisions in (
            [],
            "x",
            5,
            {"x": {"decision": "different"}},
            {str(self.western.id): "different"},
            {str(self.western.id): None},
            {"-1": {}, "99999999": {"decision": "different", "reason": 5}},
        ):
            with self.subTest(decisions=decisions):
                customer = self.enter(
                    self.sales,
                    customer_duplicate_decisions=decisions,
                    **self.like_western(phone=False),
                )
                self.assertFalse(self.pair(customer, self.western))
