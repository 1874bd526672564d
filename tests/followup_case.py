from datetime import timedelta

from odoo import fields

from .common import CustomerCase


class FollowupCase(CustomerCase):
    """Salespersons with customers, one plan of ten days for priority High, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.followup.plan"].search([]).active = False
        cls.env["customer.care.rule"].search([]).active = False
        cls.Followup = cls.env["customer.followup"]
        cls.Interaction = cls.env["customer.interaction"]
        cls.today = cls.Followup._today()
        cls.sales = cls.make_user("sales", login="cm_followup")
        cls.colleague = cls.make_user("sales", login="cm_followup_colleague")
        cls.leader = cls.make_user("sales", login="cm_followup_leader")
        cls.plan = cls.make_plan("Every ten days", priority_from="2", escalate_days=5)

    def setUp(self):
        super().setUp()

        def committed(cron, processed=0, **_values):
            cron.env.flush_all()
            return 60

        # a test commits nothing; see test_cron_of_the_night for the rest
        self.patch(type(self.env["ir.cron"]), "_commit_progress", committed)

    @classmethod
    def make_plan(cls, name, **values):
        return cls.env["customer.followup.plan"].create(
            {
                "name": name,
                "interval_days": 10,
                "start_date": cls.days(-1000),
                "summary": "Stay in touch",
                **values,
            }
        )

    @classmethod
    def days(cls, number):
        return cls.today + timedelta(days=number)

    @classmethod
    def make_followed(cls, name="Followed Ltd", last=None, **values):
        """A customer with the plan; ``last``: so many days ago it was called."""
        values = {"user_id": cls.sales.id, "customer_priority": "2", **values}
        customer = cls.make_customer(name, **values)
        if last is not None:
            cls.make_contacted(customer, last)
        return customer

    @classmethod
    def make_contacted(cls, customer, ago, kind="call", **values):
        return cls.Interaction.create(
            {
                "partner_id": customer.id,
                "kind": kind,
                "date": fields.Datetime.now() - timedelta(days=ago),
                "user_id": cls.sales.id,
                **values,
            }
        )

    def activities(self, customer, purpose=None):
        domain = [("res_model", "=", "res.partner"), ("res_id", "=", customer.id)]
        if purpose:
            domain.append(("customer_purpose", "=", purpose))
        return self.env["mail.activity"].search(domain)

    def night(self, *customers):
        """What happens every night."""
        for customer in customers:
            self.Followup._refresh(customer.ids)
        self.Followup._remind()
        self.env.invalidate_all()

    def log(self, customer, user=None, **values):
        """Log a contact as the dialog does."""
        Log = self.env["customer.interaction.log"].with_user(user or self.sales)
        log = Log.create({"partner_id": customer.id, **values})
        log.action_log()
        self.env.invalidate_all()
