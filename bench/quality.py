"""Data quality: checking all customers, what a save costs, the overview, corrections.

The peer of the check is Odoo's own reading of the same fields of the same customers, which is the
least that any check through the ORM needs; that of a save is the same save without the check.
"""

import statistics
import sys
import time
from unittest.mock import patch

from common import corrections
from common.databases import environment, uncommitted
from common.listed import ListBench, do_parts, run
from common.report import Row
from common.timing import peak_mb, timed

READ = 2000  # customers read at a time by the peer
SAVES = 200
PLANTED = 30_000  # customers with known errors, at most


class Bench(ListBench):
    # -- parts -----------------------------------------------------------------------------

    def rules(self) -> None:
        """All customers by all shipped rules, from nothing stored to issues and completeness."""
        with environment(self.peers.addon) as env:
            reading = timed(self.read_all, env)
            env.invalidate_all()
        with environment(self.peers.addon) as env, uncommitted(env):
            run = env["customer.quality.run"].sudo()._begin_anew()
            peaks = []
            judge = type(run)._judge

            def judged(run, ids, total):
                judge(run, ids, total)
                peaks.append(peak_mb())

            with patch.object(type(run), "_judge", judged):
                checking = timed(run._work)
            issues = run.issue_count
            again = env["customer.quality.run"].sudo()._begin_anew()
            repeated = timed(again._work)
        growth = peaks[-1] - peaks[len(peaks) // 4]
        self.row(f"check of {self.size} customers", reading, checking, "s", 60)
        self.row("  the same again, nothing has changed", reading, repeated, "s", 60)
        self.report.note("  issues found", None, issues, "")
        self.report.add(
            Row("  memory added after a quarter", None, growth, "MB", None, "<= 50", growth <= 50)
        )

    def read_all(self, env) -> None:
        Partner = env["res.partner"].sudo()
        names = sorted(
            name
            for name in env["customer.quality.check"]._fields_judged()
            if name in Partner._fields
        )
        domain = env["customer.quality.check"]._domain()
        ids = Partner.search(domain, order="id").ids
        for start in range(0, len(ids), READ):
            Partner.browse(ids[start : start + READ]).read(names)
            env.invalidate_all()

    def save(self) -> None:
        """A save of a form that breaks a rule and mends it in turn, with the check and without."""
        found = {}
        for checked in (False, True):
            with environment(self.peers.addon) as env, uncommitted(env):
                Partner = type(env["res.partner"])
                off = patch.object(Partner, "_customer_refresh_quality", lambda *args: None)
                with off if not checked else patch.object(Partner, "_cm_bench", 1, create=True):
                    found[checked] = self.saves(env)
        (plain_ms, plain_queries), (ms, queries) = found[False], found[True]
        more = ms - plain_ms
        self.report.add(
            Row("a save, median", plain_ms, ms, "ms", ms / plain_ms, "<= +10 ms", more <= 10)
        )
        more = queries - plain_queries
        self.report.add(Row("  queries", plain_queries, queries, "", None, "<= +8", more <= 8))

    def saves(self, env) -> tuple[float, float]:
        partners = env["res.partner"].search([("customer_rank", ">", 0)], limit=SAVES, order="id")
        times, queries = [], []
        for number, partner in enumerate(partners):
            env.invalidate_all()
            before = env.cr.sql_log_count
            start = time.perf_counter()
            partner.web_save({"city": f"City {number}", "zip": False, "ref": "1"}, {"id": {}})
            env.flush_all()
            times.append(1000 * (time.perf_counter() - start))
            queries.append(env.cr.sql_log_count - before)
        return statistics.median(times), statistics.median(queries)

    def overview(self) -> None:
        """The figures of the overview, after a check."""
        with environment(self.peers.addon) as env, uncommitted(env):
            env["customer.quality.run"].sudo()._begin_anew()._work()
            env.cr.execute("ANALYZE customer_quality_issue, res_partner")
            dashboard = env["customer.quality.dashboard"]
            dashboard.customer_quality_figures()
            env.invalidate_all()
            opening = 1000 * timed(dashboard.customer_quality_figures)
        self.report.add(
            Row("overview opened", None, opening, "ms", None, "<= 1000 ms", opening <= 1000)
        )

    def corrections(self) -> None:
        """Planted errors, found and rightly corrected."""
        with environment(self.peers.addon) as env:
            corrections.measure(env, self.report, min(self.size, PLANTED))

    def row(self, measure, peer, value, unit, bar) -> None:
        self.report.add(
            Row(measure, peer, value, unit, value / peer, f"<= {bar} {unit}", value <= bar)
        )


PARTS = ("rules", "save", "overview", "corrections")


def main() -> int:
    return run(Bench, "Quality of the data of %s customers", __doc__, do_parts, PARTS)


if __name__ == "__main__":
    sys.exit(main())
