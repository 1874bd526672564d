import re
from functools import lru_cache

import markdown
from markupsafe import Markup

from odoo.http import Controller, Stream, request, route
from odoo.tools.misc import file_path

from .manual_chapters import chapter_of

DOCS = "customer_master/docs"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
NAME = re.compile(r"[a-z][a-z_-]*")
LINK = re.compile(r"\]\(([a-z][a-z_-]*)\.md\)")


class Manual(Controller):
    """The manual, as it is in the folder ``docs``. Addresses are those of the files, so that the
    links between them lead on here as well as where the files are read."""

    @route("/customer_master/help", type="http", auth="user", methods=["GET"], readonly=True)
    def help(self, screen=""):
        """Lead to the chapter of a screen, in the language of the user.

        :param screen: names of it, the most exact first, separated by commas
        """
        language = "zh_CN" if (request.env.user.lang or "").startswith("zh") else "en"
        chapter = chapter_of(*screen.split(","))
        return request.redirect(f"/{DOCS}/manual/{language}/{chapter}.md")

    @route(
        f"/{DOCS}/manual/<string:language>/<string:name>.md",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def page(self, language, name):
        if not request.env.user._is_internal():
            raise request.not_found()
        if language not in LANGUAGES or not NAME.fullmatch(name):
            raise request.not_found()
        try:
            title, content = _page(language, name)
        except FileNotFoundError as error:
            raise request.not_found() from error
        return request.render(
            "customer_master.manual_page",
            {
                "content": content,
                "language": language,
                "languages": LANGUAGES,
                "name": name,
                "chapters": _chapters(language),
                "title": title,
            },
        )

    @route(
        f"/{DOCS}/images/<string:language>/<string:name>.png",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def image(self, language, name):
        if language not in LANGUAGES or not NAME.fullmatch(name):
            raise request.not_found()
        try:
            stream = Stream.from_path(file_path(f"{DOCS}/images/{language}/{name}.png"))
        except FileNotFoundError as error:
            raise request.not_found() from error
        return stream.get_response()


def _text(language: str, name: str) -> str:
    """
    :raise FileNotFoundError: there is no such page
    """
    with open(file_path(f"{DOCS}/manual/{language}/{name}.md"), encoding="utf-8") as page:
        return page.read()


@lru_cache(maxsize=100)
def _page(language: str, name: str) -> tuple[str, Markup]:
    """Title and content of a page."""
    text = _text(language, name)
    html = markdown.markdown(text, extensions=["tables", "fenced_code", "sane_lists", "toc"],
                             extension_configs={"toc": {"slugify": _anchor}})  # fmt: skip
    return text.partition("\n")[0].lstrip("# "), Markup(html)


@lru_cache(maxsize=10)
def _chapters(language: str) -> list[tuple[str, str]]:
    """Names and titles of all pages, in the order in which the first one leads to them."""
    names = dict.fromkeys(["index", *LINK.findall(_text(language, "index"))])
    return [(name, _page(language, name)[0]) for name in names]


def _anchor(title: str, separator: str) -> str:
    """As where the files are read: lower case, no punctuation, of any script."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", separator)
