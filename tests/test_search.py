import random
from unittest.mock import patch

from odoo.fields import Domain

from .common import CustomerCase

SYLLABLES = (
    "shen zhen xin long mül ler österr bau Æro Œuvre 鑫 龙 实 业 深 圳 有 限 公 司 ltd gmbh".split()
)


class SearchCase(CustomerCase):
    def find(self, query, operator="ilike", domain=None, limit=100):
        return self.Partner.browse(
            i for i, _name in self.Partner.name_search(query, domain, operator, limit)
        )

    def assertFinds(self, partner, *queries):
        for query in queries:
            with self.subTest(query=query):
                self.assertIn(partner, self.find(query))
                self.assertIn(partner, self.Partner.search([("display_name", "ilike", query)]))

    def assertFindsNot(self, partner, *queries):
        for query in queries:
            with self.subTest(query=query):
                self.assertNotIn(partner, self.find(query))


class TestSearch(SearchCase):
    """What finds a customer, in lists and in drop-downs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese = cls.make_customer(
            "深圳市鑫龙实业有限公司",
            country_id=cls.china.id,
            phone="0755-87142919",
            ref="KH-2024-0815",
            vat="91440300708461136T",
            email="Info@XinLong.example",
        )
        cls.german = cls.make_customer(
            "Müller & Söhne Maschinenbau GmbH", country_id=cls.germany.id, phone="030 901820"
        )

    def test_part_of_the_name(self):
        self.assertFinds(self.chinese, "鑫龙", "深圳", "实业", "龙", "深圳市鑫龙实业有限公司")
        self.assertFinds(self.german, "Müller", "maschinen", "SÖHNE", "ler & S")
        self.assertFindsNot(self.chinese, "龙鑫", "广州", "Müller")

    def test_pinyin_and_initials(self):
        self.assertFinds(self.chinese, "shenzhen", "xinlong", "szsxlsy", "xlsy", "XinLong")
        alibaba = self.make_customer("阿里巴巴")
        self.assertFinds(alibaba, "ali", "alibaba", "albb")

    def test_code_tax_id_email(self):
        self.assertFinds(self.chinese, "KH-2024-0815", "kh-2024", "0815", "KH20240815")
        self.assertFinds(self.chinese, "91440300708461136T", "440300", "708461136t")
        self.assertFinds(self.chinese, "info@xinlong", "xinlong.example")

    def test_phone_in_several_spellings(self):
        self.assertFinds(
            self.chinese,
            "87142919",
            "0755 87142919",
            "0755-8714-2919",
            "(0755) 8714 2919",
            "+86 755 8714 2919",
            "0086 755 87142919",
            "８７１４２９１９",
        )
        self.assertFinds(self.german, "030 901820", "+49 30 901820", "901820")
        self.assertFindsNot(self.german, "87142919")

    def test_words_in_any_order(self):
        self.assertFinds(self.german, "söhne müller", "gmbh Müller", "maschinenbau  müll")
        self.assertFinds(self.chinese, "鑫龙 深圳", "0815 鑫龙")
        self.assertFindsNot(self.german, "müller meier")

    def test_accents_and_case(self):
        self.assertFinds(self.german, "muller", "SOHNE", "mUlLeR soHNe")
        self.assertFinds(self.make_customer("Ångström Øre Łódź"), "angstrom", "ore", "lodz")

    def test_full_width(self):
        self.assertFinds(self.make_customer("ＡＢＣ贸易"), "abc", "ＡＢＣ", "abc贸易")

    def test_wildcards_quotes_and_backslashes(self):
        odd = self.make_customer('100% "Real" O\'Brien_x \\ Co')
        self.assertFinds(odd, "100%", "O'Brien", '"Real"', "Brien_x", "real o'brien", "obrien")
        self.assertFindsNot(self.german, "M_ller", "\\", "'; DROP TABLE res_partner; --")

    def test_extreme_queries(self):
        long_name = "长" * 300
        self.assertFinds(self.make_customer(long_name), "长", "长" * 200)
        latin = "Very Long Name " * 20
        self.assertFinds(self.make_customer(latin), latin, latin[100:])
        for query in ("x" * 300, "鑫" * 300, "q z " * 200, "%x%" * 100, "1" * 300, "\x00q", "🎉"):
            with self.subTest(query=query[:20]):
                self.assertNotIn(self.german, self.find(query))

    def test_emoji_and_right_to_left(self):
        self.assertFinds(self.make_customer("🎉 Party 🎉"), "🎉", "party")
        self.assertFinds(self.make_customer("שלום בע״מ"), "שלום")
        self.assertFinds(self.make_customer("شركة النور"), "النور", "شركة")

    def test_empty_query_finds_all(self):
        self.assertEqual(self.find("", domain=[("id", "=", self.german.id)]), self.german)

    def test_not_ilike(self):
        found = self.Partner.search([("display_name", "not ilike", "鑫龙")])
        self.assertNotIn(self.chinese, found)
        self.assertIn(self.german, found)

    def test_other_operators_as_core(self):
        self.assertEqual(self.find("深圳市鑫龙实业有限公司", "="), self.chinese)
        self.assertFalse(self.find("鑫龙", "="))
        self.assertIn(self.chinese, self.find("深圳%", "=like"))
        names = [self.chinese.name, "nobody"]
        self.assertEqual(self.Partner.search([("display_name", "in", names)]), self.chinese)

    def test_in_a_domain_of_another_model(self):
        order = self.env["sale.order"].create({"partner_id": self.chinese.id})
        self.assertIn(order, order.search([("partner_id", "ilike", "xinlong")]))
        self.assertIn(order, order.search([("partner_id.display_name", "ilike", "鑫龙")]))

    def test_field_that_another_addon_searches(self):
        names = [*self.Partner._rec_names_search, "city"]
        self.german.city = "Wuppertal"
        with patch.object(type(self.Partner), "_rec_names_search", names):
            self.assertFinds(self.german, "wuppertal")
            self.assertFinds(self.chinese, "鑫龙")
        self.assertFindsNot(self.german, "wuppertal")

    def test_contacts_by_their_company(self):
        person = self.make_contact("Erika Mustermann", parent_id=self.german.id)
        self.assertFinds(person, "mustermann", "müller erika", "maschinenbau")
        self.german.name = "Schmidt AG"
        self.assertFinds(person, "schmidt erika")
        self.assertFindsNot(person, "maschinenbau")
        self.assertFindsNot(self.german, "maschinenbau")

    def test_text_follows_each_value(self):
        for field, value, query in (
            ("phone", "+49 89 123456", "89123456"),
            ("ref", "NEW-77", "NEW-77"),
            ("vat", "DE136695976", "136695976"),
            ("email", "x@changed.example", "changed.example"),
            ("company_registry", "HRB 4711", "HRB 4711"),
            ("name", "Anders AG", "anders"),
        ):
            self.assertFindsNot(self.german, query)
            self.german.write({field: value})
            self.assertFinds(self.german, query)
        self.assertFindsNot(self.german, "901820", "maschinenbau")

    def test_all_contacts_have_the_text(self):
        self.assertFinds(self.make_contact("Only A Contact 联系"), "联系", "lianxi")
        missing = self.Partner.with_context(active_test=False).search_count(
            [("customer_search_text", "=", False), ("name", "!=", False)]
        )
        self.assertFalse(missing, "the install filled it for those that were there before")

    def test_text_is_not_exported_nor_copied(self):
        field = self.Partner._fields["customer_search_text"]
        self.assertFalse(field.exportable or field.copy)
        self.assertNotIn("customer_search_text", self.german.copy_data()[0])


class TestSearchAgainstCore(SearchCase):
    """Everything that core finds is found; the property on random names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20260101)
        cls.customers = cls.Partner.create(
            [
                {
                    "name": cls.random_name(),
                    "customer_rank": 1,
                    "ref": f"R{number}-{cls.random.randrange(1000)}",
                    "email": f"mail{number}@example.com",
                }
                for number in range(200)
            ]
        )

    @classmethod
    def random_name(cls):
        joints = ["", " ", "-", " & ", "."]
        parts = cls.random.choices(SYLLABLES, k=cls.random.randint(1, 5))
        name = parts[0]
        for part in parts[1:]:
            name += cls.random.choice(joints) + part
        return cls.random.choice([name, name.upper(), name.title()])

    def by_core(self, query):
        fields = ("complete_name", "email", "ref", "vat", "company_registry")
        domain = Domain.OR(Domain(field, "ilike", query) for field in fields)
        return self.customers.search(domain & Domain("id", "in", self.customers.ids))

    def test_superset_of_core(self):
        found_by_core = 0
        for customer in self.random.choices(self.customers, k=150):
            name = customer.name
            start = self.random.randrange(len(name))
            query = name[start : start + self.random.randint(1, 6)].strip(" -&.")
            if not query:
                continue
            with self.subTest(query=query, name=name):
                expected = self.by_core(query)
                found_by_core += len(expected)
                domain = [("id", "in", self.customers.ids)]
                self.assertFalse(expected - self.find(query, domain=domain, limit=None))
        self.assertGreater(found_by_core, 150)
