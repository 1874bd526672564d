"""Two served Odoos that were prepared in the same way, and know each other as the system "peer"."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import odoorpc

from devtools import config, database
from devtools.paths import data_dir

PASSWORD = "peer-password"  # see devtools/scripts/prepare_peer.py
START = 240  # seconds, of a machine that has much else to do
UNDONE = [("state", "in", ["waiting", "sending", "retry"])]


class Peer:
    """One of them.

    :param port: where it is served
    :param key: API key of the user as whom the other one comes
    """

    def __init__(self, workspace: config.Workspace, name: str, port: int, key: str):
        self.name, self.port, self.key = name, port, key
        self.url = f"http://127.0.0.1:{port}"
        self._log = data_dir() / "log" / f"{name}.log"
        command = workspace.odoo(
            *("-d", name, "--db-filter", f"^{name}$", "--workers", "0", "--max-cron-threads", "1"),
            *("--http-port", str(port), "--log-level", "warn"),
        )
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                command, env=workspace.env(), stdout=log, stderr=subprocess.STDOUT
            )

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + START
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/web/health", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                assert self._process.poll() is None and time.monotonic() < until, self.log()
                time.sleep(0.2)
        self.keeper = self.login("keeper")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    # -- asking it -----------------------------------------------------------------------------

    def login(self, user: str) -> odoorpc.ODOO:
        odoo = odoorpc.ODOO("127.0.0.1", port=self.port, timeout=60)
        odoo.login(self.name, user, PASSWORD)
        return odoo

    def do(self, model: str, method: str, *args, **kwargs):
        """Call a method as an administrator of customers."""
        return self.keeper.execute_kw(model, method, args, kwargs)

    def receive(self, records: list[dict]) -> tuple[int, object]:
        """Status and answer of the method ``receive`` by JSON-2, as the user of the peer."""
        request = urllib.request.Request(
            f"{self.url}/json/2/customer.system/receive",
            json.dumps({"system": "peer", "records": records}).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def send_to(self, other: "Peer") -> None:
        """Send changes to the other one from now on."""
        endpoints = self.do("customer.endpoint", "search", [])
        self.do("customer.endpoint", "write", endpoints, {"url": other.url})
        self.do("customer.endpoint", "action_start", endpoints)

    def left(self) -> int:
        return self.do("customer.outbox", "search_count", UNDONE)

    def messages(self) -> int:
        """How many there were so far."""
        return max(self.do("customer.outbox", "search", [], limit=1, order="id desc"), default=0)


def settle(*peers: Peer, seconds: float = 120) -> None:
    """Wait until nothing is on its way any more, and nothing new comes of it."""
    until, quiet = time.monotonic() + seconds, 0
    while quiet < 3:
        quiet = 0 if any(peer.left() for peer in peers) else quiet + 1
        assert time.monotonic() < until, [
            peer.do("customer.outbox", "search_read", UNDONE, ["state", "problem", "reason"])
            for peer in peers
        ]
        time.sleep(0.3)


@contextmanager
def two_peers() -> Iterator[tuple[Peer, Peer]]:
    """Copies of the test database, served until the end."""
    workspace = config.ensure()
    source = os.environ["CM_TEST_DATABASE"]
    names = [f"{source}_here", f"{source}_there"]
    peers: list[Peer] = []
    try:
        database.copy(workspace, source, names[0])
        said = database.shell_script(workspace, names[0], "preparing a peer", "prepare_peer.py")
        [key] = [line.split()[1] for line in said.splitlines() if line.startswith("API-KEY ")]
        database.copy(workspace, names[0], names[1])
        first = config.FIRST_PORT + 1000
        for name in names:
            peers.append(Peer(workspace, name, port := config.free_port(first), key))
            first = port + 1
        for peer in peers:
            peer.wait()
        yield peers[0], peers[1]
    finally:
        for peer in peers:
            peer.stop()
        for name in names:
            database.drop(workspace, name)
