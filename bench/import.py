"""Importing customers with matching, against core's load() of the same rows without.

The list has duplicates whose truth is known: half of it is there already, the other half is the
file. The last part kills the import in the middle and compares the database after it has gone on
with one where nothing happened; it takes fewer rows, as told.
"""

import argparse
import base64
import csv
import hashlib
import io
import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from common.databases import Peers, close_databases, environment, start_odoo
from common.fill import insert_customers
from common.report import Report, Row, options, say
from common.timing import peak_mb, reset_peak, timed
from common.truth import customer_list, partner_row

from devtools import config, database

HEADER = "Name,Is a Company,Country,City,Street,Zip,Phone,Email,Website,Tax ID".split(",")
COLUMNS = "name is_company country_id city street zip phone email website vat".split()
CALL = 2000  # rows of one load(), as the import screen does
SLICE = 1000  # rows of one slice of the addon
KILLED = 5000  # rows of the part with the kill
MEMORY = 600  # MB
# what must be equal however often an import was stopped; ids and times are not
SAME = (
    """SELECT p.name, p.phone, p.email, p.vat, p.street, p.city, p.zip, p.website,
              p.is_company, p.country_id, p.customer_rank, p.customer_region_id, parent.name
         FROM res_partner p LEFT JOIN res_partner parent ON parent.id = p.parent_id
     ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13""",
    """SELECT r.number, r.outcome, r.reason, p.name
         FROM customer_import_row r LEFT JOIN res_partner p ON p.id = r.partner_id ORDER BY 1""",
    "SELECT count(*), count(DISTINCT partner_id) FROM customer_operation_line",
    """SELECT "table", op, count(*), md5(string_agg(new::text, ',' ORDER BY new::text))
         FROM customer_operation_value WHERE "table" = 'res_partner' GROUP BY 1, 2 ORDER BY 1, 2""",
    "SELECT count(*), md5(string_agg(packed, ',' ORDER BY packed)) FROM customer_match_key",
)


