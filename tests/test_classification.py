from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .common import CustomerCase


class TestCategories(CustomerCase):
    """Categories as records: tree, code, search, what is refused."""

    def test_display_name(self):
        china = self.make_category(self.need, "China")
        east = self.make_category(self.need, "East", parent_id=china.id)
        self.assertEqual(east.display_name, "East")
        formatted = east.with_context(formatted_display_name=True)
        self.assertEqual(formatted.display_name, "East \t --China--")
        china.name = "CN"
        self.assertEqual(formatted.display_name, "East \t --CN--")

    def test_no_cycle(self):
        first = self.make_category(self.need, "A")
        second = self.make_category(self.need, "B", parent_id=first.id)
        with self.assertRaises(UserError):
            first.parent_id = second

    def test_parent_of_another_dimension_refused(self):
        parent = self.make_category(self.need, "A")
        with self.assertRaisesRegex(ValidationError, "“A” belongs to another dimension than “B”"):
            self.make_category(self.type, "B", parent_id=parent.id)

    def test_moving_a_parent_leaves_no_child_behind(self):
        parent = self.make_category(self.need, "A")
        self.make_category(self.need, "B", parent_id=parent.id)
        with self.assertRaises(ValidationError):
            parent.dimension_id = self.type

    @mute_logger("odoo.sql_db")
    def test_code_unique_in_its_dimension(self):
        self.make_category(self.need, "A", code="X1")
        self.make_category(self.type, "B", code="X1")
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.make_category(self.need, "C", code="X1")
        self.assertIn("code", str(caught.exception))

    def test_categories_without_code(self):
        self.make_category(self.need, "A")
        self.assertTrue(self.make_category(self.need, "B"))

    def test_empty_codes_do_not_collide(self):
        self.make_category(self.need, "A", code="")
        self.assertTrue(self.make_category(self.need, "B", code=""))

    def test_search_by_code_and_name(self):
        category = self.make_category(self.need, "Cold Storage", code="CLD-7")
        for query in ("cold st", "CLD-7", "cld"):
            with self.subTest(query=query):
                found = [i for i, _name in self.Category.name_search(query)]
                self.assertIn(category.id, found)

    def test_search_by_name_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        category = self.make_category(self.need, "Cold Storage")
        category.with_context(lang="zh_CN").name = "冷库"
        Chinese = self.Category.with_context(lang="zh_CN")
        self.assertIn(category.id, [i for i, _name in Chinese.name_search("冷库")])
        self.assertEqual(category.name, "Cold Storage")

    def test_used_category_can_not_move(self):
        category = self.make_category(self.need, "A")
        self.make_customer(customer_category_ids=self.link(category))
        with self.assertRaisesRegex(UserError, "can't move to another dimension"):
            category.dimension_id = self.type
        category.write({"dimension_id": self.need.id, "name": "Same dimension"})

    def test_category_of_an_archived_customer_can_not_move(self):
        category = self.make_category(self.need, "A")
        self.make_customer(customer_category_ids=self.link(category), active=False)
        with self.assertRaises(UserError):
            category.dimension_id = self.type

    def test_unused_category_can_move(self):
        category = self.make_category(self.need, "A")
        category.dimension_id = self.type
        self.assertTrue(category.exclusive)

    def test_count_and_open_customers(self):
        parent = self.make_category(self.need, "A")
        child = self.make_category(self.need, "B", parent_id=parent.id)
        customers = self.make_customer(customer_category_ids=self.link(child))
        customers |= self.make_customer(customer_category_ids=self.link(child, parent))
        self.assertEqual((parent.customer_count, child.customer_count), (1, 2))
        action = parent.action_open_customers()
        self.assertEqual(self.Partner.search(action["domain"]), customers)

    def test_deleted_category_leaves_the_customer(self):
        category = self.make_category(self.type, "A")
        customer = self.make_customer(customer_type_id=category.id)
        category.unlink()
        customer.invalidate_recordset()
        self.assertFalse(customer.customer_category_ids)
        self.assertFalse(customer.customer_type_id)


