#!/usr/bin/env python3
"""``./dev screenshots``: take the pictures of the manual from the demo database.

``./dev screenshots [--lang en|zh_CN] [NAME...]`` writes ``docs/images/<lang>/<name>.png``; without
names all of them. It serves the database of CM_DATABASE on CM_PORT and looks at it with CM_BROWSER.
"""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from browser import Page, browser
from PIL import Image

IMAGES = Path(__file__).resolve().parent / "images"
LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN"}
DESKTOP = (1400, 860)
PHONE = (390, 780)
START_SECONDS = 180
# Nothing that moves or blinks, and nothing that depends on what happened before.
STILL = """
    *, *::before, *::after {
        animation: none !important; transition: none !important; caret-color: transparent !important;
    }
    .o-mail-Message-date { visibility: hidden !important; }
    .o_notification_manager, .o-mail-ChatHub, .o_loading_indicator, .o-overlay-item .o-tooltip {
        display: none !important;
    }
"""
# What is entered, by language of the picture.
TYPED = {
    "en": {
        "name": "Harbour Light Instruments Ltd",
        "phone": "+44 20 79",
        "email": "sales@harbourlight",
        "vat": "GB 123 4567 89",
        "country": "United Kingdom",
        "search": "ruilan",
        "customer": "Nordlicht",
        "category": "On-Site Service",
        "classify": "Classify",
        "need": "Training",
        "file": "customers.csv",
        "rows": "Name,Is a Company,Country,State,City,Phone,Email,Tax ID\n"
        "Harbour Light Instruments Ltd,yes,United Kingdom,,London,020 7946 0018,"
        "Sales@HarbourLight.example,GB123456782\n"
        "Fjordsyn Optik AS,yes,Norway,,Bergen,55 23 40 11,post@fjordsyn.example,\n",
    },
    "zh_CN": {
        "name": "苏州澄湖精密仪器有限公司",
        "phone": "0512 6280",
        "email": "sales@chenghu",
        "vat": "91320594MA1XXXXX0A",
        "country": "中国",
        "search": "ruilan",
        "customer": "瑞澜",
        "category": "上门服务",
        "classify": "设置分类",
        "need": "培训",
        "file": "客户.csv",
        "rows": "名称,是公司,country_id,state_id,城市,电话,电子邮件,税务识别码\n"
        "苏州澄湖精密仪器有限公司,是,中国,江苏,苏州市,0512-62801234,"
        "Sales@ChengHu.example,\n"
        "昆明滇岭食品有限公司,是,中国,云南省,昆明市,0871-63112233,info@dianling.example,\n",
    },
}
ENTRY = ".o_customer_entry"
HELPERS = ("post", "rpc", "id_of", "go", "choose", "customer")


