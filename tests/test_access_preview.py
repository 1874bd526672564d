from odoo import Command
from odoo.exceptions import AccessError

from ..engine.access.policy import COLLEAGUES, OWN, ROLES, UNASSIGNED, allowed
from .common import CustomerCase


class TestAccessPreview(CustomerCase):
    """What enforcing roles would change is told before, as the matrix then does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_setting(customer_guard=False, customer_visibility="all")
        cls.administrator = cls.make_user("administrator", login="cm_preview_admin")
        creation = Command.link(cls.env.ref("base.group_partner_manager").id)
        cls.users = {
            role: cls.make_user(None if role == "none" else role, login=f"cm_preview_{role}")
            for role in ROLES
        }
        for user in cls.users.values():
            user.group_ids = [creation]
        cls.reader = cls.make_user(login="cm_preview_reader")
        cls.both = cls.make_user("sales", login="cm_preview_both")
        cls.both.group_ids += cls.env.ref("customer_master.group_finance")
        cls.colleague = cls.make_user("sales", login="cm_preview_colleague")
        # of a salesperson: two of each user, an unassigned one, and three of a colleague
        for user in (*cls.users.values(), cls.both):
            cls.make_customer("Own 1", user_id=user.id)
            cls.make_customer("Own 2", user_id=user.id)
        cls.make_customer("Unassigned")
        for number in range(3):
            cls.make_customer(f"Theirs {number}", user_id=cls.colleague.id)

    def lines(self, administrator=None):
        action = (
            self.env["customer.access.preview"]
            .with_user(administrator or self.administrator)
            .action_preview()
        )
        preview = self.env["customer.access.preview"].browse(action["res_id"])
        return {line.user_id: line for line in preview.line_ids}

    def test_roles_are_named_without_those_in_them(self):
        lines = self.lines()
        names = {
            "none": "",
            "viewer": "Viewer",
            "sales": "Sales",
            "finance": "Finance",
            "steward": "Data Steward",
            "administrator": "Administrator",
        }
        for role, name in names.items():
            with self.subTest(role=role):
                self.assertEqual(lines[self.users[role]].roles or "", name)
        self.assertEqual(set(lines[self.both].roles.split(", ")), {"Sales", "Finance"})

    def test_counts_are_those_of_the_matrix(self):
        """Each customer is tried by each user, before and after it is switched on."""
        lines = self.lines()
        customers = self.Partner.search(self.Partner._customer_domain())
        self.assertGreater(len(customers), 12)

        def may_write(user):
            mine = customers.with_user(user)
            return mine, mine.with_context(active_test=True)._filtered_access("write")

        for user in (*self.users.values(), self.both, self.reader):
            with self.subTest(user=user.login, guarded=False):
                self.assertEqual(lines[user].before_count, len(may_write(user)[1]))
        self.set_setting(customer_guard=True)
        for user in (*self.users.values(), self.both, self.reader):
            mine, writable = may_write(user)
            changed = sum(map(self.can_change, writable))
            with self.subTest(user=user.login, guarded=True):
                self.assertEqual(lines[user].after_count, changed)
                finance = bool(mine) and user != self.reader
                roles = self.env["customer.access"].with_user(user)._roles()
                finance = finance and allowed(roles, "write_finance", COLLEAGUES)
                self.assertEqual(lines[user].after_finance, finance)

    def can_change(self, customer):
        try:
            with self.env.cr.savepoint() as savepoint:
                customer.street = "Elsewhere"
                self.env.flush_all()
                savepoint.rollback()
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def test_sales_with_contact_creation(self):
        line = self.lines()[self.users["sales"]]
        count = self.Partner.search_count(self.Partner._customer_domain())
        unassigned = self.Partner.search_count(
            [*self.Partner._customer_domain(), ("user_id", "=", False)]
        )
        self.assertEqual(line.before_count, count)
        self.assertEqual(line.after_count, unassigned + 2)
        self.assertFalse(line.after_finance)
        for relation in (OWN, UNASSIGNED):
            self.assertTrue(allowed(["sales"], "write", relation))

    def test_for_administrators_only(self):
        for role in ("viewer", "sales", "finance", "steward"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.lines(self.users[role])

    def test_companies_that_the_administrator_does_not_see(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        there = self.make_user(
            "sales",
            login="cm_preview_there",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        before = self.lines()[self.users["steward"]].before_count
        self.users["steward"].company_ids |= company
        self.make_customer("Hidden", company_id=company.id, user_id=there.id)
        lines = self.lines()
        self.assertNotIn(there, lines)
        self.assertEqual(lines[self.users["steward"]].before_count, before)
