from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from .common import CustomerCase


class TestQueryBudget(CustomerCase):
    """The number of queries does not grow with the number of rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        vip = cls.env.ref("customer_master.res_partner_category_vip")
        cls.germany_id = cls.germany.id
        cls.customers = cls.Partner.create(
            [
                {
                    **cls.row(number),
                    "category_id": cls.link(vip) if number % 3 else [],
                    "user_id": cls.sales.id,
                }
                for number in range(80)
            ]
        )

    @classmethod
    def row(cls, number):
        return {
            "name": f"深圳鑫龙 {number}",
            "customer_rank": 1,
            "is_company": True,
            "phone": f"0755-8714{number:04}",
            "email": f"mail{number}@example.com",
            "country_id": (cls.china if number % 2 else cls.germany).id,
            "customer_employees": number,
        }

    @contextmanager
    def counting(self):
        """Yield a function that tells the number of queries since."""
        self.env.flush_all()
        with patch("random.random", lambda: 1):  # no clean-up of the bus in between
            before = self.env.cr.sql_log_count
            counted = {}
            yield counted
            self.env.flush_all()
            counted["queries"] = self.env.cr.sql_log_count - before

    def count(self, function, *args):
        with self.counting() as counted:
            function(*args)
        return counted["queries"]

    def specification(self, xmlid, kind):
        """What the web client asks for to show a view."""
        arch = etree.fromstring(self.Partner.get_view(self.env.ref(xmlid).id, kind)["arch"])
        names = {field.get("name") for field in arch.iter("field")}
        specification = {"customer_badges": {}}
        for name in names:
            field = self.Partner._fields[name]
            specification[name] = {"fields": {"display_name": {}}} if field.relational else {}
        return specification

    def read_list(self, xmlid, kind, limit):
        self.env.invalidate_all()
        partners = self.as_user(self.sales)
        specification = self.specification(xmlid, kind)
        domain = [("id", "in", self.customers.ids)]
        order = "customer_priority desc, complete_name, id desc"

        def read():
            answer = partners.web_search_read(domain, specification, limit=limit, order=order)
            self.assertEqual(len(answer["records"]), limit)

        return self.count(read)

    def test_list_and_kanban(self):
        for xmlid, kind in (
            ("customer_master.res_partner_view_list", "list"),
            ("customer_master.res_partner_view_kanban", "kanban"),
        ):
            with self.subTest(kind=kind):
                self.read_list(xmlid, kind, 80)  # fills the caches
                few, many = (self.read_list(xmlid, kind, limit) for limit in (5, 80))
                self.assertLessEqual(many, few + 1)
                self.assertLessEqual(many, 40)

    def test_create_in_batch(self):
        self.skip_beside("partner_stage")
        self.Partner.create(self.row(500))
        self.env.flush_all()

        def create(rows):
            self.env.invalidate_all()
            return self.count(self.Partner.create, [self.row(1000 + n) for n in range(rows)])

        few, many = create(100), create(1000)
        # PostgreSQL gets a thousand rows in several INSERT, and prefetching reads by a thousand
        self.assertLessEqual(many, few + 20)

    def test_load(self):
        self.skip_beside("partner_stage")
        # core looks for the country and the state of each row: three queries a row, none of ours
        by_name = {"country_id": "China", "state_id": "广东"}
        for relations, a_row in ({}, 0), (by_name, 3):

            def load(rows, relations=relations):
                fields = ["name", "customer_rank", "is_company", "phone", "email", *relations]
                lines = [
                    [f"L{n}", "1", "1", f"0755-8714{n:04}", f"l{n}@b.example", *relations.values()]
                    for n in range(rows)
                ]
                self.env.invalidate_all()
                with self.counting() as counted:
                    result = self.Partner.load(fields, lines)
                self.assertEqual(len(result["ids"]), rows, result["messages"])
                return counted["queries"]

            with self.subTest(relations=relations):
                load(5)
                few, many = load(50), load(500)
                self.assertLessEqual(many, few + 15 + 450 * a_row)

    def test_multi_edit(self):
        category = self.make_category(self.type, "One")
        need = self.make_category(self.need, "Need")
        for values in (
            {"customer_type_id": category.id},
            {"customer_multi_category_ids": self.link(need)},
            {"city": "Berlin"},
            {"customer_priority": "2"},
        ):
            with self.subTest(values=values):

                def write(partners, values=values):
                    partners.with_user(self.sales).write(values)

                self.customers[:2].write(values)
                self.env.invalidate_all()
                few = self.count(write, self.customers[2:7])
                self.env.invalidate_all()
                many = self.count(write, self.customers[7:])
                self.assertLessEqual(many, few + 10)

    def test_save_of_the_entry_form(self):
        self.enter(self.sales)
        values = {
            "name": "Budget",
            "customer_contact_name": "Erika",
            "customer_type_id": self.env.ref(
                "customer_master.customer_category_type_distributor"
            ).id,
        }
        self.env.flush_all()
        self.assertLessEqual(self.count(lambda: self.enter(self.sales, **values)), 90)

    def test_save_of_a_form(self):
        customer = self.customers[0].with_user(self.sales)
        customer.write({"city": "A", "phone": "0755-87140001"})
        self.env.flush_all()
        values = {"city": "B", "phone": "0755-87140002"}
        self.assertLessEqual(self.count(customer.write, values), 12)
        self.assertLessEqual(self.count(customer.write, {"comment": "text"}), 4)

    def test_drop_down(self):
        Partner = self.as_user(self.sales)

        def search(limit):
            self.env.invalidate_all()
            with self.counting() as counted:
                found = Partner.web_name_search("鑫龙", {"display_name": {}}, limit=limit)
            self.assertEqual(len(found), limit)
            return counted["queries"]

        search(8)
        self.assertLessEqual(search(40), search(8) + 1)

    def test_preview_and_nightly_run(self):
        self.make_category(self.type, "Rule", customer_rule_domain="[('city', '=', 'Oslo')]")
        self.env.cr.execute(
            "UPDATE res_partner SET city = 'Oslo' WHERE id IN %s", [tuple(self.customers.ids)]
        )

        def changes(partners):
            self.env.invalidate_all()
            return self.count(partners._customer_assignment_changes, "customer.category")

        changes(self.customers[:1])
        self.assertLessEqual(changes(self.customers), changes(self.customers[:5]) + 1)

        def assign(partners):
            self.env.invalidate_all()
            return self.count(partners._customer_assign)

        few = assign(self.customers[:5])
        self.assertLessEqual(assign(self.customers[5:]), few + 3)
