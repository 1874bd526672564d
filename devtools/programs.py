"""``./dev bench`` and ``./dev screenshots``: programs that run against a real Odoo."""

import argparse

from . import config, database, demo, system
from .paths import ROOT
from .proc import run_live
from .ui import DevError

# Each language has a database of its own to take pictures of.
STAGE = f"{config.DEMO_DATABASE}_stage"
LANGUAGES = ("en", "zh_CN")


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the commands of this file."""
    bench = commands.add_parser("bench", help="a benchmark of bench/ against its peer")
    bench.add_argument("name", nargs="?", help="without a name: list them")
    bench.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="[--json FILE] and what it takes"
    )
    bench.set_defaults(run=_bench)

    screenshots = commands.add_parser(
        "screenshots", help="the pictures of the manual, taken from the demo database"
    )
    screenshots.add_argument("arguments", nargs=argparse.REMAINDER)
    screenshots.set_defaults(run=_screenshots)


def _bench(options: argparse.Namespace) -> int:
    """The program finds everything in its environment: CM_ODOO_CONF, CM_ADDON_PATH, PGHOST, ..."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem[0] != "_")
    if options.name not in names:
        raise DevError(f"Name a benchmark: {', '.join(names) or 'there is none yet'}.")
    workspace = config.ensure()
    program = ROOT / "bench" / f"{options.name}.py"
    return run_live([workspace.python, program, *options.arguments], env=workspace.env())


def _screenshots(options: argparse.Namespace) -> int:
    program = ROOT / "docs" / "screenshots.py"
    if not program.exists():
        raise DevError("There is no docs/screenshots.py in this checkout.")
    browser = system.require_browser()
    system.ensure_documents()
    system.ensure_readers()
    workspace = config.ensure()
    demo.prepare(workspace, config.DEMO_DATABASE)
    _set_stages(workspace, options.arguments)
    env = {
        **workspace.env(),
        "CM_DATABASE": STAGE,
        "CM_BROWSER": browser,
        "CM_PORT": str(config.free_port()),
    }
    return run_live([workspace.python, program, *options.arguments], env=env)


def _set_stages(workspace: config.Workspace, arguments: list[str]) -> None:
    """Make the databases that pictures are taken of, anew: nothing of earlier pictures is seen."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--lang")
    parser.add_argument("--kept", action="store_true")
    chosen, _rest = parser.parse_known_args(arguments)
    for language in LANGUAGES if chosen.lang is None else {chosen.lang} & set(LANGUAGES):
        name = f"{STAGE}_{language}"
        if chosen.kept and database.exists(workspace, name):
            continue
        database.copy(workspace, config.DEMO_DATABASE, name)
        title = f"setting the stage ({language})"
        database.shell_script(workspace, name, title, "set_stage.py")
        if (ROOT / "devtools" / "scripts" / f"set_stage_{language}.py").exists():
            database.shell_script(workspace, name, title, f"set_stage_{language}.py")
