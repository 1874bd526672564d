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
from scenes import Scenes, WebClient

IMAGES = Path(__file__).resolve().parent / "images"
# Pictures that the page in the list of apps shows too, and what they are called there.
DESCRIPTION = IMAGES.parent.parent / "static" / "description"
SHOWN_THERE = {"list": "list", "entry_messages": "entry", "review": "review"}
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
    parts = [part for part in (Scenes, *Scenes.__bases__) if part is not WebClient]
    names = [name for part in parts for name in vars(part) if name[0] != "_"]
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
                    if language == "en" and name in SHOWN_THERE:
                        (DESCRIPTION / f"{SHOWN_THERE[name]}.png").write_bytes(picture)
                    print(f"  {language}/{name}.png  {len(picture) // 1024} KB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
