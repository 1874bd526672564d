"""What a role may open opens, in both languages; test_walk_screens does it in the browser."""

from contextlib import suppress

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import ROLES
from .screens_case import ScreensCase


class TestScreensOfRoles(ScreensCase):
    def environments(self):
        """(role and language, environment of a user of that role)."""
        for role in ROLES:
            user = self.make_user(role, login=f"cm_views_{role}")
            for lang in ("en_US", "zh_CN"):
                user.lang = lang
                yield f"{role} {lang}", self.env(user=user, context={"lang": lang})

    # -- screens ---------------------------------------------------------------------------------

    def test_views_and_records_of_every_screen(self):
        for who, env in self.environments():
            for name in self.screens(env.user):
                with self.subTest(who=who, screen=name):
                    self.open_views(env["ir.actions.actions"], name)

    def open_views(self, Actions, name):
        action = Actions._for_xml_id(name)
        if action["type"] != "ir.actions.act_window":
            return
        Model = Actions.env[action["res_model"]]
        views = [(False, kind) for kind in action["view_mode"].split(",")]
        for view in Model.get_views(views)["views"].values():
            tree = etree.fromstring(view["arch"])
            if not Model._abstract and view["model"] == Model._name:
                shown = set(tree.xpath("//field[not(ancestor::field)]/@name"))
                Model.search([], limit=1).read(sorted(shown & set(Model._fields)))

    def test_empty_screens_say_what_they_are_for(self):
        """Every list of the addon has a help, with a title and at least a sentence."""
        silent = []
        for action in self.own("ir.actions.act_window"):
            many = set(action.view_mode.split(",")) - {"form"}
            paragraphs = etree.HTML(f"<div>{action.help or ''}</div>").findall(".//p")
            if many and action.target != "new" and len(paragraphs) < 2:
                silent.append(action.xml_id)
        self.assertFalse(silent)

    # -- dialogs ---------------------------------------------------------------------------------

    def test_every_dialog(self):
        """Forms of what is not stored."""
        models = self.own("ir.model").filtered("transient").mapped("model")
        self.assertGreater(len(models), 10)
        opened = set()
        customers = self.Partner.search([("name", "like", "Screens L")])
        for who, env in self.environments():
            for model in models:
                if model.endswith(".line") or not env[model].has_access("create"):
                    continue
                chosen = {"active_model": "res.partner", "active_ids": customers.ids,
                          "active_id": customers[:1].id}  # fmt: skip
                # some say what must be chosen before
                with self.subTest(who=who, dialog=model), suppress(UserError):
                    Form(env[model].with_context(**chosen))
                    opened.add(model)
        self.assertGreater(len(opened), len(models) // 2)

    def test_settings(self):
        user = self.make_user("administrator")
        user.group_ids += self.env.ref("base.group_system")
        for lang in ("en_US", "zh_CN"):
            user.lang = lang
            Form(self.env["res.config.settings"].with_user(user).with_context(lang=lang))

    # -- reports ---------------------------------------------------------------------------------

    def test_every_report_template(self):
        for who, env in self.environments():
            # what is read of orders is for those who may read orders
            env.user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
            templates = env["customer.report.template"].search([])
            self.assertTrue(templates, who)
            for template in templates:
                with self.subTest(who=who, template=template.name):
                    run = env["customer.report.run"].create(
                        {"template_id": template.id, "format": "screen"}
                    )
                    run.action_generate()
                    self.assertTrue(run.customer_report_rows()["columns"])
