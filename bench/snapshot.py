"""Snapshots of all customers: taking, comparing, restoring, against core's export.

Core has no backup of customers but the export of a list, so that is what it is compared with: the
same columns, as many customers as can be waited for, told for each thousand.
"""

import sys

from common.databases import environment, uncommitted
from common.fill import spread_categories
from common.listed import ListBench, run
from common.report import Row, say
from common.timing import peak_mb, reset_peak, timed

CHANGED, EXPORTED = 1_000, 2_000
MEMORY, SECONDS = 150, 60  # MB more than before, and seconds of the longest step


class Bench(ListBench):
    """A database with customers and the addon."""

    def complete(self, env) -> None:
        spread_categories(env)

    def export(self) -> float:
        """Seconds of core's export for a thousand customers."""
        with environment(self.peers.addon) as env:
            names = env["customer.snapshot"]._compared()
            names = ["id", *(n for n in names if n in env["res.partner"]._fields)]
            customers = env["res.partner"].search([("customer_rank", ">", 0)], limit=EXPORTED)
            return timed(lambda: customers.export_data(names)) / EXPORTED * 1000

    def run(self) -> None:
        with environment(self.peers.addon) as env, uncommitted(env):
            env["customer.snapshot"].sudo().search([]).unlink()
            taking = self.step(env, "take", lambda: self.take(env)) / self.size * 1000
            snapshot = env["customer.snapshot"].search([], limit=1)
            self.report.note("  file", None, snapshot.size / 2**20, "MB")
            self.report.note("  file, of each customer", None, snapshot.size / self.size, "B")
            self.step(env, "compare, nothing changed", lambda: self.compare(env, snapshot))
            self.change(env)
            self.step(env, f"compare, {CHANGED} changed", lambda: self.compare(env, snapshot))
            found = env["customer.snapshot.comparison"].search([], limit=1).difference_ids
            say(f"    {len(found)} differences")
            operation = self.restored(env, found, f"restore {CHANGED}")
            self.step(env, f"undo of {CHANGED}", lambda: self.undo(env, operation))
            removing = timed(lambda: self.remove(env))
            self.compare(env, snapshot)
            found = env["customer.snapshot.comparison"].search([], limit=1).difference_ids
            operation = self.restored(env, found, f"make {CHANGED} deleted ones anew")
            undoing = timed(lambda: self.undo(env, operation))
            ratio = undoing / removing
            self.report.add(
                Row("undo of that", removing, undoing, "s", ratio, "<= 2 x", ratio <= 2)
            )
            self.change_all(env)
            self.step(env, "compare, all changed", lambda: self.compare(env, snapshot))
        # last, since it needs much memory
        export = self.export()
        bar = "<= 0.1 x"
        ratio = taking / export
        self.report.add(
            Row("take, of each thousand", export, taking, "s", ratio, bar, ratio <= 0.1)
        )

    def step(self, env, name, work) -> float:
        env.flush_all()
        env.invalidate_all()
        reset_peak()
        before = peak_mb()
        seconds = timed(work)
        grown = peak_mb() - before
        self.report.add(Row(name, None, seconds, "s", None, f"<= {SECONDS} s", seconds <= SECONDS))
        self.report.add(
            Row("  memory, more", None, grown, "MB", None, f"<= {MEMORY} MB", grown <= MEMORY)
        )
        return seconds

    # -- steps -----------------------------------------------------------------------------

    def take(self, env):
        env["customer.snapshot"].action_take()
        env["customer.snapshot"].sudo()._cron_work()

    def compare(self, env, snapshot):
        comparison = env["customer.snapshot.comparison"].create({"snapshot_id": snapshot.id})
        comparison.action_compare()
        comparison.sudo()._cron_compare()

    def change(self, env):
        """A thousand customers get two wrong values each; twenty are deleted."""
        customers = env["res.partner"].search([("customer_rank", ">", 0)], limit=CHANGED)
        customers[20:].write({"city": "Nowhere", "phone": False})
        customers[:20].unlink()
        env.flush_all()

    def change_all(self, env):
        env.cr.execute("UPDATE res_partner SET street = 'Nowhere 1' WHERE customer_rank > 0")

    def remove(self, env):
        """A thousand customers are deleted."""
        env["res.partner"].search([("customer_rank", ">", 0)], limit=CHANGED).unlink()
        env.flush_all()

    def restored(self, env, found, name):
        kept = {}

        def restore():
            action = found.filtered(lambda d: d.kind != "new").action_restore()
            kept["operation"] = env["customer.operation"].browse(action["res_id"])
            kept["operation"].action_do()
            env["customer.operation"].sudo()._cron_work()
            env.flush_all()

        self.step(env, name, restore)
        operation = kept["operation"]
        done = operation.line_ids.mapped("state").count("done")
        if done < CHANGED:
            raise AssertionError(f"only {done} of {CHANGED} customers restored")
        return operation

    def undo(self, env, operation):
        operation.action_undo()
        env["customer.operation"].sudo()._cron_work()
        env.flush_all()


def main() -> int:
    def work(bench, _chosen):
        bench.run()

    return run(Bench, "Snapshots of %s customers", __doc__, work)


if __name__ == "__main__":
    sys.exit(main())
