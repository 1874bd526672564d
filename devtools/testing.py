"""``./dev test``."""

import argparse
import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from . import coexist, config, database, life, lint, python_env, system
from .locks import locked
from .paths import ADDON, ROOT, data_dir, ensure_addon_link
from .proc import run_live
from .ui import DevError, say

PARTS = ("lint", "engine", "remote", "odoo", "js", "tour")
# A part that is run only when asked for: those of odoo and a walk through the screens, beside many
# other addons.
COEXIST = "coexist"
SHORT_WALK = "test_tour_screens.py"
# Likewise: every screen in the browser, for every role, in both languages and sizes.
SCREENS = "screens"
# Where the tests of the parts that need Odoo are, below tests/.
_BROWSER_FILES = {"js": "test_js*.py", "tour": "test_tour*.py", SCREENS: "test_walk*.py"}
_NO_TESTS = 5  # pytest's exit code


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    every = ", ".join(PARTS)
    more = f"{every}, {SCREENS}, {COEXIST}"
    test = commands.add_parser("test", help=f"all tests, or some of: {more}")
    test.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{every}, or files below tests/ (default: everything); {SCREENS}: every screen in "
        f"the browser, 10 minutes; {COEXIST}: those of odoo beside other addons, 20 minutes",
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
    """Run the parts in turn, the biggest pytest run last."""
    parts = options.parts or list(PARTS)
    engine, remote, with_odoo = _files(parts)
    failed: list[str] = []
    codes: list[int] = []
    if (remote or with_odoo) and not options.keep:
        _begin_templates(demo=not options.parts and not options.keyword)
    if "lint" in parts and not options.keyword:
        _early_part("lint", lint.run, failed)
    if engine:
        codes.append(_early_part("engine", lambda: _engine(options, engine), failed))
    if remote or with_odoo:
        codes += _with_database(options, remote, with_odoo, failed)
    # A keyword may leave one of the runs without a test, but not all of them.
    none_allowed = options.keyword and any(code != _NO_TESTS for code in codes)
    bad = [code for code in codes if code and not (none_allowed and code == _NO_TESTS)]
    return 1 if failed or bad else 0


def _begin_templates(demo: bool) -> None:
    """Make what databases are copied from while other parts run: each takes one processor.

    What goes wrong is told when they are needed, and made anew then.
    """

    def make() -> None:
        with contextlib.suppress(DevError):
            workspace = config.ensure()
            for with_demo in (False, True) if demo else (False,):
                database.ensure_template(workspace, demo=with_demo)

    threading.Thread(target=make, daemon=True).start()


def _files(parts: list[str]) -> tuple[list[Path], list[Path], list[Path]]:
    """The files that the parts stand for: those of the pure core, those that call Odoo from
    outside, and those that run in it."""
    # Below the link: pytest-odoo takes the addon's name from the folder that it is given.
    addon = ensure_addon_link()
    browser = {part: sorted(addon.glob(f"tests/{name}")) for part, name in _BROWSER_FILES.items()}
    every_browser = {path for paths in browser.values() for path in paths}
    others = [path for path in sorted(addon.glob("tests/test_*.py")) if path not in every_browser]
    engine, remote = addon / "tests" / "engine", addon / "tests" / "remote"
    groups = {"lint": [], "engine": [engine], "remote": [remote], "odoo": others,
              COEXIST: [*others, addon / "tests" / SHORT_WALK], **browser}  # fmt: skip
    chosen: list[Path] = []
    for part in parts:
        if part in groups:
            paths = groups[part]
            if not paths and part != "lint" and len(parts) < len(PARTS):
                raise DevError(f"There is no test file of the part {part}.")
        else:
            name, _, rest = part.partition("::")
            if not (ROOT / name).exists():
                raise DevError(
                    f"{part} is none of {', '.join(PARTS)}, and no file of the checkout."
                )
            paths = [addon / (name + (f"::{rest}" if rest else ""))]
        chosen += [path for path in paths if path not in chosen]
    pure, outside = (
        [path for path in chosen if path.is_relative_to(folder)] for folder in (engine, remote)
    )
    return pure, outside, [path for path in chosen if path not in (*pure, *outside)]


def _early_part(name: str, run: Callable[[], int], failed: list[str]) -> int:
    """Run a part whose failure does not keep the later ones from running."""
    say(f"== {name}")
    start = time.monotonic()
    try:
        code = run()
    except DevError as error:
        say(str(error))
        code = 1
    if code and code != _NO_TESTS:
        failed.append(name)
    say(f"== {name}: {'FAILED' if code else 'ok'} in {time.monotonic() - start:.0f} s")
    return code


