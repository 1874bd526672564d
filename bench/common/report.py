"""The table of a benchmark, its figures and its verdict."""

import argparse
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from .timing import Pair


def options(doc: str) -> argparse.ArgumentParser:
    """A parser with what each benchmark takes."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--keep", action="store_true", help="keep the databases of the run")
    return parser


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


@dataclass(frozen=True)
class Row:
    """One line of the table. ``bar`` is a text; ``ok`` is ``None`` where there is none."""

    measure: str
    core: float | None
    addon: float | None
    unit: str
    ratio: float | None = None
    bar: str = ""
    ok: bool | None = None


class Report:
    """The table of a benchmark: collects rows, prints, writes, judges."""

    def __init__(self, title: str):
        self.title = title
        self.rows: list[Row] = []

    def compare(self, measure: str, pair: Pair, bar: float | None, unit: str = "ms") -> Row:
        """Addon against core, medians, with at most ``bar`` times core's."""
        core, addon = pair.medians()
        ratio = addon / core
        text, ok = (f"<= {bar:g} x", ratio <= bar) if bar is not None else ("", None)
        scale = 1000 if unit == "ms" else 1
        return self.add(Row(measure, core * scale, addon * scale, unit, ratio, text, ok))

    def add(self, row: Row) -> Row:
        self.rows.append(row)
        say("  " + self._line(row))
        return row

    def note(self, measure: str, core: float | None, addon: float | None, unit: str) -> Row:
        """A figure without a bar."""
        ratio = addon / core if core and addon is not None else None
        return self.add(Row(measure, core, addon, unit, ratio))

    def finish(self, path: Path | None) -> int:
        """Print the table, write the figures, return the exit code."""
        say(f"\n{self.title}")
        head = f"{'measure':58} {'core':>10} {'addon':>10}      {'ratio':>6}  {'bar':12}"
        say(head + "\n" + "-" * len(head))
        for row in self.rows:
            say(self._line(row))
        missed = [row for row in self.rows if row.ok is False]
        load = os.getloadavg()[1] / os.cpu_count()
        say(f"\nThe machine had {load:.1f} programs a processor to run; above 1 times are long.")
        say(f"{len(missed)} of {sum(r.ok is not None for r in self.rows)} bars missed.")
        if path:
            rows = [asdict(row) for row in self.rows]
            data = {"title": self.title, "ok": not missed, "load": load, "rows": rows}
            path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        return 1 if missed else 0

    @staticmethod
    def _line(row: Row) -> str:
        def number(value):
            return "" if value is None else f"{value:.4g}" if value < 1000 else f"{value:.0f}"

        ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
        verdict = {None: "", True: "ok", False: "MISSED"}[row.ok]
        return (
            f"{row.measure:58} {number(row.core):>10} {number(row.addon):>10} {row.unit:4} "
            f"{ratio:>6}  {row.bar:12} {verdict}"
        ).rstrip()
