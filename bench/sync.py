"""Changes of 100,000 customers sent to a bad receiver by a sender that is killed; and what
queueing costs whoever writes.

The bars are in the rows of the table. ``--only`` takes names of :data:`PARTS`.
"""

import itertools
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from contextlib import suppress

from common import Row, environment, say
from common.listed import ListBench, do_parts, run
from common.sync import RemoteReceiver, plain_client, sender
from psycopg2.errors import SerializationFailure

THREADS = 8
KILLS = 10
WRITTEN = 1000
BAD = {"failing": 0.2, "slow": 0.01, "seconds": 0.05}
# what is wrong with the receiver besides, by the number of the kill; and when nobody is there
WORSE = {4: {"status": 503}, 6: {"status": 429, "headers": {"Retry-After": "2"}}}
AWAY = 7
SAVED = 50  # customers of each change on the way that are saved by write()


class Bench(ListBench):
    """A method for each part of the table."""

    def complete(self, env) -> None:
        from odoo.addons.customer_master.engine.outbox import new_secret

        system = env["customer.system"].create({"name": "Bench", "code": "bench"})
        mapping = env["customer.mapping"].create(
            {
                "name": "Bench",
                "kind": "record",
                "line_ids": [
                    (0, 0, {"sequence": number, "column": name, "target": name})
                    for number, name in enumerate(("name", "city", "phone", "email", "street"))
                ],
            }
        )
        for name in ("One", "Two"):
            endpoint = env["customer.endpoint"].create(
                {
                    "name": name,
                    "system_id": system.id,
                    "mapping_id": mapping.id,
                    "url": "http://127.0.0.1:9/hook",
                    "allow_private": True,
                    "with_personal": True,
                    "connections": THREADS,
                    "first_retry": 1,
                }
            )
            endpoint.action_set_secret(new_secret())

    def write(self) -> None:
        """``write()`` on 1,000 customers with two active endpoints and with none, in turns."""
        times: dict[bool, list[float]] = {False: [], True: []}
        with environment(self.peers.addon) as env:
            endpoints = env["customer.endpoint"].search([])
            customers = env["res.partner"].search([("customer_rank", ">", 0)], limit=WRITTEN + 1)
            customers, other = customers[:WRITTEN], customers[WRITTEN]
            numbers = itertools.count()
            for sending in [False, True] * 5:
                endpoints.write({"state": "on" if sending else "off"})
                # the caches of the registry, which the line above has emptied
                other.write({"city": f"Warm {next(numbers)}"})
                env.cr.flush()
                env.cr.execute("DELETE FROM customer_outbox")
                env.invalidate_all()
                start = time.perf_counter()
                customers.write({"city": f"City {next(numbers)}"})
                env.cr.flush()
                times[sending].append(1000 * (time.perf_counter() - start))
        none, two = (statistics.median(times[sending][1:]) for sending in (False, True))
        self.report.add(
            Row("write() of 1,000, two endpoints against none", none, two, "ms", two / none,
                "<= 1.2 x", two / none <= 1.2)
        )  # fmt: skip

    def send(self) -> None:
        with environment(self.peers.addon, commit=True) as env:
            endpoint = env["customer.endpoint"].search([], limit=1)
            secret = endpoint._secrets("signing")[0]
            self.endpoint = endpoint.id
        with RemoteReceiver(secret) as receiver:
            with environment(self.peers.addon, commit=True) as env:
                endpoint = env["customer.endpoint"].browse(self.endpoint)
                endpoint.write({"url": receiver.url})
                endpoint.action_start()
                self.ids = env["res.partner"].search(endpoint._customers(), order="id").ids
            self.throughput(receiver, secret)
            self.killed(receiver)

    def change(self, ids, city) -> None:
        """Change customers in one transaction, as operations do it; anew where the sender took
        one of them at this moment, as the server does with a request."""
        while True:
            with suppress(SerializationFailure), environment(self.peers.addon, commit=True) as env:
                env.cr.execute("UPDATE res_partner SET city = %s WHERE id = ANY(%s)", [city, ids])
                env["customer.outbox"]._note(env["res.partner"].browse(ids), ["city"])
                env.cr.commit()
                return

    def save(self, ids, city) -> None:
        """Change customers as users do."""
        while True:
            with suppress(SerializationFailure), environment(self.peers.addon, commit=True) as env:
                env["res.partner"].browse(ids).write({"city": city})
                env.cr.commit()
                return

    def change_some(self, chance, version) -> None:
        """What is changed while it is on its way."""
        ids = chance.sample(self.ids, min(200, len(self.ids)))
        self.save(ids[:SAVED], f"v{version}")
        self.change(ids[SAVED:], f"v{version}")
        time.sleep(0.2)

    def change_all(self, ids, city) -> None:
        for at in range(0, len(ids), 5000):
            self.change(ids[at : at + 5000], city)

    def left(self) -> int:
        with environment(self.peers.addon) as env:
            return env["customer.outbox"].search_count(
                [("state", "in", ("waiting", "retry", "sending"))]
            )

    def hurry(self) -> None:
        """Let time pass: where only tries are left that wait for minutes, they are due now. Of
        100,000 messages a few fail six times in a row, which is a wait of a quarter of an hour."""
        # a sender that takes one at this moment goes first
        with suppress(SerializationFailure), environment(self.peers.addon, commit=True) as env:
            env.cr.execute(
                """UPDATE customer_outbox SET next_try = now() AT TIME ZONE 'utc'
                    WHERE state = 'retry' AND NOT EXISTS (
                          SELECT FROM customer_outbox WHERE state IN ('waiting', 'sending')
                              OR state = 'retry' AND next_try <= now() AT TIME ZONE 'utc'
                                                     + interval '10 s')"""
            )

    def throughput(self, receiver, secret) -> None:
        """Requests a second against those of a client that does nothing else."""
        from odoo.addons.customer_master.engine.outbox import sign

        ids = self.ids[: len(self.ids) // 5]
        receiver.behave(**BAD)
        self.change_all(ids, "v0")
        with sender(self.peers.workspace.config, self.peers.addon):
            while not sum(receiver.counts()[:2]):
                time.sleep(0.05)
            start, before = time.perf_counter(), sum(receiver.counts()[:2])
            while receiver.counts()[0] < 0.75 * len(ids):
                time.sleep(0.1)
            requests = sum(receiver.counts()[:2]) - before
            ours = requests / (time.perf_counter() - start)
        with environment(self.peers.addon) as env:
            message = env["customer.outbox"].search([("payload", "!=", False)], limit=1)
            record = message.sudo().payload
        body = json.dumps({"type": "customer.upsert", "timestamp": "", "data": record}).encode()
        headers = {
            **sign(record["key"], int(time.time()), body, [secret]),
            "content-type": "application/json",
        }
        seconds = plain_client(receiver.url, THREADS, [(body, headers)] * requests)
        ceiling = requests / seconds
        self.report.add(
            Row("requests a second, plain client and sender", ceiling, ours, "/s", ours / ceiling,
                ">= 0.5 x", ours / ceiling >= 0.5)
        )  # fmt: skip
        receiver.forget()

    def killed(self, receiver) -> None:
        """Everything arrives, in order, whatever happens to the sender and the receiver."""
        chance = random.Random(1)
        start = time.perf_counter()
        self.change_all(self.ids, "v1")
        versions = itertools.count(2)
        for kill in range(KILLS):
            if kill == AWAY:
                receiver.down()
            with sender(self.peers.workspace.config, self.peers.addon):
                receiver.behave(**(BAD | WORSE.get(kill, {})))
                if kill == AWAY:
                    for _again in range(10):
                        self.change_some(chance, next(versions))
                    receiver.up()
                before = sum(receiver.counts()[:2])
                more, limit = chance.uniform(0, 2), time.perf_counter() + 60
                # at any moment after it has begun to send
                while sum(receiver.counts()[:2]) == before and time.perf_counter() < limit:
                    self.change_some(chance, next(versions))
                until = time.perf_counter() + more
                while time.perf_counter() < until:
                    self.change_some(chance, next(versions))
            say(f"  killed: {receiver.counts()[0]} arrived, {self.left()} left")
        receiver.behave(**BAD)
        with sender(self.peers.workspace.config, self.peers.addon):
            while self.left():
                self.hurry()
                time.sleep(0.5)
        seconds = time.perf_counter() - start
        self.judge(receiver, seconds)

    def judge(self, receiver, seconds) -> None:
        came = receiver.accepted()
        last, keys = {}, defaultdict(list)
        out_of_order = again = other_key = 0
        for customer, key, city in came:
            number = int(city[1:])
            if key in keys[customer]:
                again += 1
            elif customer in last and number < last[customer]:
                out_of_order += 1
            elif number == last.get(customer):
                other_key += 1
            keys[customer].append(key)
            last[customer] = max(number, last.get(customer, 0))
        final = {customer: city for customer, _key, city in came}
        with environment(self.peers.addon) as env:
            env.cr.execute("SELECT id::text, city FROM res_partner WHERE id = ANY(%s)", [self.ids])
            wrong = sum(final.get(one) != city for one, city in env.cr.fetchall())
        self.report.note(f"all arrived, sender killed {KILLS} times", None, seconds, "s")
        self.report.note("  accepted by the receiver", None, len(came), "")
        self.report.note("  of these again, with the same key", None, again, "")
        for name, count in (
            ("  differ at the receiver in the end", wrong),
            ("  out of order", out_of_order),
            ("  again, with another key", other_key),
            ("  wrongly signed", receiver.counts()[2]),
        ):
            self.report.add(Row(name, None, count, "", None, "0", count == 0))


PARTS = ("write", "send")


def main() -> int:
    return run(Bench, "Sync of changes of %s customers", __doc__, do_parts, PARTS)


if __name__ == "__main__":
    sys.exit(main())
