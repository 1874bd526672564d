"""Receiving 10,000 customers of another system in one call, against create() of the same rows.

Both in the same database, in turns, each taken back. ``--customers 0``: nobody is there before
and PostgreSQL has no statistics, as on the first day.
"""

import itertools
import sys
import time
from statistics import median

from common import Row, environment
from common.listed import ListBench, run
from common.truth import customer_list

BATCH = 10_000
ROUNDS = 3
FIELDS = "name street city zip phone email website vat".split()
BOT = "customer_master.group_sync_bot"
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}


class Bench(ListBench):
    def complete(self, env) -> None:
        while missing := env["customer.match.key"]._missing(2000):
            env["customer.match.key"]._refresh(missing, look=False)
            env.flush_all()
            env.invalidate_all()
        bot = env["res.users"].with_context(no_reset_password=True)
        bot = bot.create(
            {"name": "Bench", "login": "bench_bot", "group_ids": [(6, 0, [env.ref(BOT).id])]}
        )
        lines = [(name, name) for name in FIELDS] + [("country", "country_id.code")]
        mapping = env["customer.mapping"].create(
            {
                "name": "Bench",
                "kind": "record",
                "line_ids": [(0, 0, {"column": c, "target": t}) for c, t in lines],
            }
        )
        env["customer.system"].create(
            {
                "name": "Bench",
                "code": "bench",
                "user_id": bot.id,
                "inbound_mapping_id": mapping.id,
            }
        )

    def rows(self) -> list[dict]:
        """Customers that are not there yet, each once."""
        made = customer_list(2 * BATCH, seed=2)
        once = {row["cluster"]: row for row in made if row["is_company"] and row["name"]}
        return list(itertools.islice(once.values(), BATCH))

    def receiving(self, rows) -> float:
        with environment(self.peers.addon) as env:
            bot = env["res.users"].search([("login", "=", "bench_bot")])
            records = [
                {
                    "id": row["id"],
                    "key": row["id"],
                    "changed_on": "2026-01-01T00:00:00Z",
                    "action": "upsert",
                    "data": {name: row[name] for name in (*FIELDS, "country")},
                }
                for row in rows
            ]
            system = env["customer.system"].with_user(bot)
            start = time.perf_counter()
            answers = system.receive("bench", records)
            env.flush_all()
            seconds = time.perf_counter() - start
            self.created = sum(one["status"] == "created" for one in answers)
        return seconds

    def creating(self, rows) -> float:
        with environment(self.peers.addon) as env:
            codes = {one.code: one.id for one in env["res.country"].search([("code", "!=", "")])}
            start = time.perf_counter()
            env["res.partner"].with_context(**QUIET).create(
                [
                    {
                        **{name: row[name] or False for name in FIELDS},
                        "country_id": codes.get(row["country"], False),
                        "is_company": True,
                        "customer_rank": 1,
                    }
                    for row in rows
                ]
            )
            env.flush_all()
            return time.perf_counter() - start

    def measure(self) -> None:
        rows = self.rows()
        times = []
        for _round in range(ROUNDS):
            create = self.creating(rows)
            self.peers.vacuum()  # what was taken back would be in the way of what follows
            times.append((create, self.receiving(rows)))
            self.peers.vacuum()
        create, receive = (median(column) for column in zip(*times, strict=True))
        ratio = receive / create
        self.report.add(
            Row(f"{len(rows)} created and received", create, receive, "s", ratio, "<= 2.0 x",
                ratio <= 2)
        )  # fmt: skip
        self.report.note("  of these new customers", None, self.created, "")


def main() -> int:
    return run(
        Bench,
        "Receiving where %s customers are there",
        __doc__,
        lambda bench, _chosen: bench.measure(),
    )


if __name__ == "__main__":
    sys.exit(main())
