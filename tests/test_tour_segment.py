from datetime import timedelta

from odoo import fields

from .tour_case import TourCase
from .value_case import ValueCase


class TestTourSegment(ValueCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.make_user(
            groups="customer_master.group_sales,sales_team.group_sale_salesman_all_leads",
            login="cm_segment_seller",
        )
        cls.lost = cls.make_customer("Segmented Lost", user_id=cls.seller.id)
        cls.fresh = cls.make_customer("Segmented New", user_id=cls.seller.id)

    def setUp(self):
        super().setUp()
        self.ordered(900, 500, partner=self.lost)
        self.ordered(3, partner=self.fresh)
        both = self.lost + self.fresh
        self.refresh(both)
        self.Value._refresh()
        self.lost.customer_stage_move_ids.date = fields.Datetime.now() - timedelta(days=2)

    def save(self, **options):
        self.tour("segment", self.seller, **options)
        segment = self.Segment.search([("name", "=", "My Lost Ones")])
        self.assertEqual(segment.user_id, self.seller)
        condition = [("customer_segment_ids", "in", segment.ids)]
        found = self.as_user(self.seller).search(condition)
        self.assertIn(self.lost, found)
        self.assertNotIn(self.fresh, found)

    def test_save_a_filter(self):
        self.save()

    def test_stages(self):
        self.tour("stages", self.seller, "/odoo/customer-stages")

    def test_stages_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.tour("stages", self.seller, "/odoo/customer-stages")


class TestTourSegmentChinese(TestTourSegment):
    allow_inherited_tests_method = True
    lang = "zh_CN"
