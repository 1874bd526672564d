"""Posting to a server of this process."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from customer_master.engine.outbox import Letter, Poster, new_secret, verify


@contextmanager
def server(answer):
    """``answer(handler, body)`` for each request."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            answer(self, self.rfile.read(int(self.headers["content-length"])))

        def log_message(self, *_args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args):
            pass

    with Server(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/hook?x=1"
        http.shutdown()


def say(handler, status=200, body=b"ok", **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def post(url, count=1, **options):
    with Poster(url, **{"allow_private": True, "timeout": 2, **options}) as poster:
        return poster.post([Letter(f"msg_{n}", b'{"n": %d}' % n) for n in range(count)])


def test_signed_requests_on_few_connections():
    secret, seen, connections = new_secret(), [], set()

    def answer(handler, body):
        connections.add(handler.client_address)
        seen.append(verify(dict(handler.headers), body, [secret], time.time()))
        assert handler.path == "/hook?x=1"
        say(handler)

    with server(answer) as url:
        answers = post(url, 50, threads=3, secrets=[secret])
    assert {a.status for a in answers} == {200} and {a.body for a in answers} == {b"ok"}
    assert sorted(seen) == sorted(f"msg_{n}" for n in range(50))
    assert len(connections) <= 3


def test_refused_redirected_told_to_wait():
    statuses = iter([(500, {}), (302, {"location": "http://127.0.0.1:1/"}),
                     (429, {"retry_after": "7"}), (410, {})])  # fmt: skip

    def answer(handler, _body):
        status, headers = next(statuses)
        say(handler, status, **headers)

    with server(answer) as url:
        found = post(url, 4, threads=1)
    assert [(a.status, a.problem) for a in found] == [
        (500, "status"), (302, "redirect"), (429, "status"), (410, "status")
    ]  # fmt: skip
    assert found[2].wait == 7


def test_too_long_an_answer():
    with server(lambda handler, _body: say(handler, body=b"x" * (3 << 20))) as url:
        [answer] = post(url)
    assert answer.problem == "large"


def test_a_byte_now_and_then_is_cut_off():
    def answer(handler, _body):
        for byte in b"HTTP/1.1 200 OK\r\n" + b"x" * 100:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.3)

    with server(answer) as url:
        start = time.monotonic()
        [found] = post(url, timeout=1)
    assert found.problem == "timeout"
    assert time.monotonic() - start < 6


def test_kept_connection_closed_by_the_receiver():
    def answer(handler, _body):
        say(handler)
        handler.close_connection = True  # without saying so

    with server(answer) as url:
        assert [a.status for a in post(url, 5, threads=1)] == [200] * 5


def test_nobody_there_is_not_asked_for_ever():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        answers = post(url, 50, threads=2)
    assert answers[0].problem == "connect"
    assert answers.count(None) >= 40


def test_inside_refused_and_no_such_name():
    with server(lambda handler, _body: say(handler)) as url:
        for local in (
            url,
            url.replace("127.0.0.1", "localhost"),
            url.replace("127.0.0.1", "[::1]"),
        ):
            [answer] = post(local, allow_private=False)
            assert answer.problem in ("address", "name")
        assert post(url, allow_private=False)[0].problem == "address"

    def unknown(*_args, **_options):
        raise socket.gaierror

    assert post("https://nowhere.example/", lookup=unknown)[0].problem == "name"


def test_certificate():
    with server(lambda handler, _body: say(handler)) as url:
        [answer] = post(url.replace("http:", "https:"))
    assert answer.problem == "certificate"


@pytest.mark.parametrize("url", ["ftp://a.example/", "https:///x", "x"])
def test_no_url(url):
    with pytest.raises(ValueError):
        Poster(url)
