from datetime import datetime, timedelta

from .sale_case import SaleCase
from .tour_case import CHINESE, TourCase


class ProfileTourCase(SaleCase, TourCase):
    """A customer with more orders than one page of the timeline has."""

    def look(self, name="customer_profile", url="/odoo/customer-master", **options):
        now = datetime.now()
        self.buyer.write({"name": "Tour Buyer", "customer_priority": "3"})
        for number in range(32):
            self.order(now - timedelta(days=number + 1), 1 + number % 5)
        self.buyer.message_post(
            body="Wants more", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        groups = "customer_master.group_steward,sales_team.group_sale_salesman_all_leads"
        looker = self.make_user(groups=groups, login="cm_looker")
        self.tour(name, looker, url, **options)


class TestTourProfile(ProfileTourCase):
    def test_profile(self):
        self.look()

    def test_profile_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.look()

    def test_profile_keyboard(self):
        url = f"/odoo/{self.buyer.id}/customer-profile"
        self.look("customer_profile_keyboard", url)


class TestTourProfileChinese(ProfileTourCase):
    lang = CHINESE

    def test_profile_chinese(self):
        self.look()
