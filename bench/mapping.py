"""Customers as records of another system, by a mapping of twenty lines, against Odoo's own
``read()`` of the same fields in the same run."""

import sys

from common.databases import environment
from common.listed import ListBench, do_parts, run
from common.report import Row
from common.timing import timed

ROUNDS = 7
PLAIN = ("name", "ref", "vat", "street", "street2", "zip", "city", "phone", "email", "website",
         "is_company", "lang", "create_date", "active", "customer_priority", "comment",
         "company_registry")  # fmt: skip
PATHS = ("country_id.code", "state_id.name", "user_id")


class Bench(ListBench):
    def complete(self, env) -> None:
        """The mapping."""
        paths = [*((name, name) for name in PLAIN), *((path, path) for path in PATHS)]
        env["customer.mapping"].create(
            {
                "name": "Bench",
                "kind": "record",
                "view_name": "bench",
                "line_ids": [
                    (0, 0, {"sequence": number, "column": column, "target": target})
                    for number, (column, target) in enumerate(paths)
                ],
            }
        ).action_publish()

    def render(self) -> None:
        with environment(self.peers.addon) as env:
            customers = [("customer_is_customer", "=", True)]
            partners = env["res.partner"].search(customers, limit=10_000)
            version = env["customer.mapping"].search([("name", "=", "Bench")])._version()
            fields = [*PLAIN, *(path.partition(".")[0] for path in PATHS)]
            times: dict[str, list[float]] = {"read": [], "render": []}
            for _round in range(ROUNDS):
                env.invalidate_all()
                times["read"].append(1000 * timed(partners.read, fields))
                env.invalidate_all()
                before = env.cr.sql_log_count
                times["render"].append(1000 * timed(version._render, partners))
                most = env.cr.sql_log_count - before  # of the last round: rules are in memory
            few = self.queries(env, version, partners[::10])
            peer, own = min(times["read"]), min(times["render"])
            self.report.add(
                Row("render 10,000", peer, own, "ms", own / peer, "<= 2.0 x", own <= 2.0 * peer)
            )
            self.report.add(
                Row("queries, 1,000 / 10,000", few, most, "", most / few, "<= 1.0 x", most <= few)
            )

    @staticmethod
    def queries(env, version, partners) -> int:
        env.invalidate_all()
        before = env.cr.sql_log_count
        version._render(partners)
        return env.cr.sql_log_count - before

    def view(self) -> None:
        """All customers by the published view, against the query itself."""
        with environment(self.peers.addon) as env:
            mapping = env["customer.mapping"].search([("name", "=", "Bench")])
            query = mapping.view_query.replace("%", "%%")
            times: dict[str, list[float]] = {"query": [], "view": []}
            for _round in range(ROUNDS):
                times["query"].append(1000 * timed(self.fetch, env, query))
                times["view"].append(
                    1000 * timed(self.fetch, env, "SELECT * FROM customer_master.bench")
                )
            peer, own = min(times["query"]), min(times["view"])
            self.report.add(
                Row("view, all", peer, own, "ms", own / peer, "<= 2.0 x", own <= 2.0 * peer)
            )

    @staticmethod
    def fetch(env, query) -> None:
        env.cr.execute(query)
        env.cr.fetchall()


if __name__ == "__main__":
    sys.exit(
        run(
            Bench,
            "Mapping of customers, among %s",
            __doc__,
            do_parts,
            ("render", "view"),
            customers=20_000,
        )
    )
