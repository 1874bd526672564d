from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .value_case import ValueCase


@tagged("post_install", "-at_install", "customer_master")
class TestSegment(ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.two = (cls.make_customer(f"Segmented {n}", city="Wuxi") for n in range(2))
        cls.both = cls.one + cls.two

    def segment(self, domain, name="A Segment", **values):
        return self.Segment.create({"name": name, "domain": str(domain), **values})

    def found(self, *domain):
        return self.Partner.search([("id", "in", (self.both + self.buyer).ids), *domain])

    def test_stays_current(self):
        segment = self.segment([("city", "=", "Wuxi")])
        members = ("customer_segment_ids", "in", segment.ids)
        self.assertEqual(self.found(members), self.both)
        self.one.city = "Beijing"
        self.assertEqual(self.found(members), self.two)
        self.assertFalse(self.one.customer_segment_ids)
        self.assertEqual(self.two.customer_segment_ids, segment)

    def test_operators(self):
        segment = self.segment([("city", "=", "Wuxi")], "Wuxi Here")
        name = "customer_segment_ids"
        for condition, expected in (
            ((name, "=", segment.id), self.both),
            ((name, "!=", segment.id), self.buyer),
            ((name, "in", segment.ids), self.both),
            ((name, "not in", segment.ids), self.buyer),
            ((name, "ilike", "wuxi here"), self.both),
            ((name + ".name", "=", "Wuxi Here"), self.both),
            ((name, "=", False), self.buyer),
            ((name, "!=", False), self.both),
            ((name, "in", [999_999_999]), self.Partner),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(self.found(condition), expected)

    def test_only_customers(self):
        segment = self.segment([("name", "ilike", "Ann")])
        self.assertFalse(self.Partner.search([("customer_segment_ids", "in", segment.ids)]))

    def test_judged_in_memory(self):
        segment = self.segment([("city", "=", "Wuxi")])
        both = self.both + self.buyer
        self.assertEqual(
            both.filtered_domain([("customer_segment_ids", "in", segment.ids)]), self.both
        )

    def test_in_each_other(self):
        wuxi = self.segment([("city", "=", "Wuxi")])
        inner = self.segment([("customer_segment_ids", "in", wuxi.ids), ("id", "!=", self.two.id)])
        outer = self.segment([("customer_segment_ids", "not in", inner.ids), ("city", "!=", False)])
        self.assertEqual(self.found(("customer_segment_ids", "in", inner.ids)), self.one)
        self.assertEqual(self.found(("customer_segment_ids", "in", outer.ids)), self.two)

    def test_circles_are_refused(self):
        one = self.segment([("city", "=", "Wuxi")], "One")
        two = self.segment([("customer_segment_ids", "in", one.ids)], "Two")
        three = self.segment([("customer_segment_ids", "=", two.id)], "Three")
        for segment in (one, two, three):
            with self.subTest(segment=segment.name), self.assertRaises(ValidationError):
                one.domain = str([("customer_segment_ids", "in", segment.ids)])
        with self.assertRaises(ValidationError):
            one.domain = str([("parent_id.customer_segment_ids", "in", two.ids)])
        with self.assertRaises(ValidationError):
            one.domain = str([("customer_segment_ids", "ilike", "One")])
        with self.assertRaises(ValidationError):
            one.domain = str([("parent_id", "any", [("customer_segment_ids", "=", three.id)])])

    def test_circle_by_two_at_once_ends(self):
        one = self.segment([("city", "=", "Wuxi")])
        two = self.segment([("customer_segment_ids", "in", one.ids)])
        self.env.cr.execute(
            "UPDATE customer_segment SET domain = %s WHERE id = %s",
            [str([("customer_segment_ids", "in", two.ids)]), one.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.found(("customer_segment_ids", "in", one.ids)))

    def test_bad_conditions(self):
        for domain in ("nonsense", "[('no_such_field', '=', 1)]", "[('city', '=', uid)]", "7"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.segment(domain)

    def test_field_that_has_gone(self):
        segment = self.segment([("city", "=", "Wuxi")])
        self.env.cr.execute(
            "UPDATE customer_segment SET domain = %s WHERE id = %s",
            [str([("x_gone", "=", 1)]), segment.id],
        )
        self.env.invalidate_all()
        self.assertEqual(segment.count, 0)
        self.assertFalse(self.found(("customer_segment_ids", "in", segment.ids)))
        segment._note_count()

    # -- in other places -------------------------------------------------------------------

    def test_in_rules_templates_and_endpoints(self):
        segment = self.segment([("city", "=", "Wuxi")])
        domain = str([("customer_segment_ids", "in", segment.ids)])
        rule = self.env["customer.quality.rule"].create(
            {
                "name": "In the Segment",
                "field_id": self.env["ir.model.fields"]._get("res.partner", "function").id,
                "domain": domain,
                "strictness": "report",
            }
        )
        broken, _judged = self.env["customer.quality.check"]._try(rule._as_rule())
        self.assertEqual(set(broken) & set((self.both + self.buyer).ids), set(self.both.ids))
        tag = self.make_tag("By Segment", customer_rule_domain=domain)
        (self.both + self.buyer)._customer_assign()
        self.assertEqual(self.one.category_id & tag, tag)
        self.assertFalse(self.buyer.category_id & tag)

    def test_endpoint_watches_the_fields_of_the_segment(self):
        segment = self.segment([("city", "=", "Wuxi")])
        system = self.env["customer.system"].create({"name": "Shop", "code": "shop_segment"})
        mapping = self.env["customer.mapping"].create(
            {
                "name": "Shop",
                "kind": "record",
                "line_ids": [Command.create({"column": "name", "target": "name"})],
            }
        )
        endpoint = self.env["customer.endpoint"].create(
            {
                "name": "Shop",
                "system_id": system.id,
                "mapping_id": mapping.id,
                "url": "https://shop.example.com/hook",
                "filter_domain": str([("customer_segment_ids", "in", segment.ids)]),
            }
        )
        self.assertIn("city", endpoint._fields_watched())
        self.assertNotIn("street", endpoint._fields_watched())

    # -- figures ---------------------------------------------------------------------------

    def test_count_and_growth(self):
        segment = self.segment([("city", "=", "Wuxi"), ("name", "ilike", "Segmented")])
        self.assertEqual(segment.count, 2)
        self.env["customer.segment.count"].create(
            {"segment_id": segment.id, "day": self.today - timedelta(days=20), "count": 7}
        )
        segment._note_count()
        segment._note_count()
        segment.invalidate_recordset()
        self.assertEqual(segment.growth, -5)
        self.assertEqual(len(segment.count_ids), 2)
        self.assertEqual(segment.count_ids[0].day, fields.Date.context_today(segment))

    def test_count_is_of_who_looks(self):
        self.one.user_id = self.user_steward
        self.two.user_id = self.user_sales
        self.set_setting(customer_visibility="own")
        segment = self.segment(
            [("city", "=", "Wuxi"), ("name", "ilike", "Segmented")], user_id=self.user_sales.id
        )
        self.assertEqual(segment.with_user(self.user_sales).count, 1)
        self.assertEqual(segment.with_user(self.user_steward).count, 2)
        segment._note_count()
        self.assertEqual(segment.count_ids.count, 1)

    def test_opens_its_customers(self):
        segment = self.segment([("city", "=", "Wuxi")])
        action = segment.action_open_customers()
        self.assertEqual(self.found(*action["domain"]), self.both)

    # -- rights ----------------------------------------------------------------------------

    def test_shared_by_role(self):
        segment = self.segment([("city", "=", "Wuxi")], user_id=self.user_sales.id)
        colleague = self.make_user("sales", login="cm_colleague")
        theirs = segment.with_user(colleague)
        condition = [("customer_segment_ids", "in", segment.ids)]
        self.assertFalse(theirs.has_access("read"))
        with self.assertRaises(AccessError):
            self.as_user(colleague).search(condition)
        self.assertFalse(self.one.with_user(colleague).customer_segment_ids)
        segment.group_ids = self.env.ref("customer_master.group_sales")
        self.assertTrue(theirs.has_access("read"))
        self.assertEqual(self.as_user(colleague).search(condition), self.both)
        self.assertFalse(theirs.has_access("write"))
        self.assertFalse(segment.with_user(self.user_viewer).has_access("read"))
        self.assertTrue(segment.with_user(self.user_sales).has_access("write"))
        self.assertTrue(segment.with_user(self.user_steward).has_access("write"))
        self.assertFalse(self.Segment.with_user(self.user_viewer).has_access("create"))

    def test_conditions_on_what_the_user_may_not_see(self):
        segment = self.segment(
            [("credit_limit", ">=", 0), ("id", "in", self.both.ids)],
            group_ids=self.env.ref("customer_master.group_viewer").ids,
        )
        self.assertEqual(segment.count, 2)
        viewer = self.user_viewer
        self.assertEqual(segment.with_user(viewer).count, 0)
        self.assertFalse(self.one.with_user(viewer).customer_segment_ids)
        with self.assertRaises(AccessError):
            self.as_user(viewer).search([("customer_segment_ids", "in", segment.ids)])

    def test_nobody_makes_one_for_another(self):
        with self.assertRaises(AccessError):
            self.Segment.with_user(self.user_sales).create(
                {"name": "For Another", "user_id": self.user_steward.id}
            )

    def test_system_uses_each(self):
        segment = self.segment([("city", "=", "Wuxi")], user_id=self.user_steward.id)
        condition = [("customer_segment_ids", "in", segment.ids), ("id", "in", self.both.ids)]
        self.assertEqual(self.as_user(self.user_sales).sudo().search(condition), self.both)
