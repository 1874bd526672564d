"""Contacts with customers: logged by hand, and collected."""

from datetime import timedelta

from odoo import fields

from .followup_case import FollowupCase


class TestInteractionLog(FollowupCase):
    def test_two_taps(self):
        customer = self.make_followed(last=30)
        person = self.make_contact("Person", parent_id=customer.id)
        action = person.with_user(self.sales).action_log_interaction()
        self.assertTrue(action["views"], "the profile opens it by itself")
        Log = self.env["customer.interaction.log"].with_user(self.sales)
        log = Log.with_context(action["context"], default_kind="visit").create({})
        log.action_log()
        self.env.invalidate_all()
        found = self.Interaction.search([("partner_id", "=", customer.id)], limit=1)
        self.assertRecordValues(
            found, [{"kind": "visit", "contact_id": person.id, "user_id": self.sales.id}]
        )
        self.assertEqual(customer.customer_next_contact, self.days(10))

    def test_closes_what_is_due_and_plans_the_next_step(self):
        customer = self.make_followed(last=12)
        self.night(customer)
        messages = customer.message_ids
        self.log(
            customer, note="Wants a sample", next_date=self.days(4), next_summary="Send the sample"
        )
        found = self.Interaction.search([("partner_id", "=", customer.id)])
        self.assertEqual(found.mapped("kind"), ["call", "call"], "not twice")
        self.assertEqual(len(customer.message_ids - messages), 1)
        self.assertEqual(found[0].message_id, customer.message_ids[0])
        self.assertIn("Wants a sample", customer.message_ids[0].body)
        activity = self.activities(customer)
        self.assertEqual(activity.mapped("summary"), ["Send the sample"])
        self.assertEqual(activity.customer_purpose, "step")
        self.assertEqual(customer.customer_next_contact, self.days(4))
        self.Interaction._run_collect()
        count = self.Interaction.search_count([("partner_id", "=", customer.id)])
        self.assertEqual(count, 2, "the message is not collected")

    def test_next_step_for_later_stays_open(self):
        customer = self.make_followed(last=12)
        customer.activity_schedule(
            "mail.mail_activity_data_meeting", date_deadline=self.days(5), user_id=self.sales.id
        )
        self.log(customer)
        self.assertEqual(self.activities(customer).mapped("date_deadline"), [self.days(5)])

    def test_logged_without_activity_is_told_on_the_customer(self):
        customer = self.make_followed()
        self.log(customer, note="Called <b>back</b>")
        self.assertIn("Called &lt;b&gt;back", customer.message_ids[0].body)


class TestInteractionCollect(FollowupCase):
    def setUp(self):
        super().setUp()
        self.customer = self.make_followed(email="c@followed.example")
        self.person = self.make_contact(
            "Person", parent_id=self.customer.id, email="p@followed.example"
        )

    def collect(self):
        self.Interaction._run_collect()
        self.env.invalidate_all()
        return self.Interaction.search([("partner_id", "=", self.customer.id)])

    def test_email_to_a_contact_person(self):
        self.customer.with_user(self.sales).message_post(
            body="Hello",
            subject="An offer",
            partner_ids=self.person.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        found = self.collect()
        self.assertRecordValues(
            found,
            [
                {
                    "kind": "mail",
                    "contact_id": self.person.id,
                    "user_id": self.sales.id,
                    "note": "An offer",
                }
            ],
        )
        self.assertEqual(self.customer.customer_last_contact, found.date)
        self.assertEqual(self.collect(), found, "once")

    def test_of_other_documents_the_subject_is_not_told(self):
        order = self.env["sale.order"].create({"partner_id": self.person.id})
        order.message_post(
            body="Hello",
            subject="Secret offer",
            author_id=self.sales.partner_id.id,
            partner_ids=self.person.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        found = self.collect()
        self.assertEqual(found.mapped("kind"), ["mail"])
        self.assertFalse(found.note)

    def test_what_is_none(self):
        customer = self.customer
        customer.with_user(self.sales).message_post(body="A note")
        customer.message_post(
            body="From the customer",
            author_id=self.person.id,
            partner_ids=self.sales.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        customer.message_notify(
            body="Assigned", partner_ids=self.person.ids, author_id=self.sales.partner_id.id
        )
        self.assertFalse(self.collect())

    def test_late_transactions_are_found(self):
        self.collect()
        key = "customer_master.contacts_message"
        position = int(self.env["ir.config_parameter"].get_param(key, 0))
        last = self.env["mail.message"].search([], order="id desc", limit=1)
        self.assertLess(position, last.id, "recent messages are looked at again")

    def test_done_activity_of_a_kind_that_is_no_contact(self):
        self.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.sales.id
        ).action_feedback()
        self.assertFalse(self.collect())

    def test_figures_of_the_day(self):
        for ago in (0, 1, 40):
            self.make_contacted(self.customer, ago)
        self.make_contacted(self.customer, 0, user_id=self.colleague.id)
        Followup = self.Followup.with_user(self.sales)
        today = fields.Date.context_today(Followup)
        midnight = Followup._start_of(today)
        self.Interaction.search([("user_id", "=", self.sales.id)], limit=1).date = midnight
        contacts = Followup._contacts_since(
            {"day": today, "old": today - timedelta(days=30), "oldest": today - timedelta(days=60)}
        )
        self.assertEqual(contacts, {"day": 1, "old": 2, "oldest": 3})
