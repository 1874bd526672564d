from odoo.tests import Form
from odoo.tools import mute_logger

from .common import CustomerCase

HOSTILE = [
    "<script>alert(1)</script>",
    "`VIP`",
    "a`b",
    "-- gone --",
    "-`-",
    "--`--`--",
    "**bold**",
    "tab\there",
    "quote \" and ' and \\",
    "שלום (مرحبا)",
    "🎉 Emoji",
    "```",
]


class TestBadges(CustomerCase):
    """Identifier tags, seen wherever a customer is listed or chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env.ref("customer_master.res_partner_category_vip")
        cls.plain = cls.make_tag("Newsletter")
        cls.customer = cls.make_customer("Acme", category_id=cls.link(cls.vip, cls.plain))
        cls.person = cls.make_contact("Erika", parent_id=cls.customer.id)
        cls.viewer = cls.make_user("viewer")

    def formatted(self, partner):
        return partner.with_context(formatted_display_name=True).display_name

    def names(self, partner):
        return [badge["name"] for badge in partner.customer_badges or ()]

    def test_badge_data(self):
        self.assertEqual(
            self.customer.customer_badges,
            [
                {
                    "id": self.vip.id,
                    "name": "VIP",
                    "color": self.vip.color,
                    "icon": self.vip.customer_icon,
                }
            ],
        )

    def test_badges_of_a_contact_person_are_the_companys(self):
        self.assertEqual(self.names(self.person), ["VIP"])
        own = self.make_tag("Decides", customer_is_identifier=True)
        self.person.category_id = own
        self.assertEqual(self.names(self.person), ["Decides", "VIP"])
        self.assertEqual(self.names(self.customer), ["VIP"])
        self.person.parent_id = False
        self.assertEqual(self.names(self.person), ["Decides"])

    def test_badges_follow_the_tag(self):
        self.assertEqual(self.names(self.customer), ["VIP"])
        self.plain.customer_is_identifier = True
        self.assertEqual(self.names(self.customer), ["Newsletter", "VIP"])
        self.plain.write({"name": "Letters", "color": 7})
        self.assertEqual(self.names(self.customer), ["Letters", "VIP"])
        self.assertEqual(self.customer.customer_badges[0]["color"], 7)
        self.vip.active = False
        self.customer.invalidate_recordset()
        self.assertEqual(self.names(self.customer), ["Letters"])
        self.customer.category_id = False
        self.assertEqual(self.names(self.customer), [])
        self.assertEqual(self.names(self.person), [])

    def test_badges_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.vip.with_context(lang="zh_CN").name = "重要客户"
        self.assertEqual(self.names(self.customer.with_context(lang="zh_CN")), ["重要客户"])
        self.assertEqual(self.names(self.customer), ["VIP"])

    def test_drop_down_shows_badges(self):
        self.assertEqual(self.formatted(self.customer), "Acme `VIP`")
        self.assertEqual(self.formatted(self.person), "Acme \t --Erika-- `VIP`")
        self.assertEqual(self.customer.display_name, "Acme")
        without = self.make_customer("Plain")
        self.assertEqual(self.formatted(without), "Plain")

    def test_drop_down_as_the_web_client_asks(self):
        found = self.as_user(self.viewer).web_name_search("Acme", {"display_name": {}})
        self.assertIn(
            {
                "id": self.customer.id,
                "display_name": "Acme",
                "__formatted_display_name": "Acme `VIP`",
            },
            found,
        )

    def test_hostile_tag_names(self):
        for name in HOSTILE:
            with self.subTest(name=name):
                self.plain.write({"name": name, "customer_is_identifier": True})
                self.assertIn(name, self.names(self.customer), "stored and told as it is")
                shown = self.formatted(self.customer)
                self.assertTrue(shown.startswith("Acme "))
                for mark in ("--", "**", "\t"):
                    self.assertNotIn(mark, shown)
                inner = shown.removeprefix("Acme ").split("`")
                self.assertEqual(len(inner) % 2, 1, f"backticks in pairs: {shown}")
                self.assertIn("VIP", inner)
                self.assertNotIn("``", shown)

    def test_hostile_customer_names(self):
        for name in HOSTILE:
            with self.subTest(name=name):
                self.customer.name = name
                shown = self.formatted(self.customer)
                self.assertTrue(shown.endswith(" `VIP`"), shown)
                self.assertEqual(shown.count("`"), 2, "no name looks like a badge")
                stranger = self.make_contact(name)
                self.assertNotIn("`", self.formatted(stranger))
                # partner_firstname makes a blank of a tab
                self.assertEqual(stranger.name.replace("\t", " "), name.replace("\t", " "))

    def test_orders_and_invoices(self):
        order = self.env["sale.order"].new({"partner_id": self.person.id})
        self.assertEqual([b["name"] for b in order.customer_badges], ["VIP"])
        move = self.env["account.move"].new({"partner_id": self.customer.id})
        self.assertEqual([b["name"] for b in move.customer_badges], ["VIP"])

    def test_order_form_shows_the_badges_of_the_chosen_customer(self):
        salesman = self.make_user("sales", login="cm_badge_salesman")
        salesman.group_ids += self.env.ref("sales_team.group_sale_salesman")
        arch = self.env["sale.order"].with_user(salesman).get_view(view_type="form")["arch"]
        self.assertIn('name="customer_badges"', arch)
        spec = {"customer_badges": {}, "partner_id": {"fields": {"display_name": {}}}}
        values = {"partner_id": self.customer.id}
        result = self.env["sale.order"].with_user(salesman).onchange(values, ["partner_id"], spec)
        self.assertEqual(result["value"]["customer_badges"][0]["name"], "VIP")

    def test_badges_for_every_reader(self):
        for role in ("viewer", None):
            user = self.make_user(role, login=f"cm_badge_{role}")
            with self.subTest(role=role):
                self.assertEqual(self.names(self.person.with_user(user)), ["VIP"])

    def test_filter_with_identifier(self):
        arch = self.Partner.get_view(
            self.env.ref("customer_master.res_partner_view_search").id, "search"
        )["arch"]
        self.assertIn("category_id.customer_is_identifier", arch)
        found = self.Partner.search([("category_id.customer_is_identifier", "=", True)])
        self.assertIn(self.customer, found)

    @mute_logger("odoo.sql_db")
    def test_code_of_a_tag_is_unique(self):
        self.make_tag("A", customer_code="")
        self.make_tag("B", customer_code="")
        with self.assertRaisesRegex(Exception, "code"), self.env.cr.savepoint():
            self.make_tag("Another", customer_code="VIP")

    def test_tag_form(self):
        administrator = self.make_user("administrator", login="cm_badge_administrator")
        Tag = self.env["res.partner.category"].with_user(administrator)
        with Form(Tag, view="base.view_partner_category_form") as form:
            form.name = "Blocked"
            form.customer_is_identifier = True
            form.customer_icon = "fa-ban"
            form.customer_rule_domain = "[('ref', '=', 'blocked')]"
        customer = self.make_customer(ref="blocked")
        self.assertEqual(customer.customer_badges[0]["icon"], "fa-ban")
