"""``./dev lint``: every check that reads the sources without running them."""

import argparse
import ast
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from . import node, python_env
from .paths import ROOT, data_dir, ensure_addon_link
from .ui import DevError, say

MAX_LINES = 300
# Lines of a checker's output that are shown.
_SHOWN = 60
# A test may be longer: it is read from top to bottom and holds data.
_SIZED = {".py", ".js"}
_NOT_SIZED = {"tests", "demo", "migrations", "node_modules"}
_ODOO_IMPORT = re.compile(r"^\s*(?:from|import)\s+odoo\b", re.MULTILINE)
_PIN = re.compile(r"([\w-]+)==([\w.]+)")
_VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    lint = commands.add_parser(
        "lint", help="ruff, pylint-odoo, prettier, eslint and the project's own checks"
    )
    lint.add_argument("checks", nargs="*", metavar="CHECK", help=f"of: {', '.join(_CHECKS)}")
    lint.add_argument("--fix", action="store_true", help="let the tools mend what they can")
    lint.set_defaults(run=lambda options: run(options.checks, fix=options.fix))


def run(names: Sequence[str] = (), *, fix: bool = False) -> int:
    """Run the named checks, or all, also after one failed; return 1 if any did."""
    unknown = set(names) - set(_CHECKS)
    if unknown:
        raise DevError(f"No check {', '.join(sorted(unknown))}; there are: {', '.join(_CHECKS)}.")
    bad = 0
    for name in names or _CHECKS:
        title, check = _CHECKS[name]
        found = check(fix)
        if found:
            bad += 1
            say("\n".join(found[:_SHOWN]))
            if len(found) > _SHOWN:
                say(f"... and {len(found) - _SHOWN} lines more")
        say(f"  {title}: {'FAILED' if found else 'ok'}")
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
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
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
    # Through the link: pylint names modules by their folder, and the checkout may be called
    # anything.
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
        # That one empties a translation that equals its term, as "VIP" does: ours are complete.
        command = [python_env.program("oca-checks-po"), "--disable", "po-pretty-format"]
        found += _tool([*command, *translations])
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
        *(*node.command("prettier/bin/prettier.cjs"), "--plugin", plugin, "--log-level", "warn"),
        # Not used, but without it prettier makes a node_modules folder in the checkout.
        *("--cache-location", data_dir() / "prettier-cache"),
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
    """Every term is translated; only Odoo can tell if all are there (``./dev i18n --check``)."""
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
    manifest = ast.literal_eval(path.read_text())
    version = manifest["version"]
    found = []
    if not _VERSION.fullmatch(version):
        found.append(f"__manifest__.py: version {version} is not 19.0.x.y.z")
    declared = set(manifest.get("external_dependencies", {}).get("python", []))
    required = set(re.findall(r"^[\w-]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    if declared != required:
        names = ", ".join(sorted(declared ^ required))
        found.append(f"external_dependencies and requirements.txt do not agree on: {names}")
    return found


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


def _tests_listed(_fix: bool) -> list[str]:
    """Odoo's own runner knows only the test files that are imported."""
    listed = (ROOT / "tests" / "__init__.py").read_text()
    return [
        f"tests/__init__.py does not import {path.stem}"
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        if not re.search(rf"\b{path.stem}\b", listed)
    ]


def _pins(_fix: bool) -> list[str]:
    """pre-commit and ./dev must not disagree on a file because they run different versions."""
    own = dict(_PIN.findall(python_env.REQUIREMENTS.read_text()))
    return [
        f".pre-commit-config.yaml has {name}=={version}, devtools/requirements.txt has {own[name]}"
        for name, version in _PIN.findall((ROOT / ".pre-commit-config.yaml").read_text())
        if own.get(name, version) != version
    ]


# name: (what is shown, check); a check takes whether it may mend, and returns what it found.
_CHECKS: dict[str, tuple[str, Callable[[bool], list[str]]]] = {
    "ruff": ("ruff check", _ruff_check),
    "format": ("ruff format", _ruff_format),
    "pylint": ("pylint-odoo", _pylint),
    "oca": ("OCA checks", _oca),
    "prettier": ("prettier", _prettier),
    "eslint": ("eslint", _eslint),
    "xml": ("XML is well-formed", _xml),
    "translations": ("translations are complete", _translations),
    "manifest": ("manifest", _manifest),
    "engine": ("engine/ imports no odoo", _engine_is_pure),
    "sizes": (f"files have at most {MAX_LINES} lines", _sizes),
    "tests": ("test files are imported", _tests_listed),
    "pins": ("versions of the checkers agree", _pins),
}
