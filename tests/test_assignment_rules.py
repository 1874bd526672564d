from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import CustomerCase

FIRST = "[('city', '=', 'Shenzhen')]"
SECOND = "[('city', 'in', ['Shenzhen', 'Berlin'])]"
BROKEN = [
    "no python",
    "[('no_such_field', '=', 1)]",
    "[('country_id.no_such_field', '=', 1)]",
    "[('city', 'no operator', 1)]",
    "[('city', '=')]",
    "['&', ('city', '=', 'x')]",
    "{'city': 'x'}",
    "'city'",
    "1",
    "[('user_id', '=', uid)]",
    "[('city', '=', __import__('os').getcwd())]",
    "[(",
    "[('id', '=', 'abc')]",
    "[('customer_rank', '>', 'many')]",
    "[('create_date', '>', 'no date')]",
    "[('customer_badges', '!=', False)]",
    "[('city', '=', '\\x00')]",
]


class TestRuleRefused(CustomerCase):
    """A rule that can't be used is refused with a sentence, and breaks nothing."""

    @mute_logger("odoo.sql_db", "odoo.domains")
    def test_broken_rule_refused(self):
        category = self.make_category(self.type, "Ruled")
        for rule in BROKEN:
            with self.subTest(rule=rule):
                with self.assertRaises(ValidationError) as caught:
                    category.customer_rule_domain = rule
                self.assertIn(
                    "The assignment rule of “Ruled” can't be used: ", str(caught.exception)
                )
                self.assertFalse(category.customer_rule_domain)

    @mute_logger("odoo.sql_db", "odoo.domains")
    def test_broken_rule_of_a_tag_refused(self):
        for rule in BROKEN[:4]:
            with self.subTest(rule=rule), self.assertRaises(ValidationError):
                self.make_tag("Ruled", customer_rule_domain=rule)

    @mute_logger("odoo.sql_db", "odoo.domains")
    def test_broken_rule_in_the_database_stops_no_save(self):
        """A field that a rule names can go with an addon; each kind of damage is tried."""
        category = self.make_category(self.type, "Ruled", customer_rule_domain=FIRST)
        fine = self.make_category(self.need, "Fine", customer_rule_domain=FIRST)
        for rule in BROKEN[:-1]:
            with self.subTest(rule=rule):
                self.env.cr.execute(
                    "UPDATE customer_category SET customer_rule_domain = %s WHERE id = %s",
                    (rule, category.id),
                )
                category.invalidate_recordset()
                self.env.registry.clear_cache()
                customer = self.make_customer(city="Shenzhen")
                customer.write({"city": "Berlin"})
                customer.write({"city": "Shenzhen"})
                self.env.flush_all()
                self.assertFalse(customer.customer_type_id)
                self.assertEqual(customer.customer_category_ids, fine)
                self.Category._customer_update_rule_errors()
                self.assertTrue(category.customer_rule_error)
                self.assertFalse(fine.customer_rule_error)
        category.customer_rule_domain = SECOND
        self.assertFalse(category.customer_rule_error, "mended")

    def test_rule_on_properties(self):
        """Values of any kind of field can be read by a rule."""
        for name in ("properties", "image_128", "comment", "category_id", "child_ids", "tz"):
            with self.subTest(name=name):
                category = self.make_category(self.need, name)
                try:
                    category.customer_rule_domain = f"[('{name}', '!=', False)]"
                except ValidationError:
                    continue  # refused, fine too
                self.assertTrue(self.make_customer(comment="x"))

    def test_empty_rule_is_none(self):
        for rule in ("[]", "", " ", False):
            with self.subTest(rule=rule):
                category = self.make_category(self.need, "Empty", customer_rule_domain=rule)
                self.assertNotIn(category, self.make_customer().customer_category_ids)


