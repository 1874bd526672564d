"""Duplicates: quality of the shipped defaults, scan, live check, cost of keeping the keys.

Quality and scan are measured on made-up lists with a known truth (bench/common/truth.py) against
splink, which gets the same normalised values and the threshold that suits it best; the cost of the
keys against Odoo without the addon in the same run.
"""

import itertools
import statistics
import sys

from common.databases import environment
from common.fill import Places, insert_customers
from common.listed import ListBench, do_parts, run
from common.quality import by_engine, by_splink, normalised
from common.report import Row
from common.timing import alternate, peak_mb, reset_peak, timed
from common.truth import customer_list, partner_row

SIZES = (1_000, 10_000, 30_000, 100_000)  # of the lists on which quality is measured
CREATED, BATCH = 10_000, 1_000
CHECKS = 200
TYPED = ("name", "phone", "email", "street", "city", "zip")


class Bench(ListBench):
    """The parts of the benchmark, each measured by itself."""

    def prepare(self) -> None:
        """Fill both databases with ``size`` customers and make their keys."""
        self.peers.make_core()
        self.peers.install_addon()
        for name in (self.peers.core, self.peers.addon):
            with environment(name, commit=True) as env:
                insert_customers(env, map(partner_row, customer_list(self.size)))
        with environment(self.peers.addon, commit=True) as env:
            seconds = timed(self._fill, env)
        self.report.note(f"keys of {self.size} customers made", None, seconds, "s")
        self.peers.vacuum()

    @staticmethod
    def _fill(env) -> None:
        keys = env["customer.match.key"].sudo()
        while batch := keys._missing(2000):
            keys._refresh(batch, look=False)
            env.cr.flush()
            env.invalidate_all()

    def quality(self) -> None:
        """F1 at the default threshold on made-up lists of several sizes."""
        for size in (size for size in SIZES if size <= self.size):
            rows, values = normalised(size, seed=size)
            found, peer = by_engine(rows, values), by_splink(rows, values)
            self.report.add(
                Row(
                    f"F1 at the default threshold, {size}; splink's best",
                    peer.f1,
                    found.f1,
                    "",
                    found.f1 / peer.f1,
                    ">= 0.92, 1 x",
                    found.f1 >= max(0.92, peer.f1),
                )
            )
            self.report.note("  seconds from keys to scores", peer.seconds, found.seconds, "s")

    def scan(self) -> None:
        """From stored keys to stored pairs and clusters; the peer is splink on the same rows."""
        with environment(self.peers.addon) as env:
            rule = env.ref("customer_master.customer_match_rule_default").sudo()
            scan = env["customer.match.scan"].sudo().create({"rule_id": rule.id})
            commit = env.cr.commit
            env.cr.commit = lambda: None  # everything is rolled back in the end
            reset_peak()
            try:
                seconds = timed(scan._work)
            finally:
                env.cr.commit = commit
            peak = peak_mb()
            peer = by_splink(*normalised(self.size, seed=1)).seconds
            bar = 90 * self.size / 1_000_000 if self.size >= 1_000_000 else None
            self.report.add(
                Row(
                    f"scan of {self.size} customers in Odoo; splink",
                    peer,
                    seconds,
                    "s",
                    seconds / peer,
                    f"<= {bar:g} s, 1 x" if bar else "<= 1 x",
                    seconds <= min(peer, bar or peer),
                )
            )
            self.report.note("  pairs stored", None, float(scan.pair_count), "")
            # with what making the databases left, unless they are reused
            self.report.note("  memory of the process at most", None, peak, "MB")

    def live(self) -> None:
        """One customer being entered against all."""
        with environment(self.peers.addon) as env:
            partners = env["res.partner"]
            china = env.ref("base.cn").id

            def drafts(seed):
                return [
                    {
                        **{name: row[name] for name in TYPED},
                        "is_company": bool(row["is_company"]),
                        "country_id": china if row["country"] == "CN" else False,
                    }
                    for row in itertools.islice(customer_list(self.size, seed=seed), CHECKS)
                ]

            for draft in drafts(8):  # others: what is measured is not in any cache of records
                partners.customer_find_duplicates(draft)
            times = []
            for draft in drafts(7):
                env.invalidate_all()
                times.append(1000 * timed(partners.customer_find_duplicates, draft))
            p95 = statistics.quantiles(times, n=20)[-1]
            self.report.add(
                Row(
                    f"live check at {self.size}, 95 of 100 under",
                    None,
                    p95,
                    "ms",
                    None,
                    "<= 10 ms",
                    p95 <= 10,
                )
            )

    def create(self) -> None:
        """create() with keys and everything else of the addon, against core."""

        def side(name):
            def measure():
                with environment(name) as env:
                    places = Places(env)
                    rows = customer_list(CREATED, seed=11)
                    vals = [places.vals(partner_row(row)) for row in rows]
                    model = env["res.partner"].with_context(res_partner_search_mode="customer")
                    env.invalidate_all()

                    def work():
                        for at in range(0, len(vals), BATCH):
                            model.create([dict(v) for v in vals[at : at + BATCH]])
                            env.flush_all()

                    return timed(work)

            return measure

        pair = alternate(side(self.peers.core), side(self.peers.addon), 5)
        self.report.compare(f"create of {CREATED} in batches of {BATCH}, with keys", pair, 1.5, "s")

    def storage(self) -> None:
        """Bytes a customer of the stored keys with their indexes."""
        with environment(self.peers.addon) as env:
            env.cr.execute(
                "SELECT pg_total_relation_size('customer_match_key')::float / count(*) "
                "FROM customer_match_key"
            )
            size = env.cr.fetchone()[0]
        self.report.add(
            Row(
                "stored keys with indexes, a customer",
                None,
                size,
                "B",
                None,
                "<= 400 B",
                size <= 400,
            )
        )


PARTS = ("quality", "storage", "scan", "live", "create")


def main() -> int:
    return run(Bench, "Matching of %s customers", __doc__, do_parts, PARTS, customers=1_000_000)


if __name__ == "__main__":
    sys.exit(main())
