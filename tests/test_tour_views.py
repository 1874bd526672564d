from .tour_case import TourCase


class TestTourViews(TourCase):
    def test_badge_in_sale_order(self):
        seller = self.make_user(
            login="cm_seller", groups="sales_team.group_sale_salesman_all_leads"
        )
        vip = self.env.ref("customer_master.res_partner_category_vip")
        customer = self.make_customer("Badge Tour Ltd", category_id=self.link(vip))
        self.make_customer("Plain Badge Tour Ltd")
        self.tour("sale_badge", seller, "/odoo/orders/new")
        order = self.env["sale.order"].search([("partner_id", "=", customer.id)])
        self.assertEqual(len(order), 1)
        self.assertEqual(order.user_id, seller)

    def test_settings(self):
        self.set_setting(customer_entry_kind="company")
        administrator = self.make_user(
            login="cm_settings",
            groups="base.group_system,customer_master.group_administrator",
        )
        self.tour(
            "settings", administrator, "/odoo/action-customer_master.res_config_settings_action"
        )
        params = self.env["ir.config_parameter"].sudo()
        for key, value in (
            ("normalize", "1"),
            ("entry_kind", "person"),
        ):
            self.assertEqual(params.get_param(f"customer_master.{key}"), value, key)
        for name, active in (("country", False), ("reach", True)):
            rule = self.env.ref(f"customer_master.customer_quality_rule_{name}")
            self.assertEqual(rule.active, active, name)


class TestTourPhone(TourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_entry_on_a_phone(self):
        sales = self.make_user("sales")
        self.env.company.country_id = self.germany
        self.tour("entry_phone", sales)
        customer = self.customer("Phone Tour Ltd")
        self.assertRecordValues(
            customer,
            [
                {
                    "phone": "+86 138 0013 8000",
                    "country_id": self.china.id,
                    "state_id": self.env.ref("base.state_cn_GD").id,
                    "city": "Shenzhen",
                }
            ],
        )
        self.assertEqual(customer.child_ids.mapped("name"), ["Touch Person"])
