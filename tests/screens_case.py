"""The screens of the addon, by role."""

import json

from odoo.tests import tagged

from .tour_case import TourCase

OPEN = """
const { registry } = odoo.loader.modules.get("@web/core/registry");
registry.category("customer_master_tests").get("walkScreens")(%s);
"""
READY = "odoo.isReady === true && !!document.querySelector('.o_action_manager > *')"
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
