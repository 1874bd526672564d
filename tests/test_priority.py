from lxml import etree

from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common import CustomerCase


class TestPriority(CustomerCase):
    """Four levels, first in the default order of the customer list."""

    def test_four_levels(self):
        levels = dict(self.Partner._fields["customer_priority"].selection)
        self.assertEqual(list(levels), ["0", "1", "2", "3"])
        self.assertEqual(self.make_customer().customer_priority, "0")
        with self.assertRaises(ValueError):
            self.make_customer().customer_priority = "4"

    def list_order(self, xmlid, kind):
        arch = self.Partner.get_view(self.env.ref(xmlid).id, kind)["arch"]
        return etree.fromstring(arch).get("default_order")

    def test_default_order_of_list_and_kanban(self):
        customers = self.Partner.create(
            [
                {"name": name, "customer_rank": 1, "customer_priority": priority}
                for name, priority in (("B", "0"), ("A", "0"), ("D", "3"), ("C", "3"), ("E", "1"))
            ]
        )
        for xmlid, kind in (
            ("customer_master.res_partner_view_list", "list"),
            ("customer_master.res_partner_view_kanban", "kanban"),
        ):
            with self.subTest(view=xmlid):
                order = self.list_order(xmlid, kind)
                found = self.Partner.search([("id", "in", customers.ids)], order=order)
                self.assertEqual(found.mapped("name"), ["C", "D", "E", "A", "B"])

    def test_default_order_reads_the_index(self):
        self.env.flush_all()
        action = self.env.ref("customer_master.res_partner_action")
        order = self.list_order("customer_master.res_partner_view_list", "list")
        query = self.Partner._search(safe_eval(action.domain), order=order, limit=80)
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        explained = self.env.execute_query_dict
        plan = "\n".join(row["QUERY PLAN"] for row in explained(SQL("EXPLAIN %s", query.select())))
        self.assertIn("customer_priority_idx", plan)

    def test_widget_in_list_kanban_and_forms(self):
        for xmlid, kind in (
            ("customer_master.res_partner_view_list", "list"),
            ("customer_master.res_partner_view_kanban", "kanban"),
            ("customer_master.res_partner_view_form_entry", "form"),
            ("base.view_partner_form", "form"),
        ):
            with self.subTest(view=xmlid):
                viewer = self.make_user("viewer", login=f"cm_priority_{kind}_{xmlid}")
                Partner = self.as_user(viewer)
                arch = etree.fromstring(Partner.get_view(self.env.ref(xmlid).id, kind)["arch"])
                nodes = arch.xpath("//field[@name='customer_priority']")
                self.assertEqual(nodes[0].get("widget"), "priority")

    def test_action_shows_customers_only(self):
        customer = self.make_customer()
        others = self.make_contact() | self.make_contact(parent_id=customer.id, customer_rank=1)
        domain = safe_eval(self.env.ref("customer_master.res_partner_action").domain)
        found = self.Partner.search([*domain, ("id", "in", (customer | others).ids)])
        self.assertEqual(found, customer)
        by_flag = [("customer_is_customer", "=", True), ("id", "in", (customer | others).ids)]
        self.assertEqual(self.Partner.search(by_flag), customer)
        not_flag = [("customer_is_customer", "=", False), ("id", "in", (customer | others).ids)]
        self.assertEqual(self.Partner.search(not_flag), others)

    def test_set_by_sales_and_tracked(self):
        customer = self.make_customer().with_user(self.make_user("sales"))
        customer = customer.with_context(tracking_disable=False)
        self.env.flush_all()
        customer.customer_priority = "3"
        self.flush_tracking()
        customer.invalidate_recordset(["message_ids"])
        tracked = customer.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracked.field_id.name, "customer_priority")
        self.assertEqual(tracked.new_value_char, "Very high")

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
