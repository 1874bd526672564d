from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install", "customer_master")
class TestAccessHoles(CustomerCase):
    """Ways around the matrix."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_setting(customer_guard=True)
        partner_manager = cls.env.ref("base.group_partner_manager")
        cls.sales = cls.make_user("sales")
        cls.viewer = cls.make_user("viewer")
        cls.finance = cls.make_user("finance")
        for user in (cls.sales, cls.viewer, cls.finance):
            user.group_ids += partner_manager
        cls.colleague = cls.make_user("sales", login="cm_hole_colleague")
        cls.theirs = cls.make_customer("Theirs", user_id=cls.colleague.id)
        cls.own = cls.make_customer("Mine", user_id=cls.sales.id)

    def assert_refused(self, work, *args, **kwargs):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            work(*args, **kwargs)
            self.env.flush_all()

    def test_contact_moved_into_a_customer(self):
        contact = self.as_user(self.sales).create({"name": "C"})
        self.assert_refused(contact.write, {"parent_id": self.theirs.id})
        contact.write({"parent_id": self.own.id})

    def test_new_contact_of_a_customer(self):
        partners = self.as_user(self.sales)
        self.assert_refused(partners.create, {"name": "C", "parent_id": self.theirs.id})
        partners.create({"name": "C", "parent_id": self.own.id})

    def test_child_commands_of_a_stranger(self):
        group = self.make_contact("Group", is_company=True)
        commands = [(4, self.theirs.id)]
        self.assert_refused(group.with_user(self.sales).write, {"child_ids": commands})

    def test_making_a_customer(self):
        contact = self.make_contact("No Customer")
        self.assert_refused(contact.with_user(self.viewer).write, {"customer_rank": 1})
        self.assert_refused(contact.with_user(self.viewer).write, {"customer_is_customer": True})
        contact.with_user(self.sales).write({"customer_rank": 1})

    def test_customer_made_none(self):
        self.assert_refused(self.theirs.with_user(self.sales).write, {"customer_rank": 0})

    def test_tags_from_their_side(self):
        tag = self.make_tag("T")
        steward = self.make_user("steward", login="cm_hole_steward")
        tag.with_user(steward).partner_ids += self.theirs
        tags = self.env["res.partner.category"].with_user(self.viewer)
        self.assert_refused(tags.browse(tag.id).write, {"partner_ids": [(3, self.theirs.id)]})
        self.assert_refused(tags.create, {"name": "N", "partner_ids": [(4, self.theirs.id)]})

    def test_quick_create_and_import(self):
        partners = self.as_user(self.viewer, res_partner_search_mode="customer")
        self.assert_refused(partners.name_create, "Quick")
        result = partners.load(["name"], [["Loaded"]])
        self.assertFalse(result["ids"])

    def test_renaming_with_a_bank_account(self):
        account = self.env["res.partner.bank"].create(
            {"partner_id": self.own.id, "acc_number": "CM 1"}
        )
        self.own.with_user(self.sales).name = "Mine, Renamed"
        self.assertEqual((self.own.name, account.acc_holder_name), ("Mine, Renamed",) * 2)
        holder = {"acc_holder_name": "Me"}
        self.assert_refused(account.with_user(self.sales).write, holder)
        forged = account.with_user(self.sales).with_context(customer_renaming=True)
        self.assert_refused(forged.write, holder)

    def test_bank_account_moved_away(self):
        stranger = self.make_contact("S")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": stranger.id, "acc_number": "CM 2"}
        )
        self.assert_refused(bank.with_user(self.sales).write, {"partner_id": self.own.id})

    def test_notes_and_files(self):
        for user, customer in ((self.viewer, self.own), (self.sales, self.theirs)):
            self.assert_refused(customer.with_user(user).message_post, body="x")
            attachments = self.env["ir.attachment"].with_user(user)
            values = {"name": "f", "res_model": "res.partner", "res_id": customer.id}
            self.assert_refused(attachments.create, values)

    def test_finance(self):
        customer = self.theirs.with_user(self.finance)
        customer.vat = "91110000600037341L"
        self.assert_refused(customer.write, {"vat": False, "street": "Elsewhere"})
        invoices = self.make_contact("Invoices", parent_id=self.theirs.id, type="invoice")
        invoices.with_user(self.finance).email = "invoices@b.example"

    def test_others_are_as_core_has_them(self):
        contact = self.as_user(self.viewer).create({"name": "Vendor", "vat": "DE136695976"})
        contact.write({"street": "S", "supplier_rank": 1})
        contact.unlink()
        self.viewer.partner_id.write({"customer_rank": 1, "user_id": self.colleague.id})
        self.viewer.partner_id.with_user(self.viewer).phone = "13800138000"

    def test_order_of_a_colleagues_customer(self):
        self.sales.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        product = self.env["product.product"].create({"name": "P"})
        order = (
            self.env["sale.order"]
            .with_user(self.sales)
            .create(
                {"partner_id": self.theirs.id, "order_line": [(0, 0, {"product_id": product.id})]}
            )
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_personal_data(self):
        guard = self.env["customer.field.guard"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("res.partner", "function").id,
                "kind": "personal",
            }
        )
        self.own.function = "Secret"
        self.viewer.group_ids += self.env.ref("base.group_allow_export")
        hidden = self.own.with_user(self.viewer)
        Partners = hidden.browse()
        secret = [("function", "=", "Secret")]
        self.assert_refused(hidden.read, ["function"])
        self.assert_refused(hidden.web_read, {"function": {}})
        self.assert_refused(hidden.export_data, ["function"])
        # nor by what is found, its order, groups or figures
        for domain in (
            secret,
            ["!", *secret],
            [("child_ids.function", "=", "Secret")],
            [("parent_id", "any", secret)],
            [("commercial_partner_id.function", "ilike", "S")],
        ):
            with self.subTest(domain=domain):
                self.assert_refused(Partners.search, domain)
                self.assert_refused(Partners.search_count, domain)
                self.assert_refused(Partners.name_search, "", domain)
                self.assert_refused(Partners.web_name_search, "", {}, domain)
                self.assert_refused(Partners._read_group, domain, [], ["__count"])
        self.assert_refused(Partners.search, [], order="function")
        self.assert_refused(Partners.search_read, [], ["name"], order="function desc")
        self.assert_refused(Partners.web_search_read, [], {"name": {}}, order="function")
        self.assert_refused(Partners._read_group, [], ["function"])
        self.assert_refused(Partners._read_group, [], ["user_id"], ["function:count"])
        self.assert_refused(Partners._read_group, [], [], ["function:array_agg"])
        self.assert_refused(Partners.read_group, [], ["name"], ["function"])
        for method in (Partners.formatted_read_group, Partners.web_read_group):
            self.assert_refused(method, [], ["function"], ["__count"])
            self.assert_refused(method, [], ["user_id"], ["function:max"])
            self.assert_refused(method, secret, ["user_id"], ["__count"])
        users = self.env["res.users"].with_user(self.viewer)
        self.assert_refused(users.search, [("partner_id.function", "=", "Secret")])
        self.assert_refused(users.search, [("function", "=", "Secret")])
        orders = self.env["crm.team"].with_user(self.viewer)
        self.assert_refused(orders.search, [("user_id.partner_id.function", "=", "Secret")])
        self.assertNotIn("function", hidden.fields_get())
        self.assertEqual(self.own.with_user(self.sales).function, "Secret")
        guard.unlink()
        self.assertEqual(hidden.function, "Secret")

    def test_views_without_hidden_fields(self):
        """The web client opens no view with a field that it does not know."""
        self.env["customer.field.guard"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("res.partner", "function").id,
                "kind": "personal",
            }
        )
        views = [(False, kind) for kind in ("form", "list", "kanban", "search")]
        shown = self.as_user(self.sales).get_views(views)
        self.assertIn('name="function"', shown["views"]["form"]["arch"])
        for model in ("res.partner", "res.users"):
            partners = self.env[model].with_user(self.viewer)
            answer = partners.get_views(views if model == "res.partner" else views[:2])
            known = {name: own["fields"].keys() for name, own in answer["models"].items()}
            for kind, view in answer["views"].items():
                with self.subTest(model=model, view=kind):
                    self.assert_known(etree.fromstring(view["arch"]), model, known)
                    self.assertNotIn("record.function", view["arch"])

    def assert_known(self, node, model, known):
        for child in node.iterchildren(etree.Element):
            inner = model
            if child.tag == "field":
                self.assertIn(child.get("name"), known[model])
                field = self.env[model]._fields[child.get("name")]
                inner = field.comodel_name if field.relational and len(child) else model
            self.assert_known(child, inner, known)

    def test_merging_by_the_wizard_of_core(self):
        """It deletes as superuser."""
        source = self.make_customer("Source", user_id=self.colleague.id)
        model = "base.partner.merge.automatic.wizard"
        for user in (self.sales, self.viewer, self.finance):
            wizard = self.env[model].with_user(user)
            values = {
                "dst_partner_id": self.own.id,
                "partner_ids": [Command.set((self.own + source).ids)],
            }
            self.assert_refused(wizard.create(values).action_merge)
            # with contacts that are no customers it works as core has it
            contacts = self.make_contact("One") + self.make_contact("Two")
            values = {
                "dst_partner_id": contacts[0].id,
                "partner_ids": [Command.set(contacts.ids)],
            }
            wizard.create(values).action_merge()
            self.assertEqual(contacts.exists(), contacts[0])

    def test_copy_is_no_customer(self):
        copy = self.theirs.with_user(self.viewer).copy()
        self.assertFalse(copy.customer_is_customer)

    def test_switched_off(self):
        self.set_setting(customer_guard=False)
        self.theirs.with_user(self.viewer).street = "S"
        self.assertEqual(self.theirs.street, "S")
