"""What knowing customers costs: the nightly pass over 100,000 customers with 1,000,000 order lines,
and what the addon adds to the creation of an order.

The bars are in the rows of the table. ``--only`` takes names of :data:`PARTS`.
"""

import itertools
import statistics
import sys
import threading
import time

from common import Row, environment
from common.listed import ListBench, do_parts, run
from common.order_lines import insert_order_lines
from common.profile_opening import opening
from common.timing import alternate, fresh, timed

LINES_PER_CUSTOMER = 10
CHANGED = 0.01  # customers that have ordered since the night before
ORDERS, LINES = 20, 3
STRONG = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")


class Probe(threading.Thread):
    """A user who changes customers all the time: how long it waits at most, and for how long a
    table was locked for others at most, in seconds."""

    def __init__(self, name: str, ids: list[int]):
        super().__init__(daemon=True)
        self.name_, self.ids, self.ended = name, ids, threading.Event()
        self.waited = self.locked = 0.0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.join()

    def run(self) -> None:
        from odoo.sql_db import db_connect

        since: dict[tuple, float] = {}
        connection = db_connect(self.name_)
        for partner in itertools.cycle(self.ids):
            if self.ended.wait(0.02):
                return
            start = None
            while self.is_locked(connection, partner):
                start = start or time.perf_counter()
                time.sleep(0.01)
            if start:
                self.waited = max(self.waited, time.perf_counter() - start)
            now = time.perf_counter()
            since = {row: since.get(row, now) for row in self.tables_locked(connection)}
            self.locked = max([self.locked, *(now - start for start in since.values())])

    def is_locked(self, connection, partner) -> bool:
        """Asked without waiting, so that a busy machine is not taken for a lock."""
        from psycopg2 import errors

        from odoo.tools import mute_logger

        with connection.cursor() as cr, mute_logger("odoo.sql_db"):
            try:
                cr.execute(
                    "SELECT FROM res_partner WHERE id = %s FOR NO KEY UPDATE NOWAIT", [partner]
                )
            except errors.LockNotAvailable:
                return True
            except errors.SerializationFailure:
                return False
            finally:
                cr.rollback()
        return False

    def tables_locked(self, connection) -> list[tuple]:
        with connection.cursor() as cr:
            cr.execute(
                """SELECT l.pid, l.relation FROM pg_locks l
                     JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
                     JOIN pg_class c ON c.oid = l.relation
                    WHERE l.mode = ANY(%s) AND l.granted AND c.relpersistence = 'p'
                      AND c.relkind = 'r'""",
                [list(STRONG)],
            )
            return cr.fetchall()


class Bench(ListBench):
    """A method for each part of the table."""

    def fill(self, env) -> None:
        insert_order_lines(env, LINES_PER_CUSTOMER * self.size)
        env.cr.execute(
            """UPDATE sale_order doc SET amount_untaxed = line.total
                 FROM (SELECT order_id, sum(price_subtotal) AS total
                         FROM sale_order_line GROUP BY order_id) line
                WHERE line.order_id = doc.id"""
        )

    def opening(self) -> None:
        opening(self)

    # -- the night -------------------------------------------------------------------------

    def nightly(self) -> None:
        """The first night writes everything, the next one what has changed since."""
        self.forget()
        with environment(self.peers.addon, "base.user_root", commit=True) as env:
            env["ir.config_parameter"].set_param("customer_master.priority_mode", "automatic")
            ids = env["res.partner"].search(env["res.partner"]._customer_domain()).ids
        with Probe(self.peers.addon, ids[:: len(ids) // 997 or 1]) as probe:
            first = self.night()
            with environment(self.peers.addon, "base.user_root", commit=True) as env:
                env.cr.execute(
                    """UPDATE sale_order SET date_order = now() AT TIME ZONE 'utc'
                        WHERE partner_id = ANY(%s)""",
                    [ids[: int(len(ids) * CHANGED)]],
                )
            second = self.night()
        name = f"{len(ids):,} customers, {LINES_PER_CUSTOMER * len(ids):,} order lines"
        self.report.note(f"nightly pass: {name}", None, None, "")
        self.report.add(Row("  the first night", None, first, "s", None, "< 60 s", first < 60))
        self.report.add(Row("  the next night", None, second, "s", None, "< 60 s", second < 60))
        for label, seconds in (
            ("  a user waited at most", probe.waited),
            ("  a table was locked at most", probe.locked),
        ):
            self.report.add(Row(label, None, seconds, "s", None, "<= 1 s", seconds <= 1))

    def forget(self) -> None:
        """As after the installation, where the databases are of an earlier run."""
        with environment(self.peers.addon, "base.user_root", commit=True) as env:
            env.cr.execute(
                """UPDATE res_partner SET customer_stage = NULL, customer_stage_date = NULL,
                          customer_priority_proposed = NULL, customer_priority = '0'
                    WHERE customer_stage IS NOT NULL"""
            )
            env.cr.execute("TRUNCATE customer_value, customer_stage_move, customer_nightly")
        self.peers.vacuum()

    def night(self) -> float:
        with environment(self.peers.addon, "base.user_root", commit=True) as env:
            env["customer.nightly"]._begin()
            env.cr.commit()
            seconds = timed(env["customer.nightly"]._run_nightly)
            seconds += timed(env["customer.followup"]._run_nightly)
            run = env["customer.nightly"].search([], limit=1)
            if run.state != "done":
                raise RuntimeError(f"the pass ended as {run.state}: {run.problem}")
        return seconds

    # -- orders ----------------------------------------------------------------------------

    def orders(self) -> None:
        """``create()`` of orders one by one, with the addon and without."""

        def work(env):
            partners = env["res.partner"].search([("customer_rank", ">", 0)], limit=ORDERS)
            products = env["product.product"].search([("sale_ok", "=", True)], limit=LINES)
            lines = [(0, 0, {"product_id": one.id, "product_uom_qty": 2}) for one in products]
            values = [{"partner_id": one.id, "order_line": lines} for one in partners]

            def create():
                for one in values:
                    env["sale.order"].create(one)
                env.flush_all()

            return create

        pair = alternate(fresh(self.peers.core, work), fresh(self.peers.addon, work), 9)
        core, addon = (1000 * seconds / ORDERS for seconds in pair.medians())
        ratio = statistics.median(
            theirs / ours for ours, theirs in zip(pair.core, pair.addon, strict=True)
        )
        self.report.add(
            Row("create() of an order", core, addon, "ms", ratio, "<= 1.1 x", ratio <= 1.1)
        )


PARTS = ("nightly", "orders", "opening")


def main() -> int:
    return run(Bench, "Profile of %s customers", __doc__, do_parts, PARTS)


if __name__ == "__main__":
    sys.exit(main())
