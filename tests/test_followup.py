"""Plans, the next contact of customers, and the activities that tell of it."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError

from .followup_case import FollowupCase


class TestFollowupPlan(FollowupCase):
    def test_first_plan_that_fits(self):
        tag = self.make_tag("Followed")
        category = self.make_category(self.type, "Followed Type")
        below = self.make_category(self.type, "Below", parent_id=category.id)
        tagged = self.make_plan("Tagged", sequence=1, tag_ids=self.link(tag), interval_days=3)
        typed = self.make_plan("Typed", sequence=30, category_ids=self.link(category))
        city = self.make_plan("City", sequence=40, domain="[('city', '=', 'Followtown')]")
        both = self.make_followed(category_id=self.link(tag))
        high = self.make_followed(customer_category_ids=self.link(below))
        low = self.make_followed(customer_priority="0", customer_category_ids=self.link(below))
        there = self.make_followed(customer_priority="1", city="Followtown")
        none = self.make_followed(customer_priority="1")
        person = self.make_contact("Person", parent_id=high.id)
        self.env.flush_all()
        plans = [c.customer_followup_plan_id for c in (both, high, low, there, none, person)]
        nothing = self.plan.browse()
        self.assertEqual(plans, [tagged, self.plan, typed, city, nothing, nothing])
        self.assertEqual(tagged.customer_count, 1)

    def test_plan_follows_writes(self):
        customer = self.make_followed(customer_priority="0")
        self.assertFalse(customer.customer_next_contact)
        customer.customer_priority = "3"
        self.assertEqual(customer.customer_followup_plan_id, self.plan)
        self.assertEqual(customer.customer_next_contact, self.days(10))
        customer.active = False
        self.assertFalse(customer.customer_next_contact)
        customer.active = True
        customer.customer_rank = 0
        self.assertFalse(customer.customer_followup_plan_id)

    def test_nightly_and_write_agree(self):
        customers = self.make_followed(last=3) + self.make_followed(customer_priority="0", last=4)
        self.env.flush_all()
        names = ["customer_last_contact", "customer_next_contact", "customer_followup_plan_id"]
        before = customers.read(names)
        self.env.cr.execute(
            "UPDATE res_partner SET customer_last_contact = NULL, customer_next_contact = NULL,"
            " customer_followup_plan_id = NULL WHERE id = ANY(%s)",
            [customers.ids],
        )
        self.env.invalidate_all()
        self.Followup._refresh(customers.ids)
        self.assertEqual(customers.read(names), before)

    def test_next_contact_counts_from_the_last_one(self):
        customer = self.make_followed(last=4)
        self.assertEqual(customer.customer_next_contact, self.days(6))
        self.make_contacted(customer, 6)
        self.assertEqual(customer.customer_next_contact, self.days(6), "an older one")
        latest = self.make_contacted(customer, 1)
        self.assertEqual(customer.customer_next_contact, self.days(9))
        latest.unlink()
        self.assertEqual(customer.customer_next_contact, self.days(6))

    def test_kinds_that_count(self):
        customer = self.make_followed(last=5)
        self.make_contacted(customer, 2, "mail")
        self.assertEqual(customer.customer_next_contact, self.days(8))
        self.set_setting(customer_contact_mail=False)
        self.Followup._refresh(customer.ids)
        self.assertEqual(customer.customer_next_contact, self.days(5))
        self.set_setting(customer_contact_mail=True)
        self.plan.personal_only = True
        self.Followup._refresh(customer.ids)
        self.assertEqual(customer.customer_next_contact, self.days(5))
        self.assertEqual(
            customer.customer_last_contact.date(), (fields.Datetime.now() - timedelta(2)).date()
        )

    def test_old_customers_are_spread_over_the_first_interval(self):
        self.plan.start_date = self.today
        customers = self.Partner.concat(
            *(self.make_followed(f"Old {n}", last=400 + n) for n in range(20))
        )
        self.env.flush_all()
        due = customers.mapped("customer_next_contact")
        self.assertEqual({(day - self.today).days for day in due}, set(range(10)))

    def test_bad_conditions_are_refused(self):
        with self.assertRaises(ValidationError):
            self.plan.domain = "[('no_such_field', '=', 1)]"

    def test_conditions_of_a_field_that_is_gone_fit_nobody(self):
        self.env.cr.execute(
            "UPDATE customer_followup_plan SET domain = '[(''gone'', ''='', 1)]' WHERE id = %s",
            [self.plan.id],
        )
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        customer = self.make_followed()
        self.assertFalse(customer.customer_followup_plan_id)


class TestFollowupActivity(FollowupCase):
    def test_activity_with_text_and_owner(self):
        customer = self.make_followed(last=12)
        later = self.make_followed(last=2)
        self.night(customer, later)
        activity = self.activities(customer)
        self.assertRecordValues(
            activity,
            [
                {
                    "user_id": self.sales.id,
                    "summary": "Stay in touch",
                    "date_deadline": self.days(-2),
                    "customer_purpose": "plan",
                    "activity_type_id": self.plan.activity_type_id.id,
                }
            ],
        )
        self.assertFalse(self.activities(later))
        self.night(customer)
        self.assertEqual(self.activities(customer), activity, "one only")

    def test_no_email_is_sent_of_it(self):
        customer = self.make_followed(last=12)
        before = self.env["mail.message"].search_count([])
        self.night(customer)
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_without_salesperson(self):
        customer = self.make_followed(last=12, user_id=False)
        self.night(customer)
        self.assertFalse(self.activities(customer))
        self.plan.user_id = self.leader
        self.night(customer)
        self.assertEqual(self.activities(customer).user_id, self.leader)
        customer.user_id = self.colleague
        self.night(customer)
        self.assertEqual(self.activities(customer).user_id, self.colleague, "handed over")

    def test_contact_takes_it_back(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        self.make_contacted(customer, 0)
        self.assertFalse(self.activities(customer))
        self.assertEqual(customer.customer_next_contact, self.days(10))

    def test_next_step_by_hand_wins(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        customer.with_user(self.sales).activity_schedule(
            "mail.mail_activity_data_call", date_deadline=self.days(20), user_id=self.sales.id
        )
        self.assertEqual(customer.customer_next_contact, self.days(20))
        self.assertEqual(self.activities(customer).customer_purpose, "step")
        self.activities(customer).date_deadline = self.days(15)
        self.assertEqual(customer.customer_next_contact, self.days(15))
        self.activities(customer).unlink()
        self.assertEqual(customer.customer_next_contact, self.days(-2))

    def test_put_off_by_hand_is_a_next_step(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        self.activities(customer).with_user(self.sales).date_deadline = self.days(3)
        self.assertEqual(customer.customer_next_contact, self.days(3))
        self.night(customer)
        self.assertEqual(self.activities(customer).mapped("date_deadline"), [self.days(3)])

    def test_done_activity_is_a_contact(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        self.activities(customer).with_user(self.sales).action_feedback(feedback="All is well")
        self.env.invalidate_all()
        found = self.Interaction.search([("partner_id", "=", customer.id)], limit=1)
        self.assertRecordValues(
            found, [{"kind": "call", "user_id": self.sales.id, "note": "All is well"}]
        )
        self.assertEqual(customer.customer_next_contact, self.days(10))
        self.night(customer)
        self.assertFalse(self.activities(customer))

    def test_limit_takes_the_most_important_ones(self):
        self.set_setting(customer_followup_limit=2)
        customers = [
            self.make_followed(f"Limit {n}", last=12 + n, customer_priority="3" if n == 1 else "2")
            for n in range(4)
        ]
        self.night(*customers)
        told = [bool(self.activities(customer)) for customer in customers]
        self.assertEqual(told, [False, True, False, True], "very high, then the latest")
        self.night(*customers)
        self.assertEqual([bool(self.activities(customer)) for customer in customers], told)

    def test_escalation_to_the_leader(self):
        self.env["crm.team"].create(
            {
                "name": "Followers",
                "user_id": self.leader.id,
                "crm_team_member_ids": [Command.create({"user_id": self.sales.id})],
            }
        )
        late, soon = self.make_followed(last=15), self.make_followed(last=14)
        self.night(late, soon)
        told = self.activities(late, "escalation")
        self.assertEqual(told.user_id, self.leader)
        self.assertIn(self.sales.name, told.summary)
        self.assertFalse(self.activities(soon, "escalation"))
        self.assertEqual(self.activities(late, "plan").user_id, self.sales)
        told.with_user(self.leader).action_feedback()
        self.night(late)
        self.assertFalse(self.activities(late, "escalation"), "told once")
        self.assertEqual(
            self.Interaction.search_count([("partner_id", "=", late.id)]), 1, "no contact"
        )

    def test_unlinked_plan_takes_its_activities(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        self.plan.unlink()
        self.assertFalse(self.activities(customer))
        self.Followup._refresh(customer.ids)
        self.assertFalse(customer.customer_next_contact)


class TestFollowupSnooze(FollowupCase):
    def snooze(self, customer, **values):
        Snooze = self.env["customer.followup.snooze"].with_user(self.sales)
        Snooze = Snooze.with_context(active_model="res.partner", active_ids=customer.ids)
        Snooze.create({"reason": "Closed over the holidays", **values}).action_snooze()
        self.env.invalidate_all()

    def test_snooze(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        self.snooze(customer, span="fortnight")
        today = fields.Date.context_today(self.sales)
        self.assertEqual(customer.customer_next_contact, today + timedelta(14))
        self.assertFalse(self.activities(customer))
        self.assertIn("Closed over the holidays", customer.message_ids[0].body)
        self.night(customer)
        self.assertFalse(self.activities(customer))

    def test_contact_ends_it(self):
        customer = self.make_followed(last=12)
        self.snooze(customer, span="month")
        self.log(customer)
        self.assertFalse(customer.customer_followup_snooze)
        self.assertFalse(customer.customer_followup_snooze_reason)
        self.assertEqual(customer.customer_next_contact, self.days(10))

    def test_day_must_be_ahead(self):
        customer = self.make_followed(last=12)
        with self.assertRaises(UserError):
            self.snooze(customer, span="day", until=self.days(-1))

    def test_customer_without_plan_comes_back_on_that_day(self):
        customer = self.make_followed(customer_priority="0")
        self.snooze(customer, span="week")
        today = fields.Date.context_today(self.sales)
        self.assertEqual(customer.customer_next_contact, today + timedelta(7))