class Scenes:
    """How each screen is reached. A method is a picture; its name ends with ``_phone`` if it is
    taken in the size of a phone."""

    def __init__(self, page: Page, url: str, language: str):
        self.page = page
        self.url = url
        self.typed = TYPED[language]
        self.undo = []

    def post(self, path: str, **parameters):
        """Call a JSON route of the server."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        answer = self.page.evaluate(
            f"fetch('{path}', {{method: 'POST', body: {json.dumps(body)},"
            " headers: {'Content-Type': 'application/json'}}).then(r => r.json())"
        )
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def rpc(self, model: str, method: str, *args, **kwargs):
        """Call a method of the server as the user who is logged in."""
        return self.post(
            "/web/dataset/call_kw", model=model, method=method, args=args, kwargs=kwargs
        )

    def id_of(self, xml_id: str) -> int:
        """Database id of a record of the addon."""
        domain = [["module", "=", "customer_master"], ["name", "=", xml_id]]
        return self.rpc("ir.model.data", "search_read", domain, ["res_id"])[0]["res_id"]

    def go(self, path: str, *selectors: str) -> None:
        """Open a page of the web client and wait for what must be on it."""
        self.page.open(f"{self.url}/odoo/{path}")
        self.page.wait("document.readyState === 'complete'")
        for selector in (".o_web_client .o_main_navbar", *selectors):
            self.page.wait_for(selector)

    def choose(self, selector: str, text: str) -> None:
        """Type into a many2one field and take the first that is offered."""
        self.page.type(selector, text)
        offered = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a"
        self.page.wait(f"document.querySelector('{offered}')?.textContent.includes('{text}')")
        self.page.click(offered)

    def customer(self) -> int:
        """The customer that is shown in forms: one that has everything."""
        return self.id_of("res_partner_demo_ruilan")

    # -- lists -----------------------------------------------------------------------------

    def list(self):
        self.go("customer-master", ".o_data_row", ".o_search_panel_filter_value")

    def kanban(self):
        self.go("customer-master?view_type=kanban", ".o_kanban_record .o_customer_badge")

    def kanban_phone(self):
        self.go("customer-master", ".o_kanban_record .o_customer_badge")

    def search(self):
        self.list()
        self.page.type(".o_searchview_input", self.typed["search"])
        self.page.wait_for(".o_searchview_autocomplete .o-dropdown-item")
        self.page.press("Enter")
        self.page.wait("document.querySelectorAll('.o_data_row').length < 10")

    def pivot(self):
        self.go("customer-analysis", ".o_pivot .o_pivot_cell_value")

    def import_file(self):
        self.go("customer-master/import", "input[type=file]")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / self.typed["file"]
            file.write_text(self.typed["rows"], encoding="utf-8")
            self.page.upload("input[type=file]", str(file))
            self.page.wait_for(".o_import_data_content tbody tr")

    # -- one customer ----------------------------------------------------------------------

    def form(self):
        self.go(f"customer-master/{self.customer()}", ".o_form_view .o_customer_badge")

    def form_customer_master(self):
        self.form()
        self.page.click(".nav-link[name=customer_master]")
        self.page.wait_for("div[name=customer_region_id]")

    def form_phone(self):
        self.form()

    def entry(self):
        self.go("customer-master", ".o_data_row, .o_kanban_record")
        self.page.click(".o_list_button_add, .o-kanban-button-new")
        self.page.wait_for(f"{ENTRY} div[name=name] input, {ENTRY} div[name=name] textarea")

    def entry_messages(self):
        self.entry()
        self.choose(f"{ENTRY} div[name=country_id] input", self.typed["country"])
        for name in ("name", "phone", "email", "vat"):
            field = f"{ENTRY} div[name={name}] :is(input, textarea)"
            self.page.type(field, self.typed[name])
            self.page.leave(field)
        self.page.wait("document.querySelectorAll('.o_customer_field_message').length >= 3")

    def entry_phone(self):
        self.entry()

    def entry_missing_phone(self):
        self.entry()
        self.page.click("footer button[name=action_customer_open]")
        self.page.wait_for(".o_customer_field_message")

    # -- classification --------------------------------------------------------------------

    def categories(self):
        self.go("customer-categories", ".o_group_header")
        self.page.click(".o_group_header")
        self.page.wait_for(".o_data_row")

    def category(self):
        self.go(
            f"customer-categories/{self.id_of('customer_category_region_cn_ec')}",
            ".o_form_view .o_tree_editor",
        )

    def preview(self):
        """The rules have been applied to all demo customers, so only a new one has a preview."""
        [category] = self.rpc(
            "customer.category",
            "create",
            [
                {
                    "name": self.typed["category"],
                    "code": "SITE",
                    "dimension_id": self.id_of("customer_dimension_need"),
                    "customer_rule_domain": "['&', ('country_id.code', '=', 'CN'),"
                    " ('customer_employees', '>=', 200)]",
                }
            ],
        )
        self.undo.append(lambda: self.rpc("customer.category", "unlink", [category]))
        self.go(f"customer-categories/{category}", ".o_form_view .o_tree_editor")
        self.page.click("button[name=action_preview_customer_rule]")
        self.page.wait_for(".modal .o_data_row")

    def mass_classification(self):
        self.list()
        for row in (3, 4, 5):
            self.page.click(f".o_data_row:nth-child({row}) .o_list_record_selector input")
        self.page.click(".o_cp_action_menus .dropdown-toggle:has(.fa-cog)")
        self.page.wait_for(".o-dropdown--menu .o_menu_item")
        self.page.evaluate(
            "[...document.querySelectorAll('.o-dropdown--menu .o_menu_item')]"
            f".find(item => item.textContent.trim() === '{self.typed['classify']}').click()"
        )
        self.page.wait_for(".modal div[name=add_category_ids] input")
        self.choose(".modal div[name=add_category_ids] input", self.typed["need"])

    def tag(self):
        self.go(f"customer-tags/{self.id_of('res_partner_category_vip')}", ".o_form_view")

    def dimension(self):
        self.go(f"customer-dimensions/{self.id_of('customer_dimension_region')}", ".o_data_row")

    # -- elsewhere -------------------------------------------------------------------------

    def settings(self):
        self.go("action-customer_master.res_config_settings_action", ".o_setting_box")

    def sale_order(self):
        self.go("action-sale.action_quotations_with_onboarding/new", "div[name=partner_id] input")
        self.page.type("div[name=partner_id] input", self.typed["customer"])
        self.page.wait_for(".o-autocomplete--dropdown-menu .o_tag, .o-autocomplete--dropdown-menu .badge")


# -- taking them -----------------------------------------------------------------------------


def take(scenes: Scenes, name: str) -> bytes:
    """One picture as a small PNG file."""
    page = scenes.page
    phone = name.endswith("_phone")
    page.size(*(PHONE if phone else DESKTOP), phone=phone)
    try:
        getattr(scenes, name)()
        settle(page)
        return small(page.picture())
    finally:
        while scenes.undo:
            scenes.undo.pop()()


def settle(page: Page) -> None:
    """Wait until the page has stopped changing."""
    page.evaluate(
        f"document.head.append(Object.assign(document.createElement('style'),"
        f" {{textContent: {json.dumps(STILL)}}}))"
    )
    page.evaluate("document.fonts.ready.then(() => true)")
    # one below the window may be loaded only when it is scrolled to
    page.wait(
        "[...document.images].every(image => image.complete || image.loading === 'lazy'"
        " && image.getBoundingClientRect().top > innerHeight)"
    )
    before, end = None, time.monotonic() + 20
    while time.monotonic() < end:
        time.sleep(0.5)
        now = page.picture()
        if now == before:
            return
        before = now


def small(picture: bytes) -> bytes:
    """The same with at most 256 colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    target = io.BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


