"""The command line of ``./dev``."""

import argparse
import sys

from . import clean, demo, i18n, lint, match, programs, server, testing
from .ui import DevError


def main(argv: list[str]) -> int:
    """Run one command; return its exit code."""
    if argv[:1] == ["odoo"]:
        # Everything after it is Odoo's, also what looks like an option of ours.
        argv = ["odoo", "--", *argv[1:]]
    options = _parser().parse_args(argv)
    try:
        return options.run(options) or 0
    except DevError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next call goes on from here.", file=sys.stderr, flush=True)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./dev", description="Everything a contributor of Customer Master does."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (demo, testing, programs, match, server, i18n, lint, clean):
        module.add_commands(commands)
    return parser
