from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import Form

from .common import CustomerCase

DECISION = {
    "customer_approval_state": "approved",
    "customer_approval_reason": "because",
    "customer_approval_user_id": 1,
    "customer_approval_date": "2026-01-01 00:00:00",
}


class ApprovalCase(CustomerCase):
    """Customers that Sales enters must be approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.steward = cls.make_user("steward")
        cls.other_steward = cls.make_user("steward", login="cm_steward_2")
        cls.set_approval(approvers=cls.steward | cls.other_steward)

    @classmethod
    def set_approval(cls, policy="sales", approvers=None, **values):
        if approvers is not None:
            values["customer_approver_ids"] = [Command.set(approvers.ids)]
        cls.set_setting(customer_approval=policy, **values)

    def activities(self, customer):
        return customer.activity_search(["customer_master.mail_activity_type_approval"])

    def call(self, user, customers, method):
        """Call a method as RPC does."""
        customers = customers.with_user(user)
        get_public_method(customers, method)
        return getattr(customers, method)()

    def submitted(self, **values):
        customer = self.enter(self.sales, **values)
        self.call(self.sales, customer, "action_customer_submit")
        return customer


class TestApproval(ApprovalCase):
    def test_off_at_first(self):
        params = self.env["ir.config_parameter"].sudo()
        params.search([("key", "like", "customer_master.approval")]).unlink()
        customer = self.enter(self.sales)
        self.assertFalse(customer.customer_approval_state)
        customer.with_user(self.sales).name = "Another"
        self.assertFalse(customer.customer_approval_state)

    def test_from_draft_to_approved(self):
        customer = self.enter(self.sales)
        self.assertEqual(customer.customer_approval_state, "draft")
        self.assertFalse(self.activities(customer))
        self.call(self.sales, customer, "action_customer_submit")
        self.assertEqual(customer.customer_approval_state, "to_approve")
        self.assertEqual(customer.customer_approval_asked_by_id, self.sales)
        activity = self.activities(customer)
        self.assertIn(activity.user_id, self.steward | self.other_steward)
        self.call(self.steward, customer, "action_customer_approve")
        self.assertEqual(customer.customer_approval_state, "approved")
        self.assertEqual(customer.customer_approval_user_id, self.steward)
        self.assertTrue(customer.customer_approval_date)
        self.assertFalse(self.activities(customer))
        with self.assertRaisesRegex(UserError, "waits for a decision"):
            self.call(self.steward, customer, "action_customer_approve")

    def test_submitted_at_once(self):
        self.set_approval(customer_approval_at_once=True)
        customer = self.enter(self.sales)
        self.assertEqual(customer.customer_approval_state, "to_approve")
        self.assertEqual(len(self.activities(customer)), 1)

    def test_rejected_with_a_reason_and_submitted_again(self):
        customer = self.submitted()
        action = self.call(self.steward, customer, "action_customer_reject")
        Wizard = self.env[action["res_model"]].with_user(self.steward)
        form = Form(Wizard.with_context(**action["context"]))
        form.reason = "The tax ID is of another company"
        form.save().action_reject()
        self.assertEqual(customer.customer_approval_state, "rejected")
        self.assertEqual(customer.customer_approval_reason, "The tax ID is of another company")
        self.assertFalse(self.activities(customer))
        self.call(self.sales, customer, "action_customer_submit")
        self.assertEqual(customer.customer_approval_state, "to_approve")
        self.assertFalse(customer.customer_approval_reason)

    def test_tracked(self):
        customer = self.submitted().with_context(tracking_disable=False)
        self.flush_tracking()
        self.call(self.steward, customer, "action_customer_approve")
        self.flush_tracking()
        values = customer.message_ids.sudo().tracking_value_ids
        values = values.filtered(lambda v: v.field_id.name == "customer_approval_state")
        self.assertEqual(values.mapped("new_value_char"), ["Approved"])
        self.assertEqual(values.mail_message_id.author_id, self.steward.partner_id)

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_bulk(self):
        customers = self.Partner.concat(*(self.submitted(name=f"Bulk {n}") for n in range(6)))
        asked = self.activities(customers).grouped("user_id")
        self.assertEqual({len(found) for found in asked.values()}, {3}, "shared evenly")
        self.call(self.steward, customers, "action_customer_approve")
        self.assertEqual(set(customers.mapped("customer_approval_state")), {"approved"})
        self.assertFalse(self.activities(customers))

    # -- who -------------------------------------------------------------------------------

    def test_who_may_approve(self):
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role, login=f"cm_no_{role}")
            customer = self.submitted(name=f"Not by {role}")
            for method in ("action_customer_approve", "action_customer_reject"):
                with self.subTest(role=role, method=method):
                    with self.assertRaisesRegex(AccessError, "It can be done by"):
                        self.call(user, customer, method)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["customer.approval.rejection"].with_user(user).create(
                    {"partner_ids": customer.ids, "reason": "no"}
                ).action_reject()
            self.assertEqual(customer.customer_approval_state, "to_approve")
        for role in ("steward", "administrator"):
            user = self.make_user(role, login=f"cm_yes_{role}")
            customer = self.submitted(name=f"By {role}")
            self.call(user, customer, "action_customer_approve")
            self.assertEqual(customer.customer_approval_state, "approved")

    def test_who_may_submit(self):
        customer = self.enter(self.sales)
        for user in (self.make_user("viewer"), self.make_user()):
            with self.assertRaises(AccessError):
                self.call(user, customer, "action_customer_submit")
        self.assertEqual(customer.customer_approval_state, "draft")

    def test_nobody_decides_by_writing(self):
        customer = self.submitted()
        for role in ("sales", "steward", "administrator"):
            user = self.make_user(role, login=f"cm_write_{role}")
            partners = self.as_user(user)
            for name, value in DECISION.items():
                with self.subTest(role=role, field=name):
                    with self.assertRaisesRegex(AccessError, "by the buttons"):
                        partners.browse(customer.id).write({name: value})
                    with self.assertRaisesRegex(AccessError, "by the buttons"):
                        partners.create({"name": "X", "customer_rank": 1, name: value})
                    with self.assertRaisesRegex(AccessError, "by the buttons"):
                        partners.with_context(**{f"default_{name}": value}).create({"name": "X"})
        self.assertEqual(customer.customer_approval_state, "to_approve")

    def test_stewards_are_trusted(self):
        self.assertFalse(self.enter(self.steward).customer_approval_state)

    def test_four_eyes(self):
        self.set_approval("always")
        customer = self.enter(self.steward)
        self.call(self.steward, customer, "action_customer_submit")
        self.assertEqual(self.activities(customer).user_id, self.other_steward)
        with self.assertRaisesRegex(UserError, "Somebody else must approve.*cm_steward_2"):
            self.call(self.steward, customer, "action_customer_approve")
        self.call(self.other_steward, customer, "action_customer_approve")
        self.assertEqual(customer.customer_approval_state, "approved")

    # -- which -----------------------------------------------------------------------------

    def test_what_other_code_creates_is_approved(self):
        values = {"name": "By code", "is_company": True, "customer_rank": 1}
        partners = self.as_user(self.sales)
        self.assertFalse(partners.create(values).customer_approval_state)
        self.assertFalse(partners.sudo().create(values).customer_approval_state)
        loaded = partners.with_context(import_file=True).load(
            ["name", "customer_rank"], [["By import", "1"]]
        )
        self.assertFalse(partners.browse(loaded["ids"]).customer_approval_state)

    def test_every_way_by_hand(self):
        partners = self.as_user(self.sales, res_partner_search_mode="customer")
        quick = self.Partner.browse(partners.name_create("Quick Ltd")[0])
        self.assertEqual(quick.customer_approval_state, "draft")
        copy = partners.browse(self.make_customer("Copied").id).copy()
        self.assertEqual(copy.customer_approval_state, "draft")
        contact = self.make_contact("Becomes a customer")
        contact.with_user(self.sales).web_save({"customer_is_customer": True}, {"id": {}})
        self.assertEqual(contact.customer_approval_state, "draft")

    def test_no_contact_has_a_state(self):
        customer = self.enter(
            self.sales, child_ids=[Command.create({"name": "Person", "phone": "13800138001"})]
        )
        self.assertFalse(customer.child_ids.customer_approval_state)

    def test_only_some_categories(self):
        above = self.make_category(self.type, "Above")
        below = self.make_category(self.type, "Below", parent_id=above.id)
        self.set_approval(customer_approval_category_ids=self.link(above))
        self.assertFalse(self.enter(self.sales, name="Other").customer_approval_state)
        customer = self.enter(self.sales, name="One", customer_type_id=below.id)
        self.assertEqual(customer.customer_approval_state, "draft")

    # -- key fields ------------------------------------------------------------------------

    def test_changed_key_fields(self):
        for state in (False, "approved"):
            customer = self.make_customer("Old Name", customer_approval_state=state)
            mine = customer.with_user(self.sales)
            mine.write({"name": "Old Name", "city": "Berlin"})
            self.assertEqual(customer.customer_approval_state, state)
            mine.write({"name": "New Name"})
            self.assertEqual(customer.customer_approval_state, "to_approve")
            self.assertEqual(customer.customer_approval_asked_by_id, self.sales)
            self.assertIn("Old Name → New Name", self.activities(customer).note)

    def test_drafts_stay_drafts(self):
        customer = self.enter(self.sales)
        customer.with_user(self.sales).name = "Corrected"
        self.assertEqual(customer.customer_approval_state, "draft")

    def test_changes_by_stewards_and_by_code(self):
        customer = self.make_customer("Old Name")
        customer.with_user(self.steward).name = "By a steward"
        customer.with_user(self.sales).sudo().name = "By code"
        self.assertFalse(customer.customer_approval_state)

    def test_change_through_a_contact(self):
        """Core gives the tax id and the country of a first contact to its company."""
        customer = self.make_customer("Parent", country_id=self.china.id)
        person = self.make_contact("Person", parent_id=customer.id, type="contact")
        sales = self.as_user(self.sales).browse(person.id)
        sales.name = "Another person"
        self.assertFalse(customer.customer_approval_state)
        sales.country_id = self.germany
        self.assertEqual(customer.country_id, self.germany)
        self.assertEqual(customer.customer_approval_state, "to_approve")

    def test_bank_accounts(self):
        finance = self.make_user("finance")
        customer = self.make_customer("Banked")
        Bank = self.env["res.partner.bank"].with_user(finance)
        account = Bank.create({"partner_id": customer.id, "acc_number": "A-1"})
        self.assertEqual(customer.customer_approval_state, "to_approve")
        for change in (
            lambda: account.write({"acc_number": "A-2"}),
            account.unlink,
        ):
            self.call(self.steward, customer, "action_customer_approve")
            change()
            self.assertEqual(customer.customer_approval_state, "to_approve")

    def test_key_fields_are_a_setting(self):
        city = self.env["ir.model.fields"]._get("res.partner", "city")
        Settings = self.env["res.config.settings"]
        names = Settings.create({}).customer_approval_field_ids.mapped("name")
        self.assertEqual(set(names), {"name", "vat", "company_registry", "country_id", "bank_ids"})
        self.set_approval(customer_approval_field_ids=[Command.set(city.ids)])
        customer = self.make_customer("Old Name")
        customer.with_user(self.sales).name = "New Name"
        self.assertFalse(customer.customer_approval_state)
        customer.with_user(self.sales).city = "Berlin"
        self.assertEqual(customer.customer_approval_state, "to_approve")
        self.set_approval(customer_approval_field_ids=[Command.clear()])
        self.assertFalse(Settings.create({}).customer_approval_field_ids)

    # -- companies and merges --------------------------------------------------------------

    def test_approvers_of_the_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.other_steward.company_ids |= company
        for number in range(3):
            customer = self.make_customer(f"Elsewhere {number}", company_id=company.id)
            customer.sudo()._customer_submit()
            self.assertEqual(self.activities(customer).user_id, self.other_steward)

    def test_merging_keeps_the_state_of_the_kept_one(self):
        kept = self.make_customer("Kept")
        draft = self.make_customer("Draft", customer_approval_state="draft")
        operation = self.env["customer.operation"]
        operation = operation.browse(
            operation.customer_plan_merge([{"master": kept.id, "members": (kept | draft).ids}])
        )
        operation.action_do()
        self.assertEqual(operation.state, "done")
        self.assertFalse(kept.customer_approval_state)