@contextlib.contextmanager
def server():
    """Serve the database; yield the address."""
    database, port = os.environ["CM_DATABASE"], os.environ["CM_PORT"]
    command = [sys.executable, "-m", "odoo", "--database", database, "--http-port", port]
    command += ["--db-filter", f"^{database}$", "--max-cron-threads", "0", "--log-level", "error"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for_server(process, f"{url}/web/login")
            yield url
        except BaseException:
            log.seek(0)
            sys.stderr.buffer.write(log.read())
            raise
        finally:
            process.terminate()
            process.wait()


def wait_for_server(process: subprocess.Popen, url: str) -> None:
    """Return when the login page is served."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"Odoo does not answer at {url}.")


@contextlib.contextmanager
def signed_in(page: Page, url: str, language: str):
    """Log in as administrator; their language is put back at the end."""
    page.open(f"{url}/web/login")
    page.wait_for("form.oe_login_form")
    scenes = Scenes(page, url, language)
    user = scenes.post(
        "/web/session/authenticate",
        db=os.environ["CM_DATABASE"],
        login="admin",
        password="admin",
    )["uid"]
    [before] = scenes.rpc("res.users", "read", [user], ["lang"])
    scenes.rpc("res.users", "write", [user], {"lang": LANGUAGES[language]})
    try:
        yield scenes
    finally:
        scenes.rpc("res.users", "write", [user], {"lang": before["lang"]})


def main() -> int:
    """Take the pictures; return the exit code."""
    names = [name for name in vars(Scenes) if name[0] != "_" and name not in HELPERS]
    parser = argparse.ArgumentParser(prog="./dev screenshots", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, help="one language only")
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"There is no picture {', '.join(sorted(unknown))}.")
    languages = [options.lang] if options.lang else list(LANGUAGES)
    with contextlib.nullcontext(options.url) if options.url else server() as url:
        for language in languages:
            folder = IMAGES / language
            folder.mkdir(parents=True, exist_ok=True)
            # A browser of its own, so that no cached term of the other language is shown.
            with (
                browser(os.environ["CM_BROWSER"]) as page,
                signed_in(page, url, language) as scenes,
            ):
                for name in options.names or names:
                    picture = take(scenes, name)
                    (folder / f"{name}.png").write_bytes(picture)
                    print(f"  {language}/{name}.png  {len(picture) // 1024} KB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
