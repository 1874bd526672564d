from .tour_case import CHINESE, TourCase


class SearchTourCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        region = cls.make_category(cls.region, "Tour Region")
        # the list is to have these only
        cls.Partner.search([("customer_rank", ">", 0)]).customer_rank = 0
        for name in ("Panel One Ltd", "Panel Two Ltd"):
            cls.make_customer(name, customer_category_ids=cls.link(region))
        cls.make_customer("深圳鑫龙实业有限公司")


class TestTourSearch(SearchTourCase):
    def test_search_panel_and_pinyin(self):
        self.tour("search", self.sales)


class TestTourSearchChinese(SearchTourCase):
    lang = CHINESE

    def test_search_panel_and_pinyin_chinese(self):
        self.tour("search", self.sales)


class TestTourClassification(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.administrator = cls.make_user("administrator")

    def test_priority_in_list_kanban_and_form(self):
        customer = self.make_customer("Star Tour Ltd")
        self.tour("priority", self.sales)
        self.assertEqual(customer.customer_priority, "3")
        self.assertEqual(customer.write_uid, self.sales)

    def test_mass_classification(self):
        old, new = (self.make_category(self.type, f"Tour {name}") for name in ("Old", "New"))
        need = self.make_category(self.need, "Tour Need")
        tag = self.make_tag("Tour Tag")
        one = self.make_customer("Mass One Ltd", customer_category_ids=self.link(old, need))
        two = self.make_customer("Mass Two Ltd")
        other = self.make_customer("Mass Three Ltd")
        self.tour("mass_classification", self.sales)
        self.assertEqual(one.customer_category_ids, new | need, "the new one replaces the old one")
        self.assertEqual(one.customer_type_id, new)
        self.assertEqual(two.customer_category_ids, new)
        self.assertEqual((one | two).mapped("customer_priority"), ["2", "2"])
        self.assertEqual(one.category_id & two.category_id, tag)
        self.assertFalse(other.customer_category_ids or other.category_id)
        self.assertEqual(other.customer_priority, "0")

    def test_category_with_rule(self):
        dimension = self.make_dimension("tour_rule", name="Tour Dimension", exclusive=False)
        customer = self.make_customer("Rule Tour Ltd", city="Tourville")
        other = self.make_customer("Other Tour Ltd", city="Elsewhere")
        self.tour("assignment_rule", self.administrator, "/odoo/customer-categories")
        category = dimension.category_ids
        self.assertEqual(category.mapped("name"), ["Tour Category"])
        self.assertEqual(customer.customer_category_ids, category)
        self.assertEqual(customer.customer_rule_category_ids, category)
        self.assertFalse(other.customer_category_ids)

    def test_new_dimension(self):
        self.tour("new_dimension", self.administrator, "/odoo/customer-dimensions")
        dimension = self.Dimension.search([("code", "=", "tour_channel")])
        self.assertEqual(dimension.field_name, "x_customer_tour_channel_id")
        category = dimension.category_ids
        self.assertEqual(category.mapped("name"), ["Tour Shop"])
        customer = self.make_customer(
            "Dimension Tour Ltd", customer_category_ids=self.link(category)
        )
        self.assertEqual(customer.x_customer_tour_channel_id, category)
        self.tour("use_dimension", self.sales)
