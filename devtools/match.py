"""``./dev match FILE.csv``: the matching engine on a file, with its quality where the truth is
known.
"""

import argparse
import json
import os
import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    match = commands.add_parser("match", help="duplicates in a CSV file, by the shipped settings")
    _arguments(match)
    match.set_defaults(run=_start)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        help="CSV in UTF-8 (or .csv.gz) with columns as name, street, city, zip, country, phone, "
        "email, website, vat, birthdate, is_company; where it has a column cluster, that "
        "is the truth",
    )
    parser.add_argument(
        "--decisions",
        type=int,
        default=0,
        metavar="N",
        help="simulate N answers of a steward, learn from them, tell again",
    )
    parser.add_argument("--out", type=Path, metavar="PAIRS.csv", help="write the pairs found")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _start(options: argparse.Namespace) -> int:
    """Run this file in the private environment; the program needs numpy and rapidfuzz."""
    from . import python_env
    from .proc import run_live
    from .ui import DevError

    if not options.file.is_file():
        raise DevError(f"There is no file {options.file}.")
    command = [python_env.ensure(), "-m", "devtools.match", options.file.resolve()]
    command += ["--decisions", str(options.decisions)]
    command += ["--out", options.out.resolve()] if options.out else []
    command += ["--json"] if options.json else []
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return run_live(command, env=env)


def _main() -> int:
    parser = argparse.ArgumentParser(prog="./dev match")
    _arguments(parser)
    options = parser.parse_args()
    # The addon's own __init__ imports Odoo: a bare package stands in for it.
    package = types.ModuleType("customer_master")
    package.__path__ = [str(ROOT)]
    sys.modules["customer_master"] = package
    from customer_master.engine.matching.report import match_file, write_pairs

    try:
        report, found = match_file(options.file, options.decisions)
    except (ValueError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.out:
        with open(options.out, "w", encoding="utf-8", newline="") as handle:
            write_pairs(handle, found)
    if options.json:
        print(json.dumps(report))
    else:
        _show(report)
    return 0


def _show(report: dict, indent: str = "") -> None:
    for name, value in report.items():
        if isinstance(value, dict):
            print(f"{indent}{name}:")
            _show(value, indent + "  ")
        else:
            print(f"{indent}{name:16} {value}")


if __name__ == "__main__":
    sys.exit(_main())
