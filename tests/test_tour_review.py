from .test_match_review import ReviewCase
from .tour_case import CHINESE, TourCase

URL = "/odoo/customer-review"


class ReviewTourCase(ReviewCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merged = cls.make_group("Tour Merge 1", "Tour Merge 2", score=40)
        cls.merged[0].phone = "0755-87145088"
        cls.split = cls.make_group("Tour Split 1", "Tour Split 2", "Tour Split 3", score=30)
        cls.later = cls.make_group("Tour Later 1", "Tour Later 2", score=20)

    def states(self, members):
        pairs = self.Pair.search([("left_id", "in", members.ids), ("right_id", "in", members.ids)])
        return {(pair.left_id.name, pair.right_id.name): pair.state for pair in pairs}


class TestTourReview(ReviewTourCase):
    def test_review_by_keys(self):
        self.tour("duplicate_review", self.steward, URL)
        # the second merge was made as proposed: into the older one
        first, second = self.merged
        self.assertEqual(second.customer_merged_into_id, first)
        operations = self.env["customer.operation"].search(
            [("user_id", "=", self.steward.id)], order="id"
        )
        self.assertEqual(operations.mapped("state"), ["undone", "done"])
        self.assertEqual(operations.line_ids.mapped("partner_id"), second | first)
        self.assertEqual(operations[0].line_ids.values, {"phone": first.id})
        self.assertEqual(set(self.states(self.merged).values()), {"same"})
        self.assertEqual(set(self.states(self.split).values()), {"different"})
        self.assertEqual(set(self.states(self.later).values()), {"different"})


class TestTourReviewChinese(TestTourReview):
    lang = CHINESE
    allow_inherited_tests_method = True


class TestTourReviewPhone(ReviewTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_review_on_a_phone(self):
        self.tour("duplicate_review_phone", self.steward, URL)
        self.assertEqual(set(self.states(self.merged).values()), {"different"})
