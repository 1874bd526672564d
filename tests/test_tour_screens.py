"""Every screen of the addon opens, for every role that has it, in both languages."""

import json

from lxml import etree

from odoo.tests import tagged

from .common import ROLES
from .tour_case import TourCase

OPEN = """
const { registry } = odoo.loader.modules.get("@web/core/registry");
registry.category("customer_master_tests").get("walkScreens")(%s);
"""
READY = "odoo.isReady === true && !!document.querySelector('.o_action_manager > *')"
DESKTOP, PHONE = "1400x900", "390x844"
SECONDS = 300
# they open another window, and a tour
NOT_ALONE = ("customer_master.menu_manual", "customer_master.menu_guide")


@tagged("post_install", "-at_install", "customer_master")
class ScreensCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        customer = cls.make_customer("Screens Ltd", email="a@gmial.com")
        cls.make_customer("Screens Limited", email="a@gmial.com")
        order = cls.env["sale.order"].create({"partner_id": customer.id})
        order.action_confirm()

    def screens(self, user):
        """XML ids of the actions behind the menus that a user has."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = self.env.ref("customer_master.menu_root").id
        found = set()
        waiting = [root]
        while waiting:
            menu = menus[waiting.pop()]
            waiting += menu["children"]
            if menu["action_model"] and menu["xmlid"] not in NOT_ALONE:
                action = self.env[menu["action_model"]].browse(menu["action_id"])
                found |= set(action.get_external_id().values())
        self.assertGreater(len(found), 5)
        return sorted(found)

    def walk(self, role):
        user = self.make_user(role, login=f"cm_screens_{role}")
        screens = self.screens(user)
        self.browser_js(
            "/odoo/customer-master",
            OPEN % json.dumps(screens),
            READY,
            login=user.login,
            timeout=SECONDS,
        )


class TestTourScreens(ScreensCase):
    browser_size = DESKTOP

    def test_administrator(self):
        self.walk("administrator")

    def test_viewer(self):
        self.walk("viewer")


class TestTourScreensChinese(ScreensCase):
    browser_size = DESKTOP
    lang = "zh_CN"

    def test_steward(self):
        self.walk("steward")


class TestTourScreensPhone(ScreensCase):
    browser_size = PHONE
    touch_enabled = True

    def test_sales(self):
        self.walk("sales")


class TestTourScreensPhoneChinese(ScreensCase):
    browser_size = PHONE
    touch_enabled = True
    lang = "zh_CN"

    def test_administrator(self):
        self.walk("administrator")

    def test_finance(self):
        self.walk("finance")


class TestViewsOfRoles(ScreensCase):
    """Without a browser: all roles and languages."""

    def test_views_and_records_of_every_screen(self):
        for role in ROLES:
            user = self.make_user(role, login=f"cm_views_{role}")
            for lang in ("en_US", "zh_CN"):
                user.lang = lang
                for name in self.screens(user):
                    with self.subTest(role=role, lang=lang, screen=name):
                        self.open_views(self.env(user=user)["ir.actions.actions"], name)

    def open_views(self, Actions, name):
        action = Actions._for_xml_id(name)
        if action["type"] != "ir.actions.act_window":
            return
        Model = Actions.env[action["res_model"]].with_context(lang=Actions.env.user.lang)
        views = [(False, kind) for kind in action["view_mode"].split(",")]
        for view in Model.get_views(views)["views"].values():
            tree = etree.fromstring(view["arch"])
            if not Model._abstract and view["model"] == Model._name:
                shown = set(tree.xpath("//field[not(ancestor::field)]/@name"))
                Model.search([], limit=1).read(sorted(shown & set(Model._fields)))
