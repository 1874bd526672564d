from .receive_case import ReceiveCase
from .tour_case import CHINESE, TourCase

LATER = "2026-01-02T00:00:00Z"


class TestTourReceive(ReceiveCase, TourCase):
    """A steward decides what could not be told."""

    def run_tour(self):
        waiting = self.env["customer.inbound.record"].search([("state", "=", "open")])
        waiting.sudo().state = "done"
        maybe = self.make_customer(
            "Tour Maybe Trading Ltd", city="Bergen", phone="+47 55 23 40 11",
            country_id=self.env.ref("base.no").id,
        )  # fmt: skip
        self.receive(self.record("b", name="Tour Both Ltd", address={"city": "First"}))
        both = self.customer("b")
        both.city = "Ourtown"
        self.assertEqual(
            self.status(
                self.record(
                    "a", name="Tour Maybe Trading Ltd", address={"city": "Bergen", "country": "NO"}
                ),
                self.record("b", None, LATER, name="Tour Both Ltd", address={"city": "Theirtown"}),
            ),
            ["ambiguous", "unchanged"],
        )
        self.tour("to_decide", self.steward, "/odoo/customer-received")
        self.assertEqual(self.customer("a"), maybe)
        self.assertEqual(both.city, "Theirtown")

    customer = ReceiveCase.customer

    def test_to_decide(self):
        self.run_tour()


class TestTourReceiveChinese(TestTourReceive):
    lang = CHINESE
    allow_inherited_tests_method = True
