"""Reminders of birthdays, ends of contracts, and long silence."""

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from .followup_case import FollowupCase


class TestCare(FollowupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.make_followed(customer_priority="0")
        cls.person = cls.make_contact("Ms Li", parent_id=cls.customer.id)

    def make_rule(self, kind, **values):
        return self.env["customer.care.rule"].create(
            {"name": f"Care: {kind}", "kind": kind, "days_before": 3, **values}
        )

    def make_date(self, kind, day, partner=None, **values):
        partner = partner or self.person
        return self.env["customer.care.date"].create(
            {"partner_id": partner.id, "kind": kind, "date": day, **values}
        )

    def reminded(self):
        self.night()
        return self.activities(self.customer, "care")

    def test_birthday_of_a_contact_person(self):
        self.make_rule("birthday")
        birthday = self.days(2) - relativedelta(years=40)
        self.make_date("birthday", birthday)
        self.make_date("birthday", self.days(4) - relativedelta(years=30))
        activity = self.reminded()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.sales)
        self.assertEqual(activity.date_deadline, self.days(2))
        self.assertIn("Ms Li", activity.summary)
        self.assertEqual(self.reminded(), activity, "once")
        activity.action_feedback()
        self.assertFalse(self.reminded(), "not again this year")

    def test_every_year(self):
        self.make_rule("birthday", days_before=0)
        self.make_date("birthday", date(1980, 2, 29))
        occasions = []
        for day in ("2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29"):
            with freeze_time(f"{day} 12:00:00"):
                rows = self.Followup._occasions(self.Followup._today())
                occasions.append([str(row["occasion"]) for row in rows])
                self.Followup._note_occasions(rows)
        self.assertEqual(occasions, [["2027-02-28"], [], [], ["2028-02-29"]])

    def test_end_of_a_contract_once(self):
        self.make_rule("contract_end", days_before=30)
        ending = self.make_date("contract_end", self.days(20), self.customer, name="Frame 2026")
        self.assertFalse(ending.yearly)
        self.make_date("contract_end", self.days(-30), self.customer)
        activity = self.reminded()
        self.assertEqual(activity.mapped("date_deadline"), [self.today])
        self.assertIn("Frame 2026", activity.summary)

    def test_conditions_and_other_user(self):
        self.make_rule("birthday", priority_from="1")
        self.make_date("birthday", self.today)
        self.assertFalse(self.reminded())
        self.customer.customer_priority = "1"
        self.env["customer.care.rule"].search([]).write({"who": "user", "user_id": self.leader.id})
        self.assertEqual(self.reminded().user_id, self.leader)

    def test_silence(self):
        self.make_rule("silence", silence_days=30)
        self.assertFalse(self.reminded(), "it is new")
        self.make_contacted(self.customer, 31)
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = create_date - interval '90 days' WHERE id = %s",
            [self.customer.id],
        )
        activity = self.reminded()
        self.assertEqual(activity.user_id, self.sales)
        self.log(self.customer)
        self.assertFalse(self.reminded(), "done with the call")

    def test_silence_is_not_told_to_who_follows_up(self):
        self.make_rule("silence", silence_days=5)
        self.customer.customer_priority = "2"
        self.make_contacted(self.customer, 12)
        self.night(self.customer)
        self.assertEqual(self.activities(self.customer).mapped("customer_purpose"), ["plan"])
        self.env["customer.care.rule"].search([]).write({"who": "user", "user_id": self.leader.id})
        self.night(self.customer)
        self.assertEqual(self.activities(self.customer, "care").user_id, self.leader)
