from datetime import datetime, timedelta

from .sale_case import SaleCase


class TestProfile(SaleCase):
    def profile(self, user=None, partner=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        Profile = self.env["customer.profile"].with_user(user or self.user_all)
        return Profile.with_context(tz="UTC", **context).get_profile((partner or self.buyer).id)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_all = cls.make_user("steward", login="cm_all")
        cls.user_all.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.user_all.group_ids += cls.env.ref("account.group_account_invoice")

    def test_smoke(self):
        self.order(datetime.now() - timedelta(days=9), 5)
        self.order(datetime.now() - timedelta(days=400), 5, self.contact)
        self.order(datetime.now(), confirm=False)
        child = self.make_customer("Sub", parent_id=self.buyer.id)
        self.order(datetime.now() - timedelta(days=9), 2, child)
        self.buyer.message_post(body="Hello")
        self.buyer.activity_schedule("mail.mail_activity_data_call")
        import pprint
        open('/tmp/h2_out','w').write(pprint.pformat(self.profile(), width=160))
