"""The manual, as it opens from inside Odoo, and against the screens that there are."""

import re
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools.misc import file_path

from odoo.addons.customer_master.controllers.manual import _anchor
from odoo.addons.customer_master.controllers.manual_chapters import CHAPTERS, chapter_of

DOCS = Path(file_path("customer_master/docs"))
LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN"}
OWN = "customer_master."
# “Data Quality / Review Duplicates”; lines may break inside of it
WAY = re.compile("“([^“”]+? / [^“”]+)”")
# other ways of writing one
ODD_WAY = re.compile(r"(?<![*`])\*(?![* ])[^*`]+? [/>] [^*`]+?(?<! )\*|“[^“”]* > [^“”]*”")
BOLD = re.compile(r"(?<!\*)\*\*(?!\*)([^*]+)\*\*")
KEYS = re.compile(r"(Alt|Ctrl|Shift|Tab|Esc|Escape)(\+\w+)*")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
NO_SCREEN = ("customer_manual", "customer_guide")
# buttons of core
OF_CORE = {
    "en": {
        *("Add API Key", "Confirm", "Create and edit...", "Import records", "My Preferences"),
        *("New", "New Rule", "Reset Password", "Save current search", "Test", "Uninstall…"),
        *("Upload your file", "View"),
    },
    "zh_CN": {
        *("新增 API Key", "确认", "创建并编辑...", "导入记录", "My Preferences", "新建", "新规则"),
        *("重置密码", "保存当前搜索", "测试", "卸载…", "查看", "上传您的文件", "登录"),
    },
}  # fmt: skip
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages(language):
    return sorted((DOCS / "manual" / language).glob("*.md"))


def plain(page):
    """The text of a page without code, line breaks as blanks."""
    return " ".join(CODE.sub(" ", page.read_text()).split())


@tagged("-at_install", "post_install")
class TestManual(TransactionCase):
    def own(self, model):
        found = self.env["ir.model.data"].search(
            [("module", "=", "customer_master"), ("model", "=", model)]
        )
        return self.env[model].browse(found.mapped("res_id")).exists()

    def test_every_screen_has_a_chapter(self):
        missing = []
        for model in ("ir.actions.act_window", "ir.actions.client"):
            for action in self.own(model):
                name = action.get_external_id()[action.id]
                shown = action.res_model if "window" in model else action.tag
                if shown and shown not in NO_SCREEN and chapter_of(name, shown) == "index":
                    missing.append((name, shown))
        self.assertFalse(missing)

    def test_chapters_name_screens_that_exist(self):
        tags = set(self.env["ir.actions.client"].search([]).mapped("tag"))
        unknown = [
            screen
            for screens in CHAPTERS.values()
            for screen in screens
            if screen not in self.env
            and screen not in tags
            and not self.env.ref(OWN + screen, raise_if_not_found=False)
        ]
        self.assertFalse(unknown)

    def test_same_pages_in_both_languages_all_in_the_index(self):
        for language in LANGUAGES:
            names = {page.stem for page in pages(language)}
            self.assertLessEqual(set(CHAPTERS), names, language)
            self.assertEqual(names, {page.stem for page in pages("en")})
            index = (DOCS / "manual" / language / "index.md").read_text()
            led_to = {link.removesuffix(".md") for link, _anchor in LINK.findall(index)}
            self.assertFalse(names - led_to - {"index"}, language)

    def test_links_and_pictures_are_there(self):
        for language in LANGUAGES:
            for page in pages(language):
                for link, anchor in LINK.findall(page.read_text()):
                    if "://" in link:
                        continue
                    target = page.parent / link if link else page
                    self.assertTrue(target.exists(), f"{page.name}: {link}")
                    if anchor:
                        titles = HEADING.findall(CODE.sub("", target.read_text()))
                        anchors = {_anchor(title, "-") for title in titles}
                        self.assertIn(anchor, anchors, f"{page.name}: {link}")

    def test_pictures_are_used(self):
        unused = []
        for language in LANGUAGES:
            texts = "".join(page.read_text() for page in pages(language))
            unused += [
                f"{language}/{picture.name}"
                for picture in (DOCS / "images" / language).glob("*.png")
                if f"/{language}/{picture.name})" not in texts
            ]
        self.assertFalse(unused)

    def test_ways_lead_to_screens(self):
        """A way such as “Data Quality / Snapshots” is a menu, headings on the way left out at will,
        a setting, or something that is done with the chosen customers."""
        wrong = []
        for language, lang in LANGUAGES.items():
            ways = Ways(self.env(context={"lang": lang}))
            for page in pages(language):
                text = plain(page)
                wrong += [f"{language}/{page.name}: {odd}" for odd in ODD_WAY.findall(text)]
                wrong += [
                    f"{language}/{page.name}: {way}"
                    for way in WAY.findall(text)
                    if not ways.lead_on(way.split(" / "))
                ]
        self.assertFalse(wrong)

    def test_every_menu_is_in_the_index(self):
        for language, lang in LANGUAGES.items():
            text = (DOCS / "manual" / language / "index.md").read_text()
            missing = [
                way
                for menu in self.own("ir.ui.menu").with_context(lang=lang)
                if menu.action
                for names in [menu_names(menu)]
                for way in [f"| “{names[1]} / {names[-1]}” |"]
                if way not in text
            ]
            self.assertFalse(missing, language)

    def test_bold_is_what_the_screens_say(self):
        terms = polib.pofile(file_path("customer_master/i18n/zh_CN.po"))
        own = {
            "en": {TAG.sub("", term.msgid) for term in terms},
            "zh_CN": {TAG.sub("", term.msgstr) for term in terms},
        }
        unknown = [
            f"{language}/{page.name}: {bold}"
            for language in LANGUAGES
            for page in pages(language)
            for bold in BOLD.findall(plain(page))
            if bold not in own[language] | OF_CORE[language] and not KEYS.fullmatch(bold)
        ]
        self.assertFalse(unknown)


