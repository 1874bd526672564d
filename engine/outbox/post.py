"""Posting messages by HTTP with several connections at once.

No redirect is followed, no proxy used, and only as much of an answer read as is allowed. All of
it is the standard library's, so that the address that was checked is the one connected to.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from urllib.parse import urlsplit

from .address import Forbidden, is_url, resolve
from .schedule import retry_after
from .signature import sign

LARGEST = 1 << 20  # bytes of an answer
WITHIN = 8.0  # seconds in which requests are begun: what is left is not tried
# what can't be asked for at all, or is no answer
ODD = (http.client.HTTPException, ValueError)
# what says that the receiver is away, and not that it does not like one message
AWAY = frozenset({"address", "name", "connect", "timeout", "certificate"})


@dataclass(frozen=True)
class Letter:
    """One request.

    :param key: idempotency key, and id of the signed message
    """

    key: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What became of it.

    :param status: of HTTP, 0 where there was no answer
    :param problem: "" where it arrived; else address, name, connect, timeout, certificate, large,
        protocol, redirect or status
    :param wait: seconds that the receiver wants to be left alone for, ``None`` if not said
    """

    status: int
    body: bytes = b""
    problem: str = ""
    wait: float | None = None

    @property
    def away(self) -> bool:
        return self.problem in AWAY or self.status in (429, 502, 503, 504)


class Poster:
    """Connections to one URL. Closed by ``with``.

    :param secrets: by which each request is signed, none for no signature
    :param timeout: seconds for a whole request
    """

    def __init__(
        self,
        url: str,
        threads: int = 4,
        timeout: float = 15.0,
        allow_private: bool = False,
        secrets: Sequence[str] = (),
        lookup: Callable = socket.getaddrinfo,
    ):
        if not is_url(url):
            raise ValueError(url)
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._timeout, self._allow_private = timeout, allow_private
        self._secrets, self._lookup = tuple(secrets), lookup
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._pool = ThreadPoolExecutor(threads, "customer_outbox")
        self._threads = threads
        self._own = threading.local()
        self._open: set = set()
        self._busy: dict[socket.socket, float] = {}
        self._lock = threading.Lock()
        self._away = 0

    def __enter__(self) -> "Poster":
        return self

    def __exit__(self, *_error) -> None:
        self._pool.shutdown()
        for connection in self._open:
            connection.close()

    def post(self, letters: Sequence[Letter], within: float = WITHIN) -> list[Answer | None]:
        """Answers in the order of ``letters``; ``None`` where it was not tried, since the receiver
        was away so often in a row, or the time was over.

        :param within: seconds in which requests are begun; at least one for each thread is
        """
        self._away, self._until = 0, time.monotonic() + within
        answers: list[Answer | None] = [None] * len(letters)
        # what the threads share: each takes the next letter that nobody has
        left = iter(enumerate(letters))
        waiting = [self._pool.submit(self._some, left, answers) for _thread in range(self._threads)]
        while wait(waiting, timeout=1.0).not_done:
            self._cut_off()
        for future in waiting:
            future.result()
        return answers

    # -- in a thread -------------------------------------------------------------------------

    def _some(self, left, answers) -> None:
        for number, letter in left:
            answers[number] = self._one(letter)
            if time.monotonic() > self._until:
                break

    def _one(self, letter: Letter) -> Answer | None:
        if self._away > 2 * self._threads:
            return None
        answer = self._answered(letter)
        with self._lock:
            self._away = self._away + 1 if answer.away else 0
        return answer

    def _answered(self, letter: Letter) -> Answer:
        deadline = time.monotonic() + self._timeout
        try:
            try:
                return self._request(letter, deadline)
            except ConnectionError:
                if not self._forget():
                    raise
                # a connection that was kept, and that the receiver has closed meanwhile
                return self._request(letter, deadline)
        except Forbidden:
            problem = "address"
        except socket.gaierror:
            problem = "name"
        except TimeoutError:
            problem = "timeout"
        except ssl.SSLError:
            problem = "certificate"
        except ODD:
            problem = "protocol"
        except OSError:
            problem = "connect"
        self._forget()
        return Answer(0, problem=problem)

    def _request(self, letter: Letter, deadline: float) -> Answer:
        headers = {"content-type": "application/json", **letter.headers}
        if self._secrets:
            # at each try: receivers refuse what was signed long ago
            headers |= sign(letter.key, int(time.time()), letter.body, self._secrets)
        try:
            connection = self._connection(deadline)
            with self._limited(connection.sock, deadline):
                connection.request("POST", self._path, letter.body, headers)
                return self._read(connection.getresponse())
        except (OSError, *ODD) as error:
            if time.monotonic() > deadline and not isinstance(error, Forbidden):
                # cut off: whatever that raised, it was the time
                raise TimeoutError from None
            raise

    @contextmanager
    def _limited(self, sock: socket.socket, deadline: float):
        """Have what is done with a socket cut off when the time is over."""
        with self._lock:
            self._busy[sock] = deadline
        try:
            yield
        finally:
            with self._lock:
                self._busy.pop(sock, None)

    def _read(self, response) -> Answer:
        body = response.read(LARGEST + 1)
        status = response.status
        if response.will_close or not response.isclosed():
            # nothing can come after an answer that was not read to its end
            self._forget()
        pause = None
        if status in (429, 503):
            pause = retry_after(response.headers.get("Retry-After"), datetime.now(timezone.utc))
        if len(body) > LARGEST:
            problem = "large"
        elif 300 <= status < 400:
            problem = "redirect"
        else:
            problem = "" if 200 <= status < 300 else "status"
        return Answer(status, body if len(body) <= LARGEST else b"", problem, pause)

    def _connection(self, deadline):
        connection = getattr(self._own, "connection", None)
        if connection is None:
            kind = http.client.HTTPSConnection if self._tls else http.client.HTTPConnection
            connection = kind(self._host, self._port, timeout=self._timeout)
            # it never connects by itself, which would be to an address that nobody checked
            connection.auto_open = 0
            connection.sock = self._connect(connection.port, deadline)
            self._own.connection = connection
            with self._lock:
                self._open.add(connection)
        return connection

    def _connect(self, port: int, deadline: float) -> socket.socket:
        failed: Exception = OSError("no address")
        for family, kind, protocol, _name, address in resolve(
            self._host, port, self._allow_private, self._lookup
        ):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(left)
                sock.connect(address)
                sock.settimeout(self._timeout)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._tls:
                    sock = self._tls.wrap_socket(
                        sock, server_hostname=self._host, do_handshake_on_connect=False
                    )
                    with self._limited(sock, deadline):
                        sock.do_handshake()
                return sock
            except (OSError, ValueError) as error:
                sock.close()
                failed = error
        raise failed

    def _forget(self) -> bool:
        """Close this thread's connection; whether there was one."""
        connection = getattr(self._own, "connection", None)
        if connection is None:
            return False
        self._own.connection = None
        with self._lock:
            self._open.discard(connection)
        connection.close()
        return True

    # -- in the calling thread -----------------------------------------------------------------

    def _cut_off(self) -> None:
        """Cut the connections of requests whose time is over: a receiver that sends a byte now
        and then never lets a single read time out."""
        now = time.monotonic()
        with self._lock:
            late = [sock for sock, deadline in self._busy.items() if now > deadline + 1]
        for sock in late:
            # it may be closed by now; as a plain socket, which leaves TLS to the thread that reads
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
