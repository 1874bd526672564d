from .tour_case import TourCase


class TestTourGuide(TourCase):
    """The tour that shows a new salesperson the first steps, done by itself."""

    def test_guide(self):
        self.env.company.country_id = self.germany
        login = self.make_user("sales").login
        self.start_tour("/odoo/customer-master", "customer_master_tour", login=login)
        self.env.invalidate_all()
        self.assertEqual(self.customer("Guided Tour Ltd").email, "guided.tour@example.com")
