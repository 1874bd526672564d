from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import tagged

from .sale_case import SaleCase


@tagged("post_install", "-at_install", "customer_master")
class ProfileCase(SaleCase):
    """A customer with documents of all kinds, and who may see them all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["account.journal"].search([("type", "=", "sale")], limit=1):
            cls.env["account.chart.template"].try_loading("generic_coa", cls.env.company)
        cls.user_all = cls.make_user("steward", login="cm_all")
        for group in ("sales_team.group_sale_salesman_all_leads", "account.group_account_invoice"):
            cls.user_all.group_ids += cls.env.ref(group)
        cls.now = datetime.now().replace(microsecond=0)

    def ago(self, days):
        return self.now - timedelta(days=days)

    def invoice(self, amount, days, due=0, partner=None, **values):
        """A posted invoice of some days ago that is due ``due`` days afterwards."""
        day = self.ago(days).date()
        line = {"name": "Bolts", "price_unit": amount, "tax_ids": False}
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.buyer).id,
                "invoice_date": day,
                "invoice_date_due": day + timedelta(days=due),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        move.action_post()
        return move

    def pay(self, amount, days):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.buyer.id,
                "amount": amount,
                "date": self.ago(days).date(),
            }
        )
        payment.action_post()
        return payment

    def write_message(self, body, days, partner=None, **values):
        record = partner or self.buyer
        return self.env["mail.message"].create(
            {
                "model": record._name,
                "res_id": record.id,
                "body": body,
                "date": self.ago(days),
                "message_type": "comment",
                "subtype_id": self.env.ref("mail.mt_note").id,
                "author_id": self.user_sales.partner_id.id,
                **values,
            }
        )

    def served(self, model, user=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        served = self.env[model].with_user(user or self.user_all)
        return served.with_context(tz="UTC", **context)

    def profile(self, user=None, partner=None, **context):
        return self.served("customer.profile", user, **context).get_profile(
            (partner or self.buyer).id
        )

    def figures(self, user=None, partner=None, **context):
        figures = self.profile(user, partner, **context)["figures"]
        return {figure["name"]: figure for figure in figures}

    def page(self, user=None, partner=None, **options):
        timeline = self.served("customer.timeline", user)
        return timeline.get_page((partner or self.buyer).id, **options)
