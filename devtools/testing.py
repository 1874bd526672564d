"""``./dev test``."""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from . import checklog, config, database, lint, python_env, system
from .locks import locked
from .paths import ADDON, ROOT, data_dir, ensure_addon_link
from .proc import run_live
from .ui import DevError, say

PARTS = ("lint", "engine", "odoo", "js", "tour")
# Where the tests of the parts that need Odoo are, below tests/.
_BROWSER_FILES = {"js": "test_js*.py", "tour": "test_tour*.py"}
_NO_TESTS = 5  # pytest's exit code


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    test = commands.add_parser("test", help=f"all tests, or some of: {', '.join(PARTS)}")
    test.add_argument(
        "parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS)
    )
    test.add_argument(
        "-k", dest="keyword", metavar="EXPR", help="only tests that match (pytest's -k)"
    )
    test.add_argument("-x", dest="first", action="store_true", help="stop at the first failure")
    test.add_argument(
        "--keep",
        action="store_true",
        help="use the test database again, upgraded where sources changed: quick",
    )
    test.add_argument(
        "-d", "--db", default=config.TEST_DATABASE, help="test database (default: %(default)s)"
    )
    test.set_defaults(run=_test)


def _test(options: argparse.Namespace) -> int:
    """Run the parts in turn, the biggest pytest run last, and tell at the end what failed before it."""
    parts = [part for part in PARTS if not options.parts or part in options.parts]
    everything = not options.parts and not options.keyword
    failed: list[str] = []
    if "lint" in parts and not options.keyword:
        _part("lint", lint.run, failed)
    if "engine" in parts:
        _part("engine", lambda: _engine(options, required=everything), failed)
    browser_parts = [part for part in parts if part in ("odoo", *_BROWSER_FILES)]
    if browser_parts:
        _part(
            " + ".join(browser_parts),
            lambda: _odoo(options, browser_parts, everything, failed),
            failed,
        )
    return 1 if failed else 0


def _part(name: str, run: Callable[[], int], failed: list[str]) -> None:
    say(f"== {name}")
    start = time.monotonic()
    try:
        code = run()
    except DevError as error:
        say(str(error))
        code = 1
    if code:
        failed.append(name)
    if name in ("lint", "engine"):
        say(f"== {name}: {'FAILED' if code else 'ok'} in {time.monotonic() - start:.0f} s")


def _pytest_options(options: argparse.Namespace) -> list[str]:
    chosen = ["-k", options.keyword] if options.keyword else []
    return [
        *chosen,
        *(["-x"] if options.first else []),
        "-p",
        "no:cacheprovider",
        "-ra",
        "--tb=short",
    ]


def _engine(options: argparse.Namespace, required: bool) -> int:
    """The pure core's tests by plain pytest, in an environment in which Odoo cannot be imported."""
    link = ensure_addon_link()
    env = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "ODOO_RC")
    }
    env |= {
        "PYTHONPATH": str(ROOT / "devtools" / "pytest_plugins"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CM_ADDON_PATH": str(link),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(data_dir() / "hypothesis"),
    }
    command = [
        python_env.ensure(),
        *("-m", "pytest", "-p", "no:odoo", "-p", "cm_engine", "-q", "--rootdir", link),
        *_pytest_options(options),
        link / "tests" / "engine",
    ]
    code = run_live(command, env=env, cwd=data_dir())
    return 0 if code == _NO_TESTS and not required else code


def _odoo(
    options: argparse.Namespace, parts: list[str], everything: bool, failed: list[str]
) -> int:
    """The tests that need Odoo, browser included, by pytest-odoo; installs the addon first."""
    system.require_browser()
    system.ensure_documents()
    workspace = config.ensure()
    with locked(data_dir() / f"test-{options.db}.lock", f"testing on {options.db}"):
        _prepare(workspace, options, everything, failed)
        for name in failed:
            say(f"!! {name} FAILED, see above; the exit code will be 1")
        link = ensure_addon_link()
        paths = _paths(link / "tests", parts)
        if not paths:
            raise DevError(f"There is no test file for {', '.join(parts)} under tests/.")
        command = [
            workspace.python,
            *(
                "-m",
                "pytest",
                "-q",
                "--rootdir",
                link,
                "--odoo-database",
                options.db,
                "--odoo-http",
            ),
            *("--ignore", link / "tests" / "engine", "-p", "cm_skips"),
            *_pytest_options(options),
            *paths,
        ]
        env = workspace.env()
        env["PYTHONPATH"] = os.pathsep.join(
            [env["PYTHONPATH"], str(ROOT / "devtools" / "pytest_plugins")]
        )
        env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(data_dir() / "hypothesis")
        return run_live(command, env=env, cwd=data_dir())


def _paths(tests: Path, parts: list[str]) -> list[Path]:
    browser = {part: sorted(tests.glob(pattern)) for part, pattern in _BROWSER_FILES.items()}
    chosen = [path for part in parts for path in browser.get(part, [])]
    if "odoo" in parts:
        others = set(tests.glob("test_*.py")) - {
            path for paths in browser.values() for path in paths
        }
        chosen = sorted(others) + chosen
    return chosen


def _prepare(
    workspace: config.Workspace, options: argparse.Namespace, everything: bool, failed: list[str]
) -> None:
    """Have the test database with the addon as it is now.

    Warnings in the log are added to ``failed`` and do not stop the tests: one run tells everything.
    """
    name = options.db
    key = database.sources_fingerprint()
    state = (
        database.note(workspace, name) if options.keep and database.exists(workspace, name) else ""
    )
    if state == key:
        return
    if state:
        _install(workspace, name, "-u", failed)
    else:
        template = database.ensure_template(workspace)
        database.copy(workspace, template, name)
        _install(workspace, name, "-i", failed)
        if everything:
            _check_life_cycle(workspace, template, name, failed)
    database.set_note(workspace, name, key)


def _install(workspace: config.Workspace, name: str, how: str, failed: list[str]) -> None:
    title = f"{'installing' if how == '-i' else 'upgrading'} {ADDON}"
    _check_log(title, database.odoo_run(workspace, name, title, how, ADDON), failed)


def _check_log(title: str, log: str, failed: list[str]) -> None:
    found = checklog.problems(log.splitlines())
    if found:
        say("\n".join(found[:60]))
        say(f"!! {title}: the log must have no WARNING or ERROR; it has the lines above")
        failed.append(title)


def _check_life_cycle(
    workspace: config.Workspace, template: str, installed: str, failed: list[str]
) -> None:
    """Upgrade and uninstall the addon on a copy of the database: no warning, nothing left behind."""
    name = f"{installed}_life"
    database.copy(workspace, installed, name)
    try:
        _install(workspace, name, "-u", failed)
        title = f"uninstalling {ADDON}"
        _check_log(title, database.shell_script(workspace, name, title, "uninstall.py"), failed)
        left = database.leftovers(workspace, template, name)
        if left:
            say(f"!! {title} left these columns in the database: {', '.join(left)}")
            failed.append(title)
    except DevError as error:
        say(str(error))
        failed.append("upgrade and uninstall")
    finally:
        database.drop(workspace, name)