def menu_names(menu):
    """From the app down to the menu."""
    return [*menu_names(menu.parent_id), menu.name] if menu else []


class Ways:
    """What there is to be led to, by the names of one language."""

    def __init__(self, env):
        menus = env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True}).search([])
        root = env.ref(OWN + "menu_root")
        self.app = root.name
        self.menus = [menu_names(menu) for menu in menus if menu.action]
        self.settings_menu = menu_names(env.ref(OWN + "menu_settings"))[1:]
        partner = env.ref("base.model_res_partner")
        self.word_for_actions = "操作" if env.lang == "zh_CN" else "Actions"
        bound = env["ir.actions.actions"].search([("binding_model_id", "=", partner.id)])
        self.actions = {env[action.type].browse(action.id).name for action in bound}
        Settings = env["res.config.settings"]
        arch = etree.fromstring(Settings.get_view(view_type="form")["arch"])
        labels = {name: field["string"] for name, field in Settings.fields_get().items()}
        self.settings = {
            block.get("title"): {
                *(setting.get("string") for setting in block.iter("setting")),
                *(labels.get(field.get("name")) for field in block.iter("field")),
            }
            for block in arch.xpath("//app[@name='customer_master']/block")
        }

    def lead_on(self, way):
        if way[0] == self.word_for_actions:
            return len(way) == 2 and way[1] in self.actions
        if way[:2] == self.settings_menu and len(way) > 2:
            block = self.settings.get(way[2])
            return block is not None and (len(way) == 3 or (len(way) == 4 and way[3] in block))
        return any(
            way[0] == names[0] and way[-1] == names[-1] and in_order(way, names)
            for menu in self.menus
            for names in ([menu, menu[1:]] if menu[0] == self.app else [menu])
            if len(names) > 1
        )


def in_order(some, of_all):
    """Whether ``some`` are among ``of_all``, in this order."""
    rest = iter(of_all)
    return all(name in rest for name in some)


@tagged("-at_install", "post_install")
class TestManualHttp(HttpCase):
    def test_help_leads_to_the_chapter_in_the_language_of_the_user(self):
        self.authenticate("admin", "admin")
        for lang, folder, word in (("en_US", "en", "Entering"), ("zh_CN", "zh_CN", "录入")):
            self.env.ref("base.user_admin").lang = lang
            page = self.url_open(
                "/customer_master/help?screen=customer_master.customer_entry_action,res.partner"
            )
            self.assertEqual(page.status_code, 200)
            self.assertTrue(page.url.endswith(f"/{folder}/entry.md"), page.url)
            self.assertIn(word, page.text)

    def test_every_page_opens_with_its_pictures(self):
        self.authenticate("admin", "admin")
        for language in LANGUAGES:
            for page in pages(language):
                answer = self.url_open(f"/customer_master/docs/manual/{language}/{page.name}")
                self.assertEqual(answer.status_code, 200, page)
                self.assertIn("<h1", answer.text)
                self.assertNotIn("](", answer.text, page)
        picture = self.url_open("/customer_master/docs/images/en/list.png")
        self.assertEqual(picture.headers["Content-Type"], "image/png")

    def test_nothing_else_opens(self):
        self.authenticate("admin", "admin")
        for name in ("manual/en/nothing.md", "manual/xx/index.md", "manual/en/..%2F..%2FREADME.md",
                     "images/en/nothing.png", "manual/en/%2e%2e.md"):  # fmt: skip
            answer = self.url_open(f"/customer_master/docs/{name}")
            # what has no route is answered by whatever other addons are there
            self.assertGreaterEqual(answer.status_code, 404, name)
        self.authenticate(None, None)
        answer = self.url_open("/customer_master/docs/manual/en/index.md", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
