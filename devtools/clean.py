"""``./dev clean``."""

import argparse
import shutil

from . import postgres
from .paths import cache_dir, data_dir
from .ui import say, warn


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    clean = commands.add_parser("clean", help="remove the data of this checkout: databases, files")
    clean.add_argument(
        "--all", action="store_true", help="also what all checkouts share: Odoo, Python packages"
    )
    clean.set_defaults(run=_clean)


def _clean(options: argparse.Namespace) -> int:
    folder = cache_dir() if options.all else data_dir()
    if not folder.exists():
        say("There is nothing to remove.")
        return 0
    for cluster in folder.glob("data/*/postgres" if options.all else "postgres"):
        if not postgres.stop_for_removal(cluster):
            warn(f"A ./dev is still running on {cluster.parent}: end it first.")
            return 1
    shutil.rmtree(folder)
    say(f"Removed {folder}.")
    return 0
