#!/usr/bin/env python3
"""``./dev screenshots``: take the pictures of the manual from the demo database.

``./dev screenshots [--lang en|zh_CN] [NAME...]`` writes ``docs/images/<lang>/<name>.png``; without
names all of them. It serves the database of CM_DATABASE and the language on CM_PORT and looks at it
with CM_BROWSER.
"""

import argparse
import base64
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

from browser import BrowserError, Page, browser
from PIL import Image
from scenes import Scenes, WebClient

IMAGES = Path(__file__).resolve().parent / "images"
# Pictures that the page in the list of apps shows too, and what they are called there.
DESCRIPTION = IMAGES.parent.parent / "static" / "description"
SHOWN_THERE = ("list", "entry_messages", "review", "dashboard", "profile", "report_screen",
               "import_checked")  # fmt: skip
# The picture in the list of apps: a page with the icon and the picture of the customer list.
BANNER = Path(__file__).with_name("banner.html")
BANNER_SIZE = (1200, 630)
LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN"}
DESKTOP = (1400, 860)
PHONE = (390, 780)
START_SECONDS = 180
# Nothing that moves or blinks, and nothing that depends on what happened before.
STILL = """
    *, *::before, *::after {
        animation: none !important;
        transition: none !important;
        caret-color: transparent !important;
    }
    .o-mail-Message-date { visibility: hidden !important; }
    .o_notification_manager, .o-mail-ChatHub, .o_loading_indicator, .o-overlay-item .o-tooltip {
        display: none !important;
    }
"""


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
def server(database: str):
    """Serve the database; yield the address."""
    port = os.environ["CM_PORT"]
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
def signed_in(page: Page, url: str, language: str, database: str):
    """Log in as administrator; their language is put back at the end."""
    page.open(f"{url}/web/login")
    page.wait_for("form.oe_login_form")
    scenes = Scenes(page, url, language, database)
    user = scenes.sign_in("admin")
    [before] = scenes.rpc("res.users", "read", [user], ["lang"])
    scenes.rpc("res.users", "write", [user], {"lang": LANGUAGES[language]})
    try:
        yield scenes
    finally:
        scenes.rpc("res.users", "write", [user], {"lang": before["lang"]})


def make_banner() -> None:
    """Renew the banner of the list of apps from the picture of the customer list."""
    html = BANNER.read_text(encoding="utf-8")
    for name, file in (("icon", DESCRIPTION / "icon.png"), ("list", DESCRIPTION / "list.png")):
        html = html.replace(f"{{{name}}}", data_url("image/png", file.read_bytes()))
    with browser(os.environ["CM_BROWSER"]) as page:
        page.size(*BANNER_SIZE)
        page.open(data_url("text/html", html.encode()))
        page.wait_for(".list")
        settle(page)
        (DESCRIPTION / "banner.png").write_bytes(small(page.picture()))


def data_url(kind: str, content: bytes) -> str:
    """An address that has its content in itself."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def main() -> int:
    """Take the pictures; return the exit code."""
    parts = [part for part in (Scenes, *Scenes.__bases__) if part is not WebClient]
    names = [name for part in parts for name in vars(part) if name[0] != "_"]
    parser = argparse.ArgumentParser(prog="./dev screenshots", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, help="one language only")
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--kept", action="store_true", help="of the databases of the last time")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"There is no picture {', '.join(sorted(unknown))}.")
    languages = [options.lang] if options.lang else list(LANGUAGES)
    failed = []
    for language in languages:
        folder = IMAGES / language
        folder.mkdir(parents=True, exist_ok=True)
        database = f"{os.environ['CM_DATABASE']}_{language}"
        served = contextlib.nullcontext(options.url) if options.url else server(database)
        # A browser of its own, so that no cached term of the other language is shown.
        with (
            served as url,
            browser(os.environ["CM_BROWSER"]) as page,
            signed_in(page, url, language, database) as scenes,
        ):
            for name in options.names or names:
                try:
                    picture = take(scenes, name)
                except BrowserError as error:
                    failed.append(f"{language}/{name}")
                    print(f"! {language}/{name}: {error}", flush=True)
                    continue
                (folder / f"{name}.png").write_bytes(picture)
                if name in SHOWN_THERE:
                    shown = f"{name}{'' if language == 'en' else f'_{language}'}.png"
                    (DESCRIPTION / shown).write_bytes(picture)
                print(f"  {language}/{name}.png  {len(picture) // 1024} KB", flush=True)
    if "en" in languages and "list" in (options.names or names):
        make_banner()
    if failed:
        print(f"Not taken: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
