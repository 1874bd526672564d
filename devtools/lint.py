"""``./dev lint``: every check that reads the sources without running them."""

import argparse
import ast
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

from . import node, python_env
from .paths import ROOT, ensure_addon_link
from .ui import say

MAX_LINES = 300
# Lines of a checker's output that are shown.
_SHOWN = 60
# A test may be longer: it is read from top to bottom and holds data.
_SIZED = {".py", ".js"}
_NOT_SIZED = {"tests", "demo", "migrations", "node_modules"}
_ODOO_IMPORT = re.compile(r"^\s*(?:from|import)\s+odoo\b", re.MULTILINE)
_VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    lint = commands.add_parser(
        "lint", help="ruff, pylint-odoo, prettier, eslint and the project's own checks"
    )
    lint.add_argument("--fix", action="store_true", help="let the tools mend what they can")
    lint.set_defaults(run=lambda options: run(fix=options.fix))


def run(*, fix: bool = False) -> int:
    """Run all checks, also after one failed; return 1 if any did."""
    checks: dict[str, Callable[[bool], list[str]]] = {
        "ruff check": _ruff_check,
        "ruff format": _ruff_format,
        "pylint-odoo": _pylint,
        "OCA checks": _oca,
        "prettier": _prettier,
        "eslint": _eslint,
        "XML": _xml,
        "translations": _translations,
        "manifest": _manifest,
        "engine imports no odoo": _engine_is_pure,
        f"files under {MAX_LINES} lines": _sizes,
    }
    bad = 0
    for name, check in checks.items():
        found = check(fix)
        if found:
            bad += 1
            say("\n".join(found[:_SHOWN]))
            if len(found) > _SHOWN:
                say(f"... and {len(found) - _SHOWN} lines more")
        say(f"  {name}: {'FAILED' if found else 'ok'}")
    return 1 if bad else 0


def _files(*suffixes: str, under: str = "") -> list[Path]:
    """Files of the checkout that git knows or would add, so what is ignored is never looked at."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", under or "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    names = done.stdout.split("\0") if done.returncode == 0 else _walk()
    paths = [ROOT / name for name in names if name.endswith(suffixes) and (name.startswith(under))]
    return sorted(path for path in paths if path.is_file())


def _walk() -> Iterator[str]:
    """The same without git, for an unpacked archive."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name for name in folders if not name.startswith(".") and name != "node_modules"
        ]
        yield from (str((Path(folder) / name).relative_to(ROOT)) for name in names)


def _tool(command: list[str | Path], env: dict[str, str] | None = None) -> list[str]:
    """Run a checker in the checkout; return its output when it finds something."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **(env or {})},
    )
    return (
        (done.stdout.strip().splitlines() or ["failed without a word"]) if done.returncode else []
    )


def _ruff_check(fix: bool) -> list[str]:
    return _tool(
        [
            python_env.program("ruff"),
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            *(["--fix"] if fix else []),
            ".",
        ]
    )


def _ruff_format(fix: bool) -> list[str]:
    return _tool(
        [
            python_env.program("ruff"),
            "format",
            "--no-cache",
            "--output-format",
            "concise",
            *([] if fix else ["--check"]),
            ".",
        ]
    )


def _pylint(_fix: bool) -> list[str]:
    # Through the link: pylint names modules by their folder, and the checkout may be called anything.
    link = ensure_addon_link()
    return _tool(
        [python_env.program("pylint"), "--rcfile", ROOT / ".pylintrc", link],
        {"PYTHONDONTWRITEBYTECODE": "1"},
    )


def _oca(_fix: bool) -> list[str]:
    link = ensure_addon_link()
    found = _tool([python_env.program("oca-checks-odoo-module"), link])
    translations = _files(".po", ".pot", under="i18n")
    if translations:
        found += _tool([python_env.program("oca-checks-po"), *translations])
    return found


def _static(*suffixes: str) -> list[Path]:
    return [
        path for part in ("static/src", "static/tests") for path in _files(*suffixes, under=part)
    ]


def _prettier(fix: bool) -> list[str]:
    files = _static(".js", ".scss", ".xml")
    if not files:
        return []
    plugin = node.ensure() / "@prettier/plugin-xml/src/plugin.js"
    command = [
        *node.command("prettier/bin/prettier.cjs"),
        "--plugin",
        plugin,
        "--log-level",
        "warn",
    ]
    return _tool([*command, "--write" if fix else "--check", *files])


def _eslint(fix: bool) -> list[str]:
    files = _static(".js")
    if not files:
        return []
    return _tool(
        [
            *node.command("eslint/bin/eslint.js"),
            *(["--fix"] if fix else []),
            "--max-warnings",
            "0",
            *files,
        ]
    )


def _xml(_fix: bool) -> list[str]:
    found = []
    for path in _files(".xml", ".svg"):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            found.append(f"{path.relative_to(ROOT)}: {error}")
    return found


def _translations(_fix: bool) -> list[str]:
    """Every term has its translation; if the template is up to date only Odoo can tell (``./dev i18n --check``)."""
    files = _files(".po", under="i18n")
    return (
        _tool([python_env.ensure(), ROOT / "devtools/scripts/po_status.py", *files])
        if files
        else []
    )


def _manifest(_fix: bool) -> list[str]:
    path = ROOT / "__manifest__.py"
    if not path.exists():
        return []
    version = ast.literal_eval(path.read_text())["version"]
    return (
        []
        if _VERSION.fullmatch(version)
        else [f"__manifest__.py: version {version} is not 19.0.x.y.z"]
    )


def _engine_is_pure(_fix: bool) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: engine/ must not import odoo"
        for path in _files(".py", under="engine")
        if _ODOO_IMPORT.search(path.read_text())
    ]


def _sizes(_fix: bool) -> list[str]:
    found = []
    for path in _files(*_SIZED):
        relative = path.relative_to(ROOT)
        lines = len(path.read_text().splitlines())
        if lines > MAX_LINES and not _NOT_SIZED.intersection(relative.parts):
            found.append(f"{relative}: {lines} lines; split it by concern ({MAX_LINES} at most)")
    return found