class TestRules(CustomerCase):
    """What rules give at create and write, in exclusive dimensions and in others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_category(cls.type, "First", sequence=101, customer_rule_domain=FIRST)
        cls.second = cls.make_category(
            cls.type, "Second", sequence=102, customer_rule_domain=SECOND
        )
        cls.by_hand = cls.make_category(cls.type, "By Hand", sequence=103)
        cls.many = cls.make_category(cls.need, "Many", customer_rule_domain=SECOND)
        cls.tag = cls.make_tag("Ruled Tag", customer_rule_domain=FIRST)

    def test_create(self):
        customer = self.make_customer(city="Berlin")
        self.assertEqual(customer.customer_category_ids, self.second | self.many)
        self.assertEqual(customer.customer_rule_category_ids, self.second | self.many)
        self.assertEqual(customer.customer_type_id, self.second)
        self.assertFalse(customer.category_id)

    def test_create_in_batch(self):
        cities = ["Shenzhen", "Berlin", "Oslo", "Shenzhen"]
        customers = self.Partner.create(
            [{"name": city, "customer_rank": 1, "city": city} for city in cities]
        )
        self.assertEqual(
            [c.customer_type_id.name for c in customers], ["First", "Second", False, "First"]
        )
        self.assertEqual([c.category_id.name for c in customers][1:3], [False, False])
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.Partner.search([("customer_type_id", "=", self.first.id)])
        self.assertEqual(found, customers[0] | customers[3], "stored, not only in the cache")

    def test_first_match_wins(self):
        customer = self.make_customer(city="Shenzhen")
        self.assertEqual(customer.customer_type_id, self.first)
        self.second.sequence = 100
        customer.write({"city": "Shenzhen"})
        self.assertEqual(customer.customer_type_id, self.second)

    def test_write_gives_and_takes(self):
        customer = self.make_customer(city="Shenzhen")
        self.assertEqual(customer.category_id, self.tag)
        customer.city = "Berlin"
        self.assertEqual(customer.customer_type_id, self.second)
        self.assertFalse(customer.category_id)
        customer.city = "Oslo"
        self.assertFalse(customer.customer_category_ids)
        self.assertFalse(customer.customer_rule_category_ids)

    def test_hand_set_is_never_changed(self):
        customer = self.make_customer(city="Shenzhen", customer_type_id=self.by_hand.id)
        self.assertEqual(customer.customer_type_id, self.by_hand)
        customer.city = "Berlin"
        self.assertEqual(customer.customer_type_id, self.by_hand)
        self.assertEqual(customer.customer_rule_category_ids, self.many)

    def test_hand_set_over_a_rules(self):
        customer = self.make_customer(city="Shenzhen")
        customer.customer_type_id = self.by_hand
        self.assertEqual(customer.customer_type_id, self.by_hand)
        self.assertEqual(customer.customer_rule_category_ids, self.many)
        customer.city = "Oslo"
        self.assertEqual(customer.customer_category_ids, self.by_hand)

    def test_hand_set_to_what_the_rule_gave(self):
        """Chosen by a person, it stays when the rule no longer matches."""
        customer = self.make_customer(city="Shenzhen")
        customer.write({"customer_type_id": self.first.id, "city": "Oslo"})
        self.assertEqual(customer.customer_type_id, self.first)
        other = self.make_customer(city="Shenzhen")
        other.write({"customer_category_ids": self.link(self.first)})
        other.city = "Oslo"
        self.assertEqual(other.customer_category_ids, self.first)

    def test_hand_removed_comes_back_by_rule(self):
        customer = self.make_customer(city="Shenzhen")
        customer.customer_type_id = False
        self.assertEqual(customer.customer_type_id, self.first)
        customer.customer_category_ids = [Command.clear()]
        self.assertEqual(customer.customer_category_ids, self.first | self.many)
        customer.category_id = [Command.clear()]
        self.assertEqual(customer.category_id, self.tag)

    def test_hand_set_removed_gives_way_to_the_rule(self):
        customer = self.make_customer(city="Shenzhen", customer_type_id=self.by_hand.id)
        customer.customer_type_id = False
        self.assertEqual(customer.customer_type_id, self.first)
        self.assertIn(self.first, customer.customer_rule_category_ids)

    def test_tags_by_rule(self):
        hand = self.make_tag("By Hand")
        customer = self.make_customer(city="Shenzhen", category_id=self.link(hand))
        self.assertEqual(customer.category_id, hand | self.tag)
        self.assertEqual(customer.customer_rule_tag_ids, self.tag)
        customer.city = "Oslo"
        self.assertEqual(customer.category_id, hand)
        self.assertFalse(customer.customer_rule_tag_ids)

    def test_becoming_a_customer(self):
        contact = self.make_contact(city="Shenzhen", is_company=True)
        self.assertFalse(contact.customer_category_ids)
        contact.customer_rank = 1
        self.assertEqual(contact.customer_category_ids, self.first | self.many)
        other = self.make_contact(city="Berlin")
        other.customer_is_customer = True
        self.assertEqual(other.customer_type_id, self.second)

    def test_becoming_a_customer_by_an_invoice(self):
        contact = self.make_contact(city="Shenzhen", is_company=True)
        contact._increase_rank("customer_rank")
        self.assertEqual(contact.customer_type_id, self.first)

    def test_becoming_a_customer_by_leaving_the_company(self):
        parent = self.make_customer()
        person = self.make_contact(city="Berlin", parent_id=parent.id, customer_rank=1)
        person.city = "Berlin"
        self.assertFalse(person.customer_category_ids)
        person.parent_id = False
        self.assertEqual(person.customer_type_id, self.second)

    def test_others_are_untouched(self):
        contact = self.make_contact(city="Shenzhen", is_company=True)
        contact.city = "Berlin"
        person = self.make_contact(
            city="Shenzhen", parent_id=self.make_customer().id, type="other", customer_rank=1
        )
        self.assertFalse((contact | person).customer_category_ids)

    def test_rule_on_a_computed_field(self):
        self.first.customer_rule_domain = "[('commercial_company_name', 'ilike', 'Acme')]"
        customer = self.make_customer("Acme Ltd")
        self.assertEqual(customer.customer_type_id, self.first)
        customer.name = "Other Ltd"
        self.assertFalse(customer.customer_type_id)

    def test_rule_on_the_country(self):
        self.first.customer_rule_domain = "[('country_id.code', '=', 'DE')]"
        customer = self.make_customer()
        customer.country_id = self.germany
        self.assertEqual(customer.customer_type_id, self.first)
        customer.country_id = self.china
        self.assertFalse(customer.customer_type_id)

    def test_changed_rule_counts_at_the_next_save(self):
        customer = self.make_customer(city="Oslo")
        self.first.customer_rule_domain = "[('city', '=', 'Oslo')]"
        customer.write({"city": "Oslo"})
        self.assertEqual(customer.customer_type_id, self.first)
        self.first.customer_rule_domain = False
        customer.write({"city": "Oslo"})
        self.assertEqual(customer.customer_type_id, self.first, "no rule takes it back")

    def test_archived_rule_rests(self):
        self.first.active = False
        self.tag.active = False
        customer = self.make_customer(city="Shenzhen")
        self.assertEqual(customer.customer_type_id, self.second)
        self.assertFalse(customer.category_id)

    def test_rule_of_an_archived_dimension_rests(self):
        self.type.active = False
        self.assertFalse(self.make_customer(city="Shenzhen").customer_type_id)

    def test_archived_customer(self):
        customer = self.make_customer(city="Oslo", active=False)
        customer.city = "Shenzhen"
        self.assertEqual(customer.customer_type_id, self.first)

    def test_salesperson_triggers_rules(self):
        sales = self.make_user("sales")
        customer = self.as_user(sales).create(
            {"name": "Sales", "customer_rank": 1, "city": "Shenzhen"}
        )
        self.assertEqual(customer.customer_type_id.name, "First")
        customer.city = "Berlin"
        self.assertEqual(customer.customer_type_id.name, "Second")
        self.assertFalse(customer.category_id)

    def test_import_classifies(self):
        result = self.Partner.load(
            ["name", "customer_rank", "city"], [["A", "1", "Shenzhen"], ["B", "1", "Oslo"]]
        )
        a, b = self.Partner.browse(result["ids"])
        self.assertEqual((a.customer_type_id, b.customer_type_id.id), (self.first, False))
