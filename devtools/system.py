"""What only the system's package client can bring: browser, PDF maker, fonts."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from .paths import cache_dir
from .proc import run_quiet
from .ui import DevError, say, warn

# Odoo's own list of names for the browser of the tour tests (odoo/tests/common.py).
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")

_TRY_AGAIN_SECONDS = 24 * 3600


def browser() -> str | None:
    """The path of a browser that Odoo's tests can drive."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def require_browser() -> str:
    """Return the browser, installed where possible: tours are never skipped in silence."""
    if not browser():
        _install("chromium")
    found = browser()
    if not found:
        raise DevError(
            "Browser tours need Chromium or Chrome and there is none: install it "
            "(Debian: apt-get install chromium)."
        )
    return found


def ensure_documents() -> None:
    """Have the PDF maker and Chinese fonts where possible; else say what is missing."""
    if not shutil.which("wkhtmltopdf"):
        _install_or_tell("wkhtmltopdf", "PDF reports need wkhtmltopdf")
    if not has_chinese_font():
        _install_or_tell("fonts-noto-cjk", "Chinese text in PDFs and screenshots needs a font")


def ensure_readers() -> None:
    """Have what tests read reports with where possible; else say which of them will fail."""
    if not shutil.which("pdftotext"):
        _install_or_tell("poppler-utils", "Tests of PDF files read them with pdftotext")
    if not shutil.which("soffice"):
        _install_or_tell(
            "libreoffice-calc-nogui", "Tests of Excel files have LibreOffice work out the formulas"
        )


def has_chinese_font() -> bool:
    """Is there a font with Chinese characters?"""
    if shutil.which("fc-list"):
        fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout
        return bool(fonts.strip())
    return any(Path("/usr/share/fonts").glob("**/*CJK*"))


def _install_or_tell(package: str, why: str) -> None:
    """Install what is good to have. What did not work today is not tried again at every call."""
    tried = cache_dir() / "tried" / package
    if tried.exists() and time.time() - tried.stat().st_mtime < _TRY_AGAIN_SECONDS:
        return
    if not _install(package):
        warn(f"{why}: install it (Debian: apt-get install {package}).")
        tried.parent.mkdir(parents=True, exist_ok=True)
        tried.touch()


def ensure_venv_module(python: str) -> None:
    """Debian ships Python without the part that makes environments."""
    probe = [python, "-c", "import ensurepip, venv"]
    if subprocess.run(probe, capture_output=True).returncode == 0:
        return
    series = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    name = f"python{series}-venv"
    _install(name)
    if subprocess.run(probe, capture_output=True).returncode:
        raise DevError(
            f"Python's venv module is missing: install it (Debian: apt-get install {name})."
        )


def _privileged() -> list[str] | None:
    """How to call a program as root, or None when that cannot be had without a password."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _install(package: str) -> bool:
    """Install a package of the distribution; false when it cannot be done here."""
    as_root = _privileged()
    if as_root is None or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    try:
        # The lists of a fresh machine are empty or old. A source of a third party that does not
        # answer is none of our business, so what `update` says is not looked at: the install
        # tells.
        subprocess.run([*as_root, "apt-get", "update", "-qq"], env=env, capture_output=True)
        run_quiet(f"installing {package}", command, env=env)
    except DevError as error:
        say(str(error))
        return False
    return True
