"""``./dev i18n``: the template of all terms, and the Chinese translation kept up with it."""

import argparse
import tempfile
from pathlib import Path

from . import config, database, python_env
from .locks import locked
from .paths import ADDON, ROOT, data_dir
from .proc import run_live
from .ui import say

_DATABASE = f"{ADDON}_i18n"


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    i18n = commands.add_parser("i18n", help="export the terms and merge them into the translations")
    i18n.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 when something is out of date"
    )
    i18n.set_defaults(run=_i18n)


def _i18n(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    with (
        locked(data_dir() / "i18n.lock", "exporting terms"),
        tempfile.TemporaryDirectory() as folder,
    ):
        exported = Path(folder) / f"{ADDON}.pot"
        export(workspace, exported)
        merge = [
            *(python_env.python(), ROOT / "devtools/scripts/po_merge.py"),
            *(exported, ROOT / "i18n" / f"{ADDON}.pot", ROOT / "i18n" / f"{database.LANGUAGE}.po"),
            *(["--check"] if options.check else []),
        ]
        return run_live(merge, env=workspace.env())


def export(workspace: config.Workspace, target: Path) -> None:
    """Write the template of a database that holds nothing but the addon and what it needs."""
    key = database.sources_fingerprint()
    if database.note(workspace, _DATABASE) != key:
        database.copy(workspace, database.ensure_template(workspace), _DATABASE)
        database.odoo_run(workspace, _DATABASE, f"installing {ADDON}", "-i", ADDON)
        database.set_note(workspace, _DATABASE, key)
    else:
        say("  the addon has not changed since the last export")
    # Terms of JavaScript and templates are read from the files, so this is never left out.
    arguments = ("i18n", "export", "-d", _DATABASE, "-o", str(target), ADDON)
    database.odoo_tool(workspace, "exporting terms", *arguments)
