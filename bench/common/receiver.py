"""A receiver of webhooks: verifies by the reference library, and behaves as badly as it is told."""

import json
import random
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


@dataclass
class Behaviour:
    """:param failing: share of requests that are answered with 500
    :param slow: share of requests that take ``seconds``
    :param status: what every request is answered with, 0 for 200
    """

    failing: float = 0.0
    slow: float = 0.0
    seconds: float = 0.2
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"


class Receiver:
    """Listens on loopback, from ``with`` on. ``accepted`` has what it said 200 to, in order."""

    def __init__(self, secret: str, port: int = 0, seed: int = 1):
        self.behaviour = Behaviour()
        self.accepted: list[dict] = []
        self.refused: list[int] = []
        self.unverified = 0
        self._webhook = Webhook(secret)
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._port = port

    def __enter__(self) -> "Receiver":
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16

            def do_POST(self):
                receiver._answer(self)

            def log_message(self, *_args):
                """Nothing: the caller looks at what was received."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, _request, _address):
                """Nothing: senders are killed here."""

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/hook"

    def _answer(self, handler) -> None:
        length = int(handler.headers["content-length"])
        body = handler.rfile.read(length)
        if len(body) < length:
            handler.close_connection = True  # whoever sent it was killed in the middle
            return
        behaviour = self.behaviour
        with self._lock:
            failing = self._random.random() < behaviour.failing
            slow = self._random.random() < behaviour.slow
        if slow:
            time.sleep(behaviour.seconds)
        status = behaviour.status or (500 if failing else 200)
        try:
            self._webhook.verify(body.decode(), dict(handler.headers.items()))
        except WebhookVerificationError:
            status = 401
        with self._lock:
            if status == 200:
                headers = {k.lower(): v for k, v in handler.headers.items()}
                self.accepted.append({"headers": headers, **json.loads(body)})
            else:
                self.refused.append(status)
                self.unverified += status == 401
        handler.send_response(status)
        for name, value in behaviour.headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(behaviour.body)))
        handler.end_headers()
        handler.wfile.write(behaviour.body)
        handler.wfile.flush()
