"""Reports: Excel files of all customers, their memory, PDF, pivots of order lines, the dashboard.

The peers are bare xlsxwriter in constant memory, which is given the same values, Odoo's own export
of a list, and the pivot of core's ``sale.report``.
"""

import statistics
import sys

from common.databases import environment
from common.listed import ListBench, do_parts, run
from common.order_lines import insert_order_lines, spread_regions
from common.report import Row
from common.report_files import (
    built,
    by_addon,
    by_core,
    by_xlsxwriter,
    make_template,
    memory_added,
    pdf_of,
)
from common.timing import MINIMUM_ROUNDS, alternate, fresh, timed

LINES_PER_CUSTOMER = 10
ROUNDS = 3  # of files that take long
PDF_ROWS = 2000
PIVOTS = (
    ("sale.report", [], ["state_id", "categ_id", "date:quarter"], ["price_subtotal:sum"]),
    (
        "customer.sale.analysis",
        [("source", "=", "order")],
        ["region_id", "product_category_id", "date:quarter"],
        ["revenue:sum"],
    ),
)


class Bench(ListBench):
    def fill(self, env) -> None:
        insert_order_lines(env, LINES_PER_CUSTOMER * self.size)

    def complete(self, env) -> None:
        spread_regions(env)

    # -- parts -----------------------------------------------------------------------------

    def xlsx(self) -> None:
        """All customers x 20 columns; ours reads them too, bare xlsxwriter is given the values."""
        with environment(self.peers.addon, commit=True) as env:
            template = make_template(env)
        with environment(self.peers.addon) as env:
            rows = [row.cells for row in built(env, template).rows]
        ours, bare = [], []
        for _round in range(ROUNDS):
            bare.append(timed(by_xlsxwriter, rows))
            with environment(self.peers.addon) as env:
                ours.append(timed(by_addon, env, template))
        del rows
        with environment(self.peers.core) as env:
            core = timed(by_core, env)
        mine, least = statistics.median(ours), statistics.median(bare)
        title = f"XLSX of {self.size} customers x 20 columns"
        self.row(f"{title}, to bare xlsxwriter", least, mine, 2.5)
        self.row("  to Odoo's own export", core, mine, 0.5)

    def memory(self) -> None:
        """Of a process of its own."""
        with environment(self.peers.addon, commit=True) as env:
            template = make_template(env)
        added = memory_added(self.peers.addon, self.peers.workspace.config, template)
        self.report.add(
            Row("  memory added when idle", None, added, "MB", None, "<= 150", added <= 150)
        )

    def pdf(self) -> None:
        with environment(self.peers.addon) as env:
            seconds, size = pdf_of(env, make_template(env), PDF_ROWS)
        self.report.add(
            Row(f"PDF of {PDF_ROWS} rows", None, seconds, "s", None, "<= 60 s", seconds <= 60)
        )
        self.report.note("  size", None, size / 1e6, "MB")

    def pivot(self) -> None:
        """The same figures in the same groups."""
        found = [self.totals(*pivot) for pivot in PIVOTS]
        if found[0] != found[1]:
            raise ValueError(f"the pivots differ: {found[0][:3]} and {found[1][:3]}")
        sides = [
            fresh(name, self.grouping(pivot))
            for name, pivot in zip((self.peers.core, self.peers.addon), PIVOTS, strict=True)
        ]
        lines = LINES_PER_CUSTOMER * self.size
        self.report.compare(
            f"pivot of {lines} lines, region x category x quarter", alternate(*sides, 5), 1.0
        )

    def dashboard(self) -> None:
        """All that the server is asked for when the overview is opened, with empty caches."""
        measure = fresh(self.peers.addon, lambda env: env["customer.dashboard"].get_data)
        measure()
        seconds = statistics.median(measure() for _round in range(MINIMUM_ROUNDS))
        title = f"dashboard, {self.size} customers, {LINES_PER_CUSTOMER * self.size} order lines"
        self.report.add(Row(title, None, seconds, "s", None, "<= 1 s", seconds <= 1))

    @staticmethod
    def grouping(pivot):
        model, domain, groups, measures = pivot

        def prepare(env):
            return lambda: env[model].formatted_read_group(domain, groups, measures)

        return prepare

    def totals(self, model, domain, groups, measures) -> list[int]:
        """The figures of the groups, however they are called."""
        name = self.peers.core if model == "sale.report" else self.peers.addon
        with environment(name) as env:
            rows = env[model]._read_group(domain, groups, measures)
            return sorted(round(row[-1]) for row in rows)

    def row(self, measure: str, peer: float, mine: float, bar: float) -> None:
        ratio = mine / peer
        self.report.add(Row(measure, peer, mine, "s", ratio, f"<= {bar:g} x", ratio <= bar))


PARTS = ("xlsx", "memory", "pdf", "pivot", "dashboard")


def main() -> int:
    return run(Bench, "Reports of %s customers", __doc__, do_parts, PARTS)


if __name__ == "__main__":
    sys.exit(main())
