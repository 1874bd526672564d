"""The screens of the addon, by role."""

import json

from odoo.tests import tagged

from .tour_case import TourCase

MODULE = "customer_master"
DESKTOP, PHONE = "1400x900", "390x844"
OPEN = """
const { registry } = odoo.loader.modules.get("@web/core/registry");
registry.category("customer_master_tests").get("walkScreens")(%s);
"""
READY = "odoo.isReady === true && !!document.querySelector('.o_action_manager > *')"
SECONDS = 300
# dialogs of something else than customers
OF_ENDPOINTS = (f"{MODULE}.customer_sync_wizard_action",)
# they open another window, and a tour
NOT_ALONE = (f"{MODULE}.menu_manual", f"{MODULE}.menu_guide")
SETTINGS = f"{MODULE}.res_config_settings_action"


@tagged("post_install", "-at_install", "customer_master")
class ScreensCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        customer = cls.make_customer("Screens Ltd", email="a@gmial.com")
        cls.customers = customer | cls.make_customer("Screens Limited", email="a@gmial.com")
        order = cls.env["sale.order"].create({"partner_id": customer.id})
        order.action_confirm()
        system = cls.env["customer.system"].create({"name": "Screens", "code": "screens"})
        mapping = cls.env["customer.mapping"].create({"name": "Screens", "kind": "record"})
        cls.endpoint = cls.env["customer.endpoint"].create(
            {"name": "Screens", "system_id": system.id, "mapping_id": mapping.id}
        )

    def own(self, model):
        """The records of ``model`` that the addon brings."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return self.env[model].browse(data.mapped("res_id")).exists()

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

    def dialogs(self, user):
        """XML ids of the dialogs that a user may open from lists and buttons, each with the
        context that it is opened in."""
        found = []
        for action in self.own("ir.actions.act_window").filtered(lambda a: a.target == "new"):
            allowed = not action.group_ids or action.group_ids & user.all_group_ids
            if allowed and self.env[action.res_model].with_user(user).has_access("create"):
                records = self.endpoint if action.xml_id in OF_ENDPOINTS else self.customers
                found.append((action.xml_id, {"active_model": records._name,
                              "active_ids": records.ids, "active_id": records[0].id}))  # fmt: skip
        return sorted(found)

    def walk(self, role, settings=False):
        """Open all screens and dialogs of a role.

        :param settings: of an administrator of the whole system, who has the settings too
        """
        user = self.make_user(role, login=f"cm_screens_{role}")
        if settings:
            user.group_ids += self.env.ref("base.group_system")
        screens = [(name, {}) for name in self.screens(user)] + self.dialogs(user)
        self.assertEqual(SETTINGS in dict(screens), settings)
        self.browser_js(
            "/odoo/customer-master",
            OPEN % json.dumps(screens),
            READY,
            login=user.login,
            timeout=SECONDS,
        )
