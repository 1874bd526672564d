"""Merging duplicates and taking it back, against core's merge of the same groups.

Groups of two or three among the customers, with orders, invoices, messages, followers and files.
Everything is included: plan, checks, journal, notes. Core merges group by group, so of many
groups it merges the first hundred.
"""

import sys

from common.databases import Peers, environment, uncommitted
from common.documents import insert_documents
from common.fill import insert_customers
from common.references import columns, newest, references
from common.report import Report, Row, options, say
from common.timing import alternate, timed
from common.truth import customer_list, partner_row

MANY, SOME = 1_000, 100
# what grows with each group; names of columns stand in a table of their own, once
JOURNAL = ("cell", "value", "skip")


class Bench:
    """Both databases with the same customers and documents."""

    def __init__(self, peers: Peers, report: Report, size: int):
        self.peers, self.report, self.size = peers, report, size
        self.first = 0

    def prepare(self) -> None:
        self.peers.make_core()
        with environment(self.peers.core, commit=True) as env:
            insert_customers(env, map(partner_row, customer_list(self.size)))
            self.find_first(env)
            insert_documents(env, self.first, self.size, self.size // 5, self.size // 20)
        self.peers.install_addon()
        self.peers.vacuum()

    def find_first(self, env) -> None:
        env.cr.execute("SELECT max(id) FROM res_partner")
        self.first = env.cr.fetchone()[0] - self.size + 1

    def groups(self, count: int, skip: int = 0) -> list[list[int]]:
        """Ids of customers, two and three in turn."""
        ids = iter(range(self.first, self.first + self.size))
        groups = [[next(ids) for _ in range(2 + number % 2)] for number in range(skip + count)]
        return groups[skip:]

    # -- sides -----------------------------------------------------------------------------

    def core(self, count: int) -> float:
        """Seconds of core for ``count`` groups, rolled back."""
        with environment(self.peers.core) as env:
            wizard = env["base.partner.merge.automatic.wizard"].sudo()
            groups = self.groups(count)

            def work():
                for group in groups:
                    wizard.create({})._merge(group, env["res.partner"].browse(group[0]))
                    env.flush_all()

            return timed(work)

    def addon(self, count: int) -> tuple[float, float, float]:
        """Seconds of merging and of undoing ``count`` groups, bytes of journal a group."""
        with environment(self.peers.addon) as env, uncommitted(env):
            operations = env["customer.operation"]
            size = self.journal_size(env)
            found = {}

            def merge():
                wanted = [{"master": g[0], "members": g} for g in self.groups(count)]
                operation = operations.browse(operations.customer_plan_merge(wanted))
                operation.action_do()
                operations.sudo()._cron_work()
                env.flush_all()
                found["operation"] = operation

            def undo():
                found["operation"].action_undo()
                operations.sudo()._cron_work()
                env.flush_all()

            merging = timed(merge)
            journal = (self.journal_size(env) - size) / count
            states = found["operation"].line_ids.mapped("state")
            if states.count("done") < 0.98 * count:
                raise AssertionError(f"only {states.count('done')} of {count} groups merged")
            return merging, timed(undo), journal

    @staticmethod
    def journal_size(env) -> int:
        env.flush_all()
        env.cr.execute(
            "SELECT sum(pg_total_relation_size('customer_operation_' || t)) FROM unnest(%s) t",
            [list(JOURNAL)],
        )
        return int(env.cr.fetchone()[0])

    def moved(self, name: str, asked, merge) -> set:
        """What refers to the survivors after ``merge(env)``, rolled back."""
        with environment(name) as env, uncommitted(env):
            last = newest(env)
            merge(env)
            groups = self.groups(SOME)
            env.flush_all()
            return references(
                env, asked, [g[0] for g in groups], [i for g in groups for i in g[1:]], last
            )

    # -- parts -----------------------------------------------------------------------------

    def one(self) -> None:
        """One group, both sides in turn."""
        pair = alternate(lambda: self.core(1), lambda: self.addon(1)[0], 5)
        self.report.compare("one group", pair, 1.0)

    def many(self) -> None:
        """A hundred and a thousand groups."""
        core = self.core(SOME) / SOME
        for count, times in ((SOME, 20), (MANY, 50)):
            merging, undoing, journal = self.addon(count)
            ratio = merging / count / core
            self.add(f"{count} groups, each", core, merging / count, f"1/{times} x", ratio, times)
            self.report.add(
                Row(
                    "  undo, each; times the merge",
                    None,
                    1000 * undoing / count,
                    "ms",
                    undoing / merging,
                    "<= 2 x",
                    undoing <= 2 * merging,
                )
            )
            self.report.add(
                Row(
                    "  journal with indexes, each",
                    None,
                    journal,
                    "B",
                    None,
                    "<= 2048 B",
                    journal <= 2048,
                )
            )

    def same(self) -> None:
        """What moves equals what core moves, cell by cell, but for rows that core deletes."""
        with environment(self.peers.core) as env:
            asked = columns(env)

        def by_core(env):
            wizard = env["base.partner.merge.automatic.wizard"].sudo()
            for group in self.groups(SOME):
                wizard.create({})._merge(group, env["res.partner"].browse(group[0]))

        def by_addon(env):
            operations = env["customer.operation"]
            wanted = [{"master": g[0], "members": g} for g in self.groups(SOME)]
            operations.browse(operations.customer_plan_merge(wanted)).action_do()

        core = self.moved(self.peers.core, asked, by_core)
        addon = self.moved(self.peers.addon, asked, by_addon)
        left = len(core - addon)
        self.report.add(
            Row(
                f"references of {SOME} groups moved",
                len(core),
                len(addon),
                "",
                None,
                "all",
                not left,
            )
        )
        self.report.note("  of core's not moved here", None, float(left), "")
        self.report.note("  moved here, deleted or left by core", None, len(addon - core), "")
        for table, column, row, contact in sorted(core - addon)[:10]:
            say(f"    {table}.{column} of {row}: {contact}")

    def add(self, measure, core, addon, bar, ratio, times) -> None:
        self.report.add(
            Row(measure, 1000 * core, 1000 * addon, "ms", ratio, bar, ratio <= 1 / times)
        )


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--reuse", action="store_true", help="the databases left by --keep")
    chosen = parser.parse_args()
    report = Report(f"Merging among {chosen.customers} customers")
    with Peers(f"cm_merge_{chosen.customers}", keep=chosen.keep) as peers:
        bench = Bench(peers, report, chosen.customers)
        if not (chosen.reuse and peers.exist()):
            bench.prepare()
        else:
            with environment(peers.core) as env:
                bench.find_first(env)
        bench.same()
        bench.one()
        bench.many()
    return report.finish(chosen.json)


if __name__ == "__main__":
    sys.exit(main())
