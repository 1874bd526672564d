from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..models import customer_operation
from .common import ROLES, CustomerCase


class TestHandover(CustomerCase):
    """Customers of a leaver go to others, as one operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.leaver = cls.make_user("sales", login="cm_leaver", name="cm_leaver")
        cls.first = cls.make_user("sales", login="cm_first", name="cm_first")
        cls.second = cls.make_user("sales", login="cm_second", name="cm_second")
        cls.customers = cls.Partner.create(
            [
                {
                    "name": f"Handed {number}",
                    "is_company": True,
                    "customer_rank": 1,
                    "user_id": cls.leaver.id,
                    "country_id": (cls.germany if number == 3 else cls.china).id,
                }
                for number in range(4)
            ]
        )
        cls.person = cls.make_contact(
            "Person", parent_id=cls.customers[0].id, user_id=cls.leaver.id
        )
        cls.Ownership = cls.env["customer.ownership"]

    def wizard(self, user=None, **values):
        Wizard = self.env["customer.handover.wizard"].with_user(user or self.steward)
        return Wizard.create({"from_user_id": self.leaver.id, **values})

    def hand_over(self, **values):
        action = self.wizard(**values).action_hand_over()
        return self.env[action["res_model"]].browse(action["res_id"])

    def owners(self):
        return [customer.user_id.login for customer in self.customers]

    def history(self, customers=None):
        rows = self.Ownership.search(
            [("partner_id", "in", (customers or self.customers).ids)], order="id"
        )
        return [(row.old_user_id.login, row.new_user_id.login) for row in rows]

    def test_only_users_of_sales_are_offered(self):
        viewer = self.make_user("viewer")
        Wizard = self.env["customer.handover.wizard"].with_user(self.steward)
        for Model, name in ((Wizard, "user_ids"), (Wizard.env[f"{Wizard._name}.line"], "user_id")):
            domain = Model.fields_get([name])[name]["domain"]
            offered = Model.env["res.users"].search(domain)
            self.assertLessEqual(self.first | self.steward, offered)
            self.assertNotIn(viewer, offered)

    def test_all_to_one(self):
        self.customers[1].active = False
        operation = self.hand_over(user_ids=self.link(self.first))
        self.assertEqual(set(self.owners()), {"cm_first"})
        self.assertEqual(self.person.user_id, self.first)
        self.assertEqual((operation.kind, operation.state), ("handover", "done"))
        self.assertEqual(operation.customer_count, 4)
        self.assertEqual(operation.user_id, self.steward)
        self.assertEqual(self.history(), [("cm_leaver", "cm_first")] * 4)
        rows = self.Ownership.search([("partner_id", "in", self.customers.ids)])
        self.assertEqual(rows.operation_id, operation)
        self.assertEqual(rows.changed_by_id, self.steward)
        action = operation.with_user(self.steward).action_open_ownership()
        self.assertEqual(self.Ownership.search(action["domain"]), rows)
        told = self.env["mail.message"].search([("partner_ids", "in", self.first.partner_id.ids)])
        self.assertEqual(len(told), 1, "one message, not one for each customer")

    def test_undo(self):
        operation = self.hand_over(user_ids=self.link(self.first))
        self.customers[2].user_id = self.second
        operation.with_user(self.steward).action_undo()
        self.assertEqual(self.owners(), ["cm_leaver", "cm_leaver", "cm_second", "cm_leaver"])
        self.assertEqual(self.person.user_id, self.leaver)
        self.assertEqual(
            self.history(self.customers[0]),
            [("cm_leaver", "cm_first"), ("cm_first", "cm_leaver")],
        )
        self.assertTrue(operation.line_ids[2].reason)

    def test_by_rules(self):
        rule = {"country_id": self.germany.id, "user_id": self.second.id}
        wizard = self.wizard(line_ids=[Command.create(rule)])
        self.assertIn("cm_second: 1", wizard.preview)
        self.assertIn("Stay where they are: 3", wizard.preview)
        wizard.user_ids = self.first
        self.assertIn("cm_first: 3", wizard.preview)
        wizard.action_hand_over()
        self.assertEqual(self.owners(), ["cm_first"] * 3 + ["cm_second"])

    def test_by_category(self):
        above = self.make_category(self.type, "Above")
        below = self.make_category(self.type, "Below", parent_id=above.id)
        self.customers[1].customer_type_id = below
        rule = {"category_id": above.id, "user_id": self.second.id}
        self.hand_over(line_ids=[Command.create(rule)])
        self.assertEqual(self.owners(), ["cm_leaver", "cm_second", "cm_leaver", "cm_leaver"])

    def test_shared_evenly(self):
        self.hand_over(user_ids=self.link(self.first, self.second))
        self.assertEqual(sorted(self.owners()), ["cm_first"] * 2 + ["cm_second"] * 2)

    def test_selected_ones(self):
        chosen = self.customers[:2]
        context = {"active_model": "res.partner", "active_ids": (chosen | self.person).ids}
        Wizard = self.env["customer.handover.wizard"].with_user(self.steward)
        form = Form(Wizard.with_context(**context))
        form.user_ids.add(self.second)
        self.assertIn("cm_second: 2", form.preview)
        form.save().action_hand_over()
        self.assertEqual(self.owners(), ["cm_second"] * 2 + ["cm_leaver"] * 2)

    def test_open_activities(self):
        def plan(record, user):
            return record.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)

        mine, others = plan(self.customers[0], self.leaver), plan(self.customers[0], self.second)
        persons = plan(self.person, self.leaver)
        stays = plan(self.customers[3], self.leaver)
        operation = self.hand_over(
            user_ids=self.link(self.first), line_ids=[], move_activities=True
        )
        self.assertEqual((mine | persons | stays).user_id, self.first)
        self.assertEqual(others.user_id, self.second)
        operation.with_user(self.steward).action_undo()
        self.assertEqual((mine | persons | stays).user_id, self.leaver)
        self.hand_over(user_ids=self.link(self.first), move_activities=False)
        self.assertEqual((mine | persons).user_id, self.leaver)

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.steward.company_ids |= company
        self.leaver.company_ids |= company
        self.customers[0].company_id = company
        wizard = self.wizard(user_ids=self.link(self.first))
        self.assertIn("cm_first: 3", wizard.preview)
        both = {"allowed_company_ids": self.steward.company_ids.ids}
        wizard = wizard.with_context(**both)
        wizard.invalidate_recordset()
        self.assertIn("has no access to the company Elsewhere. (1)", wizard.preview)
        action = wizard.action_hand_over()
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertEqual(operation.blocked_count, 1)
        self.assertEqual(self.owners(), ["cm_leaver"] + ["cm_first"] * 3)
        rows = self.Ownership.with_user(self.first).search_count([])
        self.assertEqual(rows, 3)

    def test_changed_meanwhile(self):
        with patch.object(customer_operation, "SLICE", 2):
            operation = self.hand_over(user_ids=self.link(self.first))
        self.assertEqual(operation.state, "running")
        self.customers[2].user_id = self.second
        with patch.object(customer_operation, "SLICE", 2), self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_operation").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.owners(), ["cm_first", "cm_first", "cm_second", "cm_first"])
        self.assertEqual(operation.state, "done")
        self.assertIn("changed meanwhile", operation.line_ids[2].reason)

    def test_nothing_to_do(self):
        with self.assertRaisesRegex(UserError, "None of these customers"):
            self.wizard().action_hand_over()

    def test_who_may(self):
        for role in (*ROLES, None):
            if role in ("steward", "administrator"):
                continue
            user = self.make_user(role, login=f"cm_not_{role}")
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.wizard(user, user_ids=self.link(self.first)).action_hand_over()
        self.assertEqual(set(self.owners()), {"cm_leaver"})

    # -- history of owners -----------------------------------------------------------------

    def test_every_change_is_told(self):
        customer = self.customers[0]
        customer.with_user(self.first).user_id = self.first
        customer.user_id = self.first
        customer.user_id = False
        self.assertEqual(self.history(customer), [("cm_leaver", "cm_first"), ("cm_first", False)])
        self.assertEqual(customer.customer_ownership_count, 2)
        action = customer.with_user(self.first).action_open_ownership()
        self.assertEqual(self.Ownership.search_count(action["domain"]), 2)
        row = self.Ownership.search(action["domain"], order="id", limit=1)
        self.assertEqual(row.changed_by_id, self.first)
        self.make_contact("Nobody").user_id = self.first
        self.assertFalse(self.Ownership.search([("partner_id.name", "=", "Nobody")]))

    def test_nobody_edits_history(self):
        self.customers.user_id = self.first
        row = self.Ownership.search([], limit=1)
        for role in ROLES:
            rows = row.with_user(self.make_user(role, login=f"cm_hist_{role}"))
            self.assertTrue(rows.changed_on)
            with self.assertRaises(AccessError):
                rows.write({"new_user_id": False})
            with self.assertRaises(AccessError):
                rows.unlink()
            with self.assertRaises(AccessError):
                rows.create({"partner_id": self.customers[0].id})

    def test_no_operation_is_forged(self):
        operation = self.hand_over(user_ids=self.link(self.second))
        customer = self.customers[0].with_user(self.first)
        customer.with_context(customer_operation=operation.id).user_id = self.first
        last = self.Ownership.search([("partner_id", "=", customer.id)], limit=1)
        self.assertEqual(last.new_user_id, self.first)
        self.assertFalse(last.operation_id)

    def test_history_of_the_merged(self):
        self.customers[1].user_id = self.second
        operation = self.env["customer.operation"]
        members = self.customers[:2]
        operation = operation.browse(
            operation.customer_plan_merge([{"master": members[0].id, "members": members.ids}])
        )
        operation.action_do()
        self.assertEqual(self.history(members[0]), [("cm_leaver", "cm_second")])
        operation.action_undo()
        self.assertEqual(self.history(members[1]), [("cm_leaver", "cm_second")])

    def test_owner_taken_over_by_a_merge(self):
        master, source = self.customers[:2]
        master.user_id = False
        Operation = self.env["customer.operation"]
        operation = Operation.browse(
            Operation.customer_plan_merge(
                [{"master": master.id, "members": [master.id, source.id]}]
            )
        )
        operation.action_do()
        self.assertEqual(master.user_id, self.leaver)
        told = self.Ownership.search([("partner_id", "=", master.id)], limit=1)
        self.assertEqual((told.old_user_id.login, told.new_user_id), (False, self.leaver))
        operation.action_undo()
        told = self.Ownership.search([("partner_id", "=", master.id)], limit=1)
        self.assertEqual((told.old_user_id, told.new_user_id.login), (self.leaver, False))
        self.assertEqual(told.operation_id, operation)

    def test_hidden_customers(self):
        self.customers.user_id = self.second
        self.set_setting(customer_visibility="own")
        self.customers[0].user_id = self.first
        rows = self.Ownership.with_user(self.first).search([])
        self.assertEqual(rows.partner_id, self.customers[0].with_user(self.first))

    def test_batch(self):
        self.skip_beside("sales_team_security")

        def queries(count):
            customers = self.Partner.create(
                [
                    {
                        "name": f"Many {count} {number}",
                        "is_company": True,
                        "customer_rank": 1,
                        "user_id": self.leaver.id,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            customers.write({"user_id": self.first.id})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(60), queries(5) + 3)
