"""The processes of the benchmark of synchronisation: a receiver, and a sender that is killed."""

import http.client
import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from .receiver import Behaviour, Receiver

SPAWN = multiprocessing.get_context("spawn")


def _receive(secret, pipe):
    with Receiver(secret) as receiver:
        pipe.send(receiver.url)
        while (command := pipe.recv()) != "stop":
            name, value = command
            if name == "behave":
                receiver.behaviour = Behaviour(**value)
            elif name == "down":
                receiver.__exit__()
            elif name == "up":
                receiver.__enter__()
            elif name == "forget":
                receiver.accepted.clear()
                receiver.refused.clear()
            pipe.send(
                [(one["data"]["id"], one["data"]["key"], one["data"]["data"].get("city"))
                 for one in list(receiver.accepted)]
                if name == "accepted"
                else (len(receiver.accepted), len(receiver.refused), receiver.unverified)
            )  # fmt: skip


class RemoteReceiver:
    """A receiver in a process of its own, from ``with`` on."""

    def __init__(self, secret):
        self._pipe, other = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_receive, args=(secret, other), daemon=True)

    def __enter__(self):
        self._process.start()
        self.url = self._pipe.recv()
        return self

    def __exit__(self, *_error):
        self._pipe.send("stop")
        self._process.join(5)
        self._process.kill()

    def _ask(self, name, value=None):
        self._pipe.send((name, value))
        return self._pipe.recv()

    def behave(self, **values):
        self._ask("behave", values)

    def down(self):
        """Nobody listens, until :meth:`up`."""
        self._ask("down")

    def up(self):
        self._ask("up")

    def forget(self):
        self._ask("forget")

    def counts(self) -> tuple[int, int, int]:
        """How many were accepted, refused, and refused for their signature."""
        return self._ask("counts")

    def accepted(self) -> list[tuple]:
        """(customer, key, city) in the order in which they came."""
        return self._ask("accepted")


def _send(conf, name, ready):
    from .databases import environment, start_odoo

    start_odoo(conf)
    with environment(name, "base.user_root") as env:
        ready.set()
        while True:
            env["customer.outbox"]._cron_send()
            env.cr.commit()
            env.invalidate_all()
            time.sleep(0.2)


@contextmanager
def sender(conf, name):
    """A process that sends what is due, killed with -9 at the end."""
    ready = SPAWN.Event()
    process = SPAWN.Process(target=_send, args=(conf, name, ready), daemon=True)
    process.start()
    try:
        ready.wait(60)
        yield process
    finally:
        process.kill()
        process.join()


def plain_client(url: str, threads: int, letters: list[tuple[bytes, dict]]) -> float:
    """Seconds that the same requests take a client that does nothing else."""
    host = url.split("/")[2]
    parts = [letters[at::threads] for at in range(threads)]

    def work(part):
        connection = http.client.HTTPConnection(host)
        for body, headers in part:
            connection.request("POST", "/hook", body, headers)
            connection.getresponse().read()
        connection.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, parts))
    return time.perf_counter() - start
