"""The views of every screen can be read by every role that has it, in both languages."""

from lxml import etree

from .common import ROLES
from .screens_case import ScreensCase


class TestViewsOfRoles(ScreensCase):
    """All roles and languages; see test_walk_screens for the browser."""

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