class TestClassification(CustomerCase):
    """At most one category of an exclusive dimension; its column says the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls.make_category(cls.type, "One", code="T-1")
        cls.two = cls.make_category(cls.type, "Two", code="T-2")
        cls.many = cls.make_category(cls.need, "Many")
        cls.more = cls.make_category(cls.need, "More")

    def test_two_of_an_exclusive_dimension_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self.make_customer("Both", customer_category_ids=self.link(self.one, self.two))
        self.assertEqual(
            str(caught.exception),
            "Both can't be both “One” and “Two”: a customer has only one category of "
            "“Customer Type”.",
        )
        customer = self.make_customer(customer_category_ids=self.link(self.one))
        with self.assertRaises(ValidationError):
            customer.write({"customer_category_ids": self.link(self.two)})

    def test_archived_category_still_counts(self):
        customer = self.make_customer(customer_category_ids=self.link(self.one))
        self.one.active = False
        with self.assertRaises(ValidationError):
            customer.write({"customer_category_ids": self.link(self.two)})

    def test_several_of_another_dimension(self):
        customer = self.make_customer(customer_category_ids=self.link(self.many, self.more))
        self.assertEqual(customer.customer_multi_category_ids, self.many | self.more)

    def test_column_follows_categories(self):
        customer = self.make_customer(customer_category_ids=self.link(self.one, self.many))
        self.assertEqual(customer.customer_type_id, self.one)
        customer.customer_category_ids = self.two | self.many
        self.assertEqual(customer.customer_type_id, self.two)
        customer.customer_category_ids = [Command.clear()]
        self.assertFalse(customer.customer_type_id)

    def test_categories_follow_column(self):
        customer = self.make_customer(
            customer_type_id=self.one.id, customer_category_ids=self.link(self.many)
        )
        self.assertEqual(customer.customer_category_ids, self.one | self.many)
        customer.customer_type_id = self.two
        self.assertEqual(customer.customer_category_ids, self.two | self.many)
        customer.customer_type_id = False
        self.assertEqual(customer.customer_category_ids, self.many)

    def test_column_of_many_customers_at_once(self):
        customers = self.make_customer(customer_type_id=self.one.id) | self.make_customer()
        customers.write({"customer_type_id": self.two.id})
        self.assertEqual(customers.customer_category_ids, self.two)
        self.assertEqual(self.Partner.search([("customer_type_id", "=", self.two.id)]), customers)

    def test_column_replaces_an_archived_category(self):
        customer = self.make_customer(customer_type_id=self.one.id)
        self.one.active = False
        customer.customer_type_id = self.two
        self.assertEqual(customer.with_context(active_test=False).customer_category_ids, self.two)

    def test_archiving_a_category_keeps_the_column(self):
        customer = self.make_customer(customer_type_id=self.one.id)
        self.one.active = False
        customer.write({"customer_category_ids": self.link(self.many)})
        customer.invalidate_recordset()
        self.assertEqual(customer.customer_type_id, self.one)

    def test_column_refuses_another_dimension(self):
        with self.assertRaisesRegex(ValidationError, "“Many” is no category of “Customer Type”"):
            self.make_customer(customer_type_id=self.many.id)

    def test_both_ways_in_one_create(self):
        with self.assertRaises(ValidationError):
            self.make_customer(customer_region_id=self.one.id)
        customer = self.make_customer(
            customer_type_id=self.two.id, customer_category_ids=self.link(self.one)
        )
        self.assertEqual(customer.customer_category_ids, self.two, "the column is more special")

    def test_multi_field_leaves_exclusive_ones(self):
        customer = self.make_customer(customer_type_id=self.one.id)
        customer.customer_multi_category_ids = self.many
        self.assertEqual(customer.customer_category_ids, self.one | self.many)
        customer.customer_multi_category_ids = False
        self.assertEqual(customer.customer_category_ids, self.one)

    def test_multi_field_leaves_archived_ones(self):
        old = self.make_category(self.need, "Old")
        customer = self.make_customer(customer_category_ids=self.link(self.one, self.many, old))
        (self.one | old).active = False
        customer.invalidate_recordset()
        customer.customer_multi_category_ids |= self.more
        self.assertEqual(
            customer.with_context(active_test=False).customer_category_ids,
            self.one | self.many | self.more | old,
        )

    def test_multi_field_of_many_customers_at_once(self):
        first = self.make_customer(customer_category_ids=self.link(self.one, self.many))
        second = self.make_customer(customer_category_ids=self.link(self.more))
        (first | second).write({"customer_multi_category_ids": self.link(self.more)})
        self.assertEqual(first.customer_category_ids, self.one | self.many | self.more)
        self.assertEqual(second.customer_category_ids, self.more)

    def test_copy_of_a_customer_is_unclassified(self):
        customer = self.make_customer(customer_type_id=self.one.id)
        self.assertEqual(customer.copy().customer_type_id, customer.copy().customer_category_ids)

    def test_group_filter_and_pivot_by_column(self):
        self.make_customer(customer_type_id=self.one.id, customer_employees=5)
        self.make_customer(customer_type_id=self.one.id, customer_employees=7)
        self.make_customer(customer_type_id=self.two.id)
        domain = [("customer_type_id", "in", (self.one | self.two).ids)]
        groups = self.Partner._read_group(domain, ["customer_type_id"], ["__count"])
        self.assertEqual(groups, [(self.one, 2), (self.two, 1)])
        rows = self.Partner.formatted_read_group(
            domain, ["customer_type_id", "customer_size_id"], ["__count", "customer_employees:sum"]
        )
        micro = self.env.ref("customer_master.customer_category_size_micro")
        self.assertEqual(
            [(row["customer_size_id"] or [False])[0] for row in rows], [micro.id, False]
        )
        self.assertEqual([row["customer_employees:sum"] for row in rows], [12, 0])

    def test_child_of_finds_below(self):
        below = self.make_category(self.type, "Below", parent_id=self.one.id)
        customer = self.make_customer(customer_type_id=below.id)
        for field in ("customer_category_ids", "customer_type_id"):
            with self.subTest(field=field):
                found = self.Partner.search([(field, "child_of", self.one.id)])
                self.assertEqual(found, customer)

    def test_salesperson_without_write_access_to_categories(self):
        sales = self.make_user("sales")
        customer = self.make_customer().with_user(sales)
        customer.customer_type_id = self.one.id
        self.assertEqual(customer.customer_category_ids.code, "T-1")