class Bench:
    """Both databases with the same customers, and the file; only what is needed of the made-up
    rows is kept in memory, since that is measured."""

    def __init__(self, peers: Peers, report: Report, size: int, count: int):
        self.peers, self.report, self.size, self.count = peers, report, size, count
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        names = [name.removesuffix("_id") for name in COLUMNS]
        self.clusters = []
        for number, row in enumerate(customer_list(size + count)):
            self.clusters.append(row["cluster"])
            if number >= size:
                row["is_company"] = str(int(bool(row["is_company"])))
                writer.writerow([row[name] or "" for name in names])
        self.file = stream.getvalue()

    def lines(self) -> Iterator[list[str]]:
        """Rows of the file without the header."""
        return itertools.islice(csv.reader(io.StringIO(self.file)), 1, None)

    def prepare(self) -> None:
        self.peers.make_core()
        with environment(self.peers.core, commit=True) as env:
            known = itertools.islice(customer_list(self.size + self.count), self.size)
            insert_customers(env, map(partner_row, known))
        self.peers.install_addon()
        with environment(self.peers.addon, "base.user_root", commit=True) as env:
            env["customer.match.key"]._cron_fill()
        self.peers.vacuum()

    # -- sides -----------------------------------------------------------------------------

    def upload(self, name: str, count: int) -> tuple[int, float]:
        """An import of ``count`` rows in a database, and the seconds until it was read."""
        lines = self.file.splitlines(keepends=True)[: count + 1]
        content = base64.b64encode("".join(lines).encode())
        start = time.perf_counter()
        with environment(name, commit=True) as env:
            record = env["customer.import"].create({"file": content, "file_name": "bench.csv"})
            record.action_import()
            return record.id, time.perf_counter() - start

    def loads(self, env) -> Iterator[float]:
        """Seconds of each load() by core."""
        names = {country.code: country.name for country in env["res.country"].search([])}
        partners = env["res.partner"].with_context(
            import_file=True, tracking_disable=True, res_partner_search_mode="customer"
        )

        def work(part):
            result = partners.load(COLUMNS, part)
            if not result["ids"]:
                raise RuntimeError(result["messages"][:3])
            env.cr.commit()
            env.invalidate_all()

        lines = ([row[0] or "?", row[1], names.get(row[2], ""), *row[3:]] for row in self.lines())
        while part := list(itertools.islice(lines, CALL)):
            yield timed(work, part)

    def slices(self, env, number: int) -> Iterator[float]:
        """Seconds of each slice of an import."""
        record = env["customer.import"].sudo().browse(number)

        def work():
            record._work_committed()
            env.cr.commit()
            env.invalidate_all()

        while record.state == "running":
            yield timed(work)
        if record.state != "done":
            raise RuntimeError(record.problem)

    def speed(self) -> None:
        """All rows on both sides, a few slices in turns, so that a busy machine slows both."""
        reset_peak()
        number, reading = self.upload(self.peers.addon, self.count)
        core, addon = 0.0, reading
        with (
            environment(self.peers.core) as core_env,
            environment(self.peers.addon, "base.user_root") as addon_env,
        ):
            slices = self.slices(addon_env, number)
            for seconds in self.loads(core_env):
                core += seconds
                addon += sum(itertools.islice(slices, CALL // SLICE))
            addon += sum(slices)
        memory = peak_mb()
        title = f"{self.count} rows"
        self.report.add(Row(title, core, addon, "s", addon / core, "<= 2 x", addon <= 2 * core))
        self.report.note("  of it until the file is read and stored", None, reading, "s")
        self.report.add(
            Row("  memory of both sides together", None, memory, "MB", None, f"<= {MEMORY} MB",
                memory <= MEMORY)
        )  # fmt: skip
        self.truth(number)

    def truth(self, number: int) -> None:
        """How many rows were told rightly: who was there, and who was taken for whom."""
        with environment(self.peers.addon) as env:
            env.cr.execute(
                """SELECT r.outcome, r.partner_id,
                          (SELECT min(id) FROM res_partner WHERE customer_source IS NULL
                              AND name <> 'pattern' AND customer_rank > 0)
                     FROM customer_import_row r WHERE r.import_id = %s ORDER BY r.number""",
                [number],
            )
            rows = env.cr.fetchall()
        seen = set(self.clusters[: self.size])
        counts = dict.fromkeys(
            ("known, taken for the right one", "known, taken for another", "known, asked",
             "known, made anew", "new, made", "new, asked", "new, taken for another"), 0
        )  # fmt: skip
        for cluster, (outcome, partner, first) in zip(
            self.clusters[self.size :], rows, strict=True
        ):
            known = cluster in seen
            seen.add(cluster)
            if outcome in ("update", "unchanged"):
                right = self.clusters[partner - first] == cluster
                what = "taken for the right one" if right else "taken for another"
            elif outcome == "create":
                what = "made anew" if known else "made"
            else:
                what = "asked"
            counts[f"{'known' if known else 'new'}, {what}"] += 1
        for title, count in counts.items():
            self.report.note(f"  customers {title}", None, count, "")

    # -- kill ------------------------------------------------------------------------------

    def killed(self) -> None:
        """Kill the import in the middle, go on, compare."""
        count = min(KILLED, self.count)
        names = [f"{self.peers.addon}_{kind}" for kind in ("whole", "killed")]
        source = self.peers.addon
        try:
            for name in names:
                close_databases()
                database.copy(self.peers.workspace, source, name)
                number, _seconds = self.upload(name, count)
            self.child(names[0]).wait()
            done = self.kill(names[1], number)
            self.child(names[1]).wait()
            sums = [self.checksum(name) for name in names]
        finally:
            for name in names:
                database.drop(self.peers.workspace, name)
        same = sums[0] == sums[1]
        for number, (whole, other) in enumerate(zip(*sums, strict=True)):
            if whole != other:
                say(f"    query {number} of SAME gives something else")
        self.report.add(
            Row(
                f"killed at {done} of {count} rows, then gone on",
                None,
                None,
                "",
                None,
                "the same",
                same,
            )
        )

    def child(self, name: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, __file__, "--work", name])

    def kill(self, name: str, number: int) -> int:
        """Kill the work when about a third of the rows is done; how many were."""
        child = self.child(name)
        while child.poll() is None:
            done = self.done(name, number)
            if done >= min(KILLED, self.count) // 3:
                child.send_signal(signal.SIGKILL)
                child.wait()
                return self.done(name, number)
            time.sleep(0.2)
        raise RuntimeError("it was done before it could be killed")

    @staticmethod
    def done(name: str, number: int) -> int:
        with environment(name) as env:
            env.cr.execute(
                """SELECT count(*) FROM customer_import_row
                    WHERE import_id = %s AND outcome <> 'waiting'""",
                [number],
            )
            return env.cr.fetchone()[0]

    @staticmethod
    def checksum(name: str) -> list[str]:
        with environment(name) as env:
            sums = []
            for query in SAME:
                env.cr.execute(query)
                sums.append(hashlib.sha256(repr(env.cr.fetchall()).encode()).hexdigest())
            return sums


def work(name: str) -> int:
    """Go on with the imports of a database, as its cron would."""
    start_odoo(config.ensure().config)
    with environment(name, "base.user_root", commit=True) as env:
        env["customer.import"]._cron_work()
    return 0


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--rows", type=int, metavar="N", help="of the file; as many as customers")
    parser.add_argument("--reuse", action="store_true", help="the databases left by --keep")
    parser.add_argument("--work", metavar="DATABASE", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        return work(chosen.work)
    rows = chosen.rows or chosen.customers
    report = Report(f"Import of {rows} rows against {chosen.customers} customers")
    with Peers(f"cm_import_{chosen.customers}", keep=chosen.keep) as peers:
        bench = Bench(peers, report, chosen.customers, rows)
        if not (chosen.reuse and peers.exist()):
            bench.prepare()
        say("  prepared")
        bench.killed()
        bench.speed()
    return report.finish(chosen.json)


if __name__ == "__main__":
    sys.exit(main())
