from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from .common import ROLES, CustomerCase

OWN_MODELS = {
    # model: for each role what it may do, of create, read, write and unlink
    "customer.dimension": {"administrator": "crwu"},
    "customer.category": {"steward": "crw", "administrator": "crwu"},
    "customer.mass.classification": {
        "viewer": "",
        "finance": "",
        "employee": "",
        "sales": "crwu",
        "steward": "crwu",
        "administrator": "crwu",
    },
    "customer.assignment.wizard": {
        "viewer": "",
        "sales": "",
        "finance": "",
        "employee": "",
        "steward": "crwu",
        "administrator": "crwu",
    },
    "res.partner": {
        "sales": "crw",
        "finance": "rw",
        "steward": "crw",
        "administrator": "crwu",
    },
    "res.partner.category": {"steward": "crw", "administrator": "crwu"},
    "customer.operation": {"viewer": "", "finance": "", "employee": ""},
    "customer.operation.line": {"viewer": "", "finance": "", "employee": ""},
    "customer.operation.cell": dict.fromkeys((*ROLES, "employee"), ""),
    "customer.survivorship.rule": {
        "viewer": "",
        "sales": "",
        "finance": "",
        "employee": "",
        "administrator": "crwu",
    },
}
OWN_MODELS["customer.approval.rejection"] = OWN_MODELS["customer.assignment.wizard"]
OWN_MODELS["customer.handover.wizard"] = OWN_MODELS["customer.assignment.wizard"]
OWN_MODELS["customer.handover.wizard.line"] = OWN_MODELS["customer.assignment.wizard"]
OWN_MODELS["customer.ownership"] = {"employee": ""}
OWN_MODELS["customer.audit"] = {
    **dict.fromkeys(("viewer", "sales", "finance", "employee"), ""),
    "steward": "r",
    "administrator": "r",
}
OWN_MODELS["customer.assignment.wizard.line"] = OWN_MODELS["customer.assignment.wizard"]
OWN_MODELS["customer.merge.wizard"] = OWN_MODELS["customer.assignment.wizard"]
LETTERS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


class AccessCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls.make_user(role) for role in ROLES}
        cls.users["employee"] = cls.make_user()
        cls.customer = cls.make_customer("Acme")
        cls.category = cls.make_category(cls.type, "One")


