from datetime import datetime, timedelta

from .sale_case import SaleCase
from .tour_case import TourCase


class TestTourDashboard(SaleCase, TourCase):
    def look(self, **options):
        self.order(datetime.now() - timedelta(days=9), 5)
        groups = "customer_master.group_steward,sales_team.group_sale_salesman_all_leads"
        looker = self.make_user(groups=groups, login="cm_looker")
        self.tour("customer_dashboard", looker, "/odoo/customer-overview", **options)

    def test_dashboard(self):
        self.look()

    def test_dashboard_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.look()