def _pytest_options(options: argparse.Namespace) -> list[str]:
    chosen = ["-k", options.keyword] if options.keyword else []
    first = ["-x"] if options.first else []
    return [*chosen, *first, "-p", "no:cacheprovider", "-ra", "--tb=short", "--durations=15"]


def _plain_pytest(
    options: argparse.Namespace, paths: list[Path], plugin: str, *places: Path, **more: str
) -> int:
    """Tests by plain pytest, without Odoo on the path.

    :param plugin: one of ``devtools/pytest_plugins``
    :param places: more folders to import from
    :param more: more variables of the environment
    """
    link = ensure_addon_link()
    env = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "ODOO_RC")
    }
    env |= {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "devtools" / "pytest_plugins", *places))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CM_ADDON_PATH": str(link),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(data_dir() / "hypothesis"),
        **more,
    }
    command = [
        python_env.ensure(),
        *("-m", "pytest", "-p", "no:odoo", "-p", plugin, "-q", "--rootdir", link),
        *_pytest_options(options),
        *paths,
    ]
    return run_live(command, env=env, cwd=data_dir())


def _engine(options: argparse.Namespace, paths: list[Path]) -> int:
    """The pure core's tests, which can't import Odoo."""
    system.ensure_readers()
    return _plain_pytest(options, paths, "cm_engine")


def _with_database(
    options: argparse.Namespace, remote: list[Path], paths: list[Path], failed: list[str]
) -> list[int]:
    """The tests that need Odoo; installs the addon first. Exit codes of the runs."""
    say("== tests in Odoo")
    if paths:
        system.require_browser()
        system.ensure_documents()
        system.ensure_readers()
    beside = COEXIST in options.parts
    if beside:
        options.db = f"{options.db}_{COEXIST}"
    codes = []
    with locked(data_dir() / f"test-{options.db}.lock", f"testing on {options.db}"):
        workspace = coexist.ensure() if beside else config.ensure()
        cycle = _prepare(workspace, options, failed)
        try:
            if remote:
                codes.append(_early_part("remote", lambda: _remote(options, remote), failed))
            if paths:
                codes.append(_odoo(workspace, options, paths))
        finally:
            if cycle:
                cycle.join()
        for name in failed:
            say(f"!! {name} FAILED, see above")
    return codes


def _remote(options: argparse.Namespace, paths: list[Path]) -> int:
    """Programs that call Odoos served from copies of the test database."""
    return _plain_pytest(options, paths, "cm_bare", ROOT, CM_TEST_DATABASE=options.db)


def _odoo(workspace: config.Workspace, options: argparse.Namespace, paths: list[Path]) -> int:
    """The tests that run in Odoo, browser included, by pytest-odoo."""
    link = ensure_addon_link()
    command = [
        workspace.python,
        *("-m", "pytest", "--rootdir", link, "-p", "cm_skips"),
        *("--odoo-database", options.db, "--odoo-http"),
        *_pytest_options(options),
        *paths,
    ]
    env = workspace.env()
    env["PYTHONPATH"] = os.pathsep.join(
        [env["PYTHONPATH"], str(ROOT / "devtools" / "pytest_plugins")]
    )
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(data_dir() / "hypothesis")
    return run_live(command, env=env, cwd=data_dir())


def _prepare(
    workspace: config.Workspace, options: argparse.Namespace, failed: list[str]
) -> threading.Thread | None:
    """Have the test database with the addon as it is now; the life cycle, where it is checked.

    Warnings in the log are added to ``failed`` and do not stop the tests: one run tells everything.
    """
    name = options.db
    key = database.sources_fingerprint()
    state = (
        database.note(workspace, name) if options.keep and database.exists(workspace, name) else ""
    )
    if state == key:
        return None
    cycle = None
    if state:
        _install(workspace, name, "-u", failed)
    else:
        others = coexist if COEXIST in options.parts else database
        template = others.ensure_template(workspace)
        database.copy(workspace, template, name)
        _install(workspace, name, "-i", failed)
        if not options.parts and not options.keyword:
            cycle = life.begin(workspace, template, name, failed)
    database.set_note(workspace, name, key)
    return cycle


def _install(workspace: config.Workspace, name: str, how: str, failed: list[str]) -> None:
    title = f"{'installing' if how == '-i' else 'upgrading'} {ADDON}"
    life.check_log(title, database.odoo_run(workspace, name, title, how, ADDON), failed)