class TestAccess(AccessCase):
    """Who may do what, enforced on the server."""

    def test_model_access(self):
        for model, rights in OWN_MODELS.items():
            for role, user in self.users.items():
                allowed = rights.get(role, "r")
                for letter, operation in LETTERS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertIs(
                            self.env[model].with_user(user).has_access(operation),
                            letter in allowed,
                        )

    def test_roles_are_one_choice_of_one_privilege(self):
        privilege = self.env.ref("customer_master.privilege_customer_master")
        groups = [self.env.ref(f"customer_master.group_{role}") for role in ROLES]
        self.assertEqual({group.privilege_id for group in groups}, {privilege})
        self.assertEqual(privilege.category_id, self.env.ref("base.module_category_master_data"))
        viewer, sales, finance, steward, administrator = groups
        self.assertIn(viewer, sales.all_implied_ids & finance.all_implied_ids)
        self.assertIn(sales, steward.all_implied_ids)
        self.assertLessEqual({steward.id, finance.id}, set(administrator.all_implied_ids.ids))
        self.assertNotIn(sales, finance.all_implied_ids)

    def test_administrator_of_odoo_is_one_of_ours(self):
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("customer_master.group_administrator"))

    def test_portal_and_public_see_nothing(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "cm_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        for user in (portal, self.env.ref("base.public_user")):
            for model in ("customer.dimension", "customer.category", "customer.assignment.wizard"):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["id"])

    def test_menus(self):
        shown = {
            "menu_root": set(ROLES),
            "menu_customer_entry": {"sales", "steward", "administrator"},
            "menu_quality": {"steward", "administrator"},
            "menu_configuration": {"steward", "administrator"},
            "menu_dimensions": {"administrator"},
        }
        for name, roles in shown.items():
            menu = self.env.ref(f"customer_master.{name}")
            for role, user in self.users.items():
                with self.subTest(menu=name, role=role):
                    visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                    self.assertIs(menu.id in visible, role in roles)

    def test_viewer_reads_all_that_is_shown(self):
        for role in ("viewer", "employee"):
            partner = self.customer.with_user(self.users[role])
            for xmlid, kind in (
                ("res_partner_view_list", "list"),
                ("res_partner_view_kanban", "kanban"),
            ):
                view = self.env.ref(f"customer_master.{xmlid}")
                fields = partner.get_views([(view.id, kind)])["models"]["res.partner"]["fields"]
                with self.subTest(role=role, view=xmlid):
                    self.assertEqual(len(partner.read(list(fields))), 1)

    def test_nobody_writes_what_rules_keep(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                if self.env["customer.category"].with_user(user).has_access("write"):
                    continue
                with self.assertRaises(AccessError):
                    self.category.with_user(user).customer_rule_domain = "[]"

    def test_company_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        hidden = self.make_customer("Hidden", company_id=other.id, city="Oslo")
        self.category.customer_rule_domain = "[('city', '=', 'Oslo')]"
        steward = self.users["steward"]
        wizard = self.env["customer.assignment.wizard"].with_user(steward)
        shown = wizard.browse(wizard._action_preview()["res_id"])
        self.assertNotIn(hidden, shown.line_ids.partner_id)
        shown.action_apply()
        self.assertFalse(hidden.customer_type_id)


class TestPublicMethods(AccessCase):
    """Each method that RPC can reach, called by each role: no way to write for a viewer."""

    def calls(self):
        """Method, arguments and roles that it is for, of all own public methods."""
        dimension, category, tag = self.type, self.category, self.make_tag("Tag")
        stewards = {"steward", "administrator"}
        everyone = {*ROLES, "employee"}
        return [
            (self.customer, "action_customer_open", [], everyone),
            (self.customer, "action_customer_entry", [], everyone),
            (category, "action_open_customers", [], everyone),
            (category, "action_preview_customer_rule", [], stewards),
            (tag, "action_preview_customer_rule", [], stewards),
            (dimension, "action_open_categories", [], everyone),
            (self.Partner, "search_panel_select_multi_range", ["customer_category_ids"], everyone),
            (self.Partner, "web_name_search", ["Acme", {"display_name": {}}], everyone),
            (self.Partner, "name_search", ["Acme"], everyone),
            (self.Partner, "default_get", [["name"]], everyone),
            (self.Partner, "customer_find_duplicates", [{"name": "Acme"}], everyone),
            (self.Partner, "customer_find_duplicates_batch", [[{"name": "Acme"}]], everyone),
            (self.Partner, "customer_explain_duplicate", [{}, self.customer.id], everyone),
            (self.customer, "action_open_duplicates", [], everyone),
            (self.customer, "action_open_issues", [], everyone),
            (self.customer, "action_open_ownership", [], everyone),
            # on one that waits, see test_approval
            (self.customer, "action_customer_submit", [], None),
            (self.customer, "action_customer_approve", [], None),
            (self.customer, "action_customer_reject", [], {"steward", "administrator"}),
            (self.customer, "customer_request_access", [], everyone),
            (self.customer, "action_open_survivor", [], everyone),
            (self.customer, "action_open_operations", [], everyone),
            (self.customer, "action_open_audit", [], stewards),
            (self.customer, "action_open_messages", [], stewards),
            (self.customer, "action_customer_sync_now", [], stewards),
            (self.customer, "write", [{"customer_type_id": category.id}], self.writers),
            (self.customer, "write", [{"customer_is_customer": False}], self.writers),
            (self.customer, "write", [{"customer_multi_category_ids": []}], self.writers),
            (self.customer, "write", [{"customer_contact_name": "X"}], self.creators),
            (self.Partner, "create", [[{"name": "New", "customer_rank": 1}]], self.creators),
            (self.Partner, "name_create", ["New"], self.creators),
            (self.Partner, "load", [["name"], [["New"]]], None),
            (self.customer, "unlink", [], {"administrator"}),
            (category, "write", [{"name": "New"}], stewards),
            (dimension, "write", [{"name": "New"}], {"administrator"}),
            (dimension, "write", [{"exclusive": True}], {"administrator"}),
        ]

    writers = {"sales", "finance", "steward", "administrator"}
    creators = {"sales", "steward", "administrator"}

    def test_every_role_and_method(self):
        for record, name, arguments, allowed in self.calls():
            method = get_public_method(record, name)
            for role, user in self.users.items():
                if allowed is None:
                    continue
                with self.subTest(method=f"{record._name}.{name}", role=role, args=arguments):
                    target = record.with_user(user)
                    api_model = getattr(method, "_api_model", False)
                    bound = method.__get__(target.browse() if api_model else target)
                    if role in allowed:
                        with self.env.cr.savepoint() as savepoint:
                            bound(*arguments)
                            self.env.flush_all()
                            savepoint.rollback()
                        self.env.invalidate_all()
                    else:
                        with self.assertRaises(AccessError):
                            bound(*arguments)

    def test_import_by_a_viewer_stores_nothing(self):
        result = self.as_user(self.users["viewer"]).load(["name"], [["Viewer's"]])
        self.assertFalse(result["ids"])
        self.assertFalse(self.Partner.search([("name", "=", "Viewer's")]))

    def test_private_parts_are_private(self):
        for model, name in (
            ("res.partner", "_customer_assign"),
            ("res.partner", "_cron_customer_assign"),
            ("res.partner", "_customer_store_assignment"),
            ("customer.category", "_customer_rules"),
            ("customer.dimension", "_add_partner_field"),
            ("customer.assignment.wizard", "_action_preview"),
        ):
            with self.subTest(method=name), self.assertRaises(AccessError):
                get_public_method(self.env[model], name)

    def test_wizards_of_others_are_not_applied(self):
        category = self.make_category(self.type, "Rule", customer_rule_domain="[('ref','=','Z')]")
        wizard = self.env["customer.assignment.wizard"].create({"category_id": category.id})
        mass = self.env["customer.mass.classification"].create(
            {"partner_ids": self.customer.ids, "priority": "3"}
        )
        for role in ("viewer", "finance", "employee"):
            user = self.users[role]
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_apply()
                with self.assertRaises(AccessError):
                    mass.with_user(user).action_apply()
        self.assertEqual(self.customer.customer_priority, "0")

    def test_finance_keeps_its_fields(self):
        finance = self.customer.with_user(self.users["finance"])
        finance.vat = "９１４４０３００７０８４６１１３６Ｔ"
        self.assertEqual(self.customer.vat, "91440300708461136T")
        finance.bank_ids = [Command.create({"acc_number": "DE75512108001245126199"})]
        self.assertTrue(self.customer.bank_ids)
