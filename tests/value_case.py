from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .sale_case import SaleCase


@tagged("post_install", "-at_install", "customer_master")
class ValueCase(SaleCase):
    """Customers with orders so many days ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Value = cls.env["customer.value"]
        cls.Move = cls.env["customer.stage.move"]
        cls.Segment = cls.env["customer.segment"]
        cls.today = fields.Date.context_today(cls.Partner)

    def ordered(self, *days, partner=None, **values):
        """Confirmed orders of 10 apiece, so many days ago."""
        for ago in days:
            when = fields.Datetime.now() - timedelta(days=ago)
            self.order(when, partner=partner, **values)

    def night(self):
        """The whole pass, as the cron does it."""
        self.env["customer.nightly"]._begin()
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_nightly").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["customer.nightly"].search([], limit=1)

    def refresh(self, partners):
        partners._customer_refresh_stage(partners.ids)
        return partners.mapped("customer_stage")
