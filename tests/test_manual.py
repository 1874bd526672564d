"""The manual, as it opens from inside Odoo, and against the screens that there are."""

import re
from pathlib import Path

import polib

from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools.misc import file_path

from odoo.addons.customer_master.controllers.manual_chapters import CHAPTERS, chapter_of

DOCS = Path(file_path("customer_master/docs"))
LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN"}
OWN = "customer_master."
# *Data Quality / Review Duplicates*, and “数据质量 / 审查重复客户”
PATH = re.compile(r"(?:(?<!\*)\*|“)([^*“”\n]+?(?: / [^*“”\n]+?)+)(?:\*(?!\*)|”)")
NO_SCREEN = ("customer_manual", "customer_guide")
# terms of core that are no menus
OF_CORE = {"Administration", "Creation", "Country", "Country Code", "创建", "动作", "国家", "代码"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(language):
    return sorted((DOCS / "manual" / language).glob("*.md"))


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
            led_to = {link.removesuffix(".md") for link in LINK.findall(index)}
            self.assertFalse(names - led_to - {"index"}, language)

    def test_links_and_pictures_are_there(self):
        for language in LANGUAGES:
            for page in pages(language):
                for link in LINK.findall(page.read_text()):
                    if "://" not in link:
                        self.assertTrue((page.parent / link).exists(), f"{page.name}: {link}")

    def test_screens_named_in_the_manual_exist(self):
        """The parts of a way such as *Data Quality / Snapshots* are menus, or terms of screens."""
        terms = polib.pofile(file_path("customer_master/i18n/zh_CN.po"))
        own = {"en": {term.msgid for term in terms}, "zh_CN": {term.msgstr for term in terms}}
        unknown = []
        for language, lang in LANGUAGES.items():
            menus = self.env["ir.ui.menu"].with_context(lang=lang, **{"ir.ui.menu.full_list": True})
            names = own[language] | set(menus.search([]).mapped("name")) | OF_CORE
            unknown += [
                f"{language}/{page.name}: {path}"
                for page in pages(language)
                for path in PATH.findall(page.read_text())
                for part in path.split(" / ")
                for name in ([part] if part in names else re.split(r"、|, |和", part))
                if name not in names
            ]
        self.assertFalse(unknown)


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
