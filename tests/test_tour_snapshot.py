from .tour_case import CHINESE, TourCase

URL = "/odoo/customer-snapshots"


class TestTourSnapshot(TourCase):
    """Taking a snapshot and restoring from it, by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.snapshot"].search([]).unlink()
        cls.administrator = cls.make_user("administrator")
        cls.steward = cls.make_user("steward")

    def test_take(self):
        self.tour("snapshot_take", self.administrator, URL)
        self.assertEqual(self.env["customer.snapshot"].search([]).mapped("state"), ["done"])

    def test_restore(self):
        wrong = self.make_customer("Tour Wrong", city="Suzhou")
        gone = self.make_customer("Tour Gone")
        self.env["customer.snapshot"].with_user(self.administrator).action_take()
        wrong.write({"city": "Wuxi", "street": "Lake 1"})
        gone.unlink()
        self.tour("snapshot_restore", self.steward, URL)
        self.assertEqual((wrong.city, wrong.street), ("Suzhou", "Lake 1"))
        self.assertEqual(self.customer("Tour Gone"), gone)


class TestTourSnapshotChinese(TestTourSnapshot):
    lang = CHINESE
    allow_inherited_tests_method = True
