from lxml import etree

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .common import CustomerCase


class TestDimension(CustomerCase):
    """Dimensions of an administrator: their column on contacts comes, follows and goes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.make_user("administrator")

    def setUp(self):
        # before the savepoint of the test is made, so that it runs after its rollback
        self.addCleanup(self.registry.reset_changes)
        super().setUp()

    def manual_fields(self, *names):
        domain = [("model", "=", "res.partner"), ("name", "in", names)]
        return self.env["ir.model.fields"].search(domain)

    def make_channel(self, **values):
        dimension = self.Dimension.with_user(self.administrator).create(
            {"name": "Sales Channel", "code": "cmtest", **values}
        )
        return dimension.with_user(self.env.user)

    def test_exclusive_dimension_gets_a_column(self):
        channel = self.make_channel()
        self.assertEqual(channel.field_name, "x_customer_cmtest_id")
        field = self.Partner._fields["x_customer_cmtest_id"]
        self.assertTrue(field.store and field.index and not field.readonly)
        self.assertEqual(field.comodel_name, "customer.category")
        self.assertEqual(field._description_string(self.env), "Sales Channel")

    def test_column_and_categories_follow_each_other(self):
        channel = self.make_channel()
        web = self.make_category(channel, "Web")
        shop = self.make_category(channel, "Shop")
        customer = self.make_customer(x_customer_cmtest_id=web.id)
        self.assertEqual(customer.customer_category_ids, web)
        customer.customer_category_ids = shop
        self.assertEqual(customer.x_customer_cmtest_id, shop)
        customer.write({"x_customer_cmtest_id": web.id})
        self.assertEqual(customer.customer_category_ids, web)
        with self.assertRaises(ValidationError):
            self.make_customer(customer_category_ids=self.link(web, shop))

    def test_group_filter_and_pivot_by_the_column(self):
        channel = self.make_channel()
        web = self.make_category(channel, "Web")
        customers = self.make_customer(x_customer_cmtest_id=web.id)
        customers |= self.make_customer(x_customer_cmtest_id=web.id)
        domain = [("x_customer_cmtest_id", "=", web.id)]
        self.assertEqual(self.Partner.search(domain), customers)
        self.assertEqual(
            self.Partner._read_group(domain, ["x_customer_cmtest_id"], ["__count"]), [(web, 2)]
        )
        (row,) = self.Partner.formatted_read_group(domain, ["x_customer_cmtest_id"], ["__count"])
        self.assertEqual(row["x_customer_cmtest_id"], (web.id, "Web"))

    def test_column_in_the_views(self):
        channel = self.make_channel()
        places = {
            "customer_master.res_partner_view_list": "list",
            "base.view_partner_form": "form",
            "customer_master.res_partner_view_form_entry": "form",
        }
        for xmlid, kind in places.items():
            with self.subTest(view=xmlid):
                view = self.Partner.get_view(self.env.ref(xmlid).id, kind)
                nodes = etree.fromstring(view["arch"]).xpath(
                    "//field[@name='x_customer_cmtest_id']"
                )
                self.assertEqual(len(nodes), 1)
        search = self.env.ref("customer_master.res_partner_view_search")
        arch = etree.fromstring(self.Partner.get_view(search.id, "search")["arch"])
        self.assertTrue(arch.xpath("//filter[contains(@context, 'x_customer_cmtest_id')]"))
        channel.active = False
        view = self.Partner.get_view(self.env.ref("base.view_partner_form").id, "form")
        self.assertNotIn("x_customer_cmtest_id", view["arch"])

    def test_column_in_the_entry_form(self):
        web = self.make_category(self.make_channel(), "Web")
        sales = self.make_user("sales")
        Partner = self.as_user(sales, **self.entry_context(sales))
        with Form(Partner, view="customer_master.res_partner_view_form_entry") as form:
            form.name = "Form"
            form.email = "form@example.com"
            form.country_id = self.germany
            form.x_customer_cmtest_id = web
        self.assertIn(web, form.record.customer_category_ids)

    def test_multiple_dimension_gets_no_column(self):
        self.assertFalse(self.make_channel(exclusive=False).field_name)
        self.assertFalse(self.manual_fields("x_customer_cmtest_id"))

    def test_becoming_exclusive_fills_the_column(self):
        channel = self.make_channel(exclusive=False)
        web = self.make_category(channel, "Web")
        old = self.make_category(channel, "Old")
        customer = self.make_customer(customer_category_ids=self.link(web))
        archived = self.make_customer(customer_category_ids=self.link(web), active=False)
        of_old = self.make_customer(customer_category_ids=self.link(old))
        old.active = False
        channel.with_user(self.administrator).exclusive = True
        self.env.flush_all()
        self.assertEqual(customer.x_customer_cmtest_id, web)
        self.assertEqual(archived.x_customer_cmtest_id, web)
        self.assertEqual(of_old.x_customer_cmtest_id, old)

    def test_becoming_exclusive_refused_with_names(self):
        channel = self.make_channel(exclusive=False)
        both = self.make_category(channel, "Web") | self.make_category(channel, "Shop")
        self.make_customer("Crowded Ltd", customer_category_ids=self.link(*both))
        with self.assertRaisesRegex(ValidationError, "Crowded Ltd"):
            channel.exclusive = True
        self.assertFalse(self.manual_fields("x_customer_cmtest_id"))

    def test_becoming_multiple_takes_the_column_away(self):
        channel = self.make_channel()
        web = self.make_category(channel, "Web")
        customer = self.make_customer(x_customer_cmtest_id=web.id)
        channel.exclusive = False
        self.assertFalse(channel.field_name)
        self.assertNotIn("x_customer_cmtest_id", self.Partner._fields)
        self.assertEqual(customer.customer_category_ids, web, "the categories stay")
        shop = self.make_category(channel, "Shop")
        customer.write({"customer_category_ids": self.link(shop)})
        self.assertEqual(customer.customer_multi_category_ids, web | shop)

    def test_shipped_dimension_becoming_multiple_and_back(self):
        one = self.make_category(self.type, "One")
        two = self.make_category(self.type, "Two")
        customer = self.make_customer(customer_type_id=one.id)
        self.type.exclusive = False
        self.env.flush_all()
        customer.invalidate_recordset()
        self.assertFalse(customer.customer_type_id, "a column of one would be half the truth")
        customer.write({"customer_category_ids": self.link(two)})
        self.assertEqual(customer.customer_multi_category_ids, one | two)
        customer.customer_category_ids = two
        self.type.exclusive = True
        self.env.flush_all()
        customer.invalidate_recordset()
        self.assertEqual(customer.customer_type_id, two)

    def test_rename_renames_the_column_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        channel = self.make_channel()
        channel.with_user(self.administrator).name = "Way of Selling"
        channel.with_context(lang="zh_CN").name = "销售渠道"
        field = self.manual_fields("x_customer_cmtest_id")
        self.assertEqual(field.field_description, "Way of Selling")
        self.assertEqual(field.with_context(lang="zh_CN").field_description, "销售渠道")
        chinese = self.Partner.with_context(lang="zh_CN")
        labels = chinese.fields_get(["x_customer_cmtest_id"], ["string"])
        self.assertEqual(labels["x_customer_cmtest_id"]["string"], "销售渠道")

    def test_deleted_with_its_column(self):
        channel = self.make_channel()
        category = self.make_category(channel, "Web")
        with self.assertRaisesRegex(UserError, "has categories can't be deleted"):
            channel.unlink()
        self.assertTrue(self.manual_fields("x_customer_cmtest_id"))
        category.unlink()
        channel.with_user(self.administrator).unlink()
        self.assertFalse(self.manual_fields("x_customer_cmtest_id"))

    def test_shipped_dimension_is_never_given_a_manual_field(self):
        self.type.name = "Kind"
        self.assertEqual(self.type.field_name, "customer_type_id")
        self.assertFalse(self.manual_fields("x_customer_type_id"))

    def test_code(self):
        for code in ("Channel", "1st", "a-b", "a b", "", "渠道", "x" * 40):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.make_channel(code=code, exclusive=False)

    @mute_logger("odoo.sql_db")
    def test_code_unique(self):
        with self.assertRaisesRegex(Exception, "code"), self.env.cr.savepoint():
            self.make_channel(code="region", exclusive=False)

    def test_two_at_once(self):
        dimensions = self.Dimension.create(
            [{"name": "One", "code": "cmtesta"}, {"name": "Two", "code": "cmtestb"}]
        )
        self.assertEqual(
            dimensions.mapped("field_name"), ["x_customer_cmtesta_id", "x_customer_cmtestb_id"]
        )
        self.assertIsInstance(self.Partner._fields["x_customer_cmtestb_id"], fields.Many2one)

    def test_uninstall_removes_the_columns(self):
        channel = self.make_channel()
        archived = self.make_channel(code="cmtestb", name="Archived")
        archived.active = False
        self.assertEqual(len(self.manual_fields(channel.field_name, archived.field_name)), 2)
        uninstall_hook(self.env)
        self.assertFalse(self.manual_fields("x_customer_cmtest_id", "x_customer_cmtestb_id"))

    def test_count_and_open_categories(self):
        channel = self.make_channel(exclusive=False)
        category = self.make_category(channel, "Web")
        channel.invalidate_recordset()
        self.assertEqual(channel.category_count, 1)
        action = channel.action_open_categories()
        self.assertEqual(self.Category.search(action["domain"]), category)
