"""Posting to a server of this process."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from customer_master.engine.outbox import Letter, Poster, is_url, new_secret, verify


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


def test_a_byte_now_and_then_of_a_closing_answer_is_cut_off():
    def answer(handler, _body):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\n\r\n")
        for _byte in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.3)

    with server(answer) as url:
        start = time.monotonic()
        [found] = post(url, timeout=1)
    assert found.status == 200, "it has said so"
    assert time.monotonic() - start < 6


def test_a_byte_now_and_then_of_the_handshake_is_cut_off():
    def dribble():
        with suppress(OSError):
            sock, _address = listening.accept()
            for byte in b"\x16\x03\x03\x40\x00" + b"x" * 100:
                sock.sendall(bytes([byte]))
                time.sleep(0.3)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=dribble, daemon=True).start()
        start = time.monotonic()
        [found] = post(f"https://127.0.0.1:{listening.getsockname()[1]}/", timeout=1)
    assert found.problem == "timeout"
    assert time.monotonic() - start < 6


def test_no_more_is_begun_after_some_seconds():
    def answer(handler, _body):
        time.sleep(0.2)
        say(handler)

    with server(answer) as url, Poster(url, 2, allow_private=True) as poster:
        start = time.monotonic()
        answers = poster.post([Letter(f"msg_{n}", b"{}") for n in range(100)], within=0.5)
        assert time.monotonic() - start < 3
        tried = [answer for answer in answers if answer]
        assert 2 <= len(tried) < 50 and {answer.status for answer in tried} == {200}
        # one for each connection at least, however slow it is
        assert len([one for one in poster.post([Letter("a", b"")] * 9, within=0) if one]) == 2


def test_what_cannot_be_asked_for_is_no_crash():
    letter = Letter("msg", b"{}", {"x-odoo-database": "客户"})

    def no_name(*_args, **_options):
        raise UnicodeError("label too long")

    with server(lambda handler, _body: say(handler)) as url:
        for lookup in (socket.getaddrinfo, no_name):
            with Poster(url, allow_private=True, lookup=lookup) as poster:
                [answer] = poster.post([letter])
                assert answer.problem == "protocol"


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


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://a.example/", "https:///x", "https://[x/", "https://a.example:99999/",
     "https://a.example/钩子", "https://a.example/?q=é", "https://a.example/a b",
     "https://a..example/", f"https://{'a' * 64}.example/",
     "https://u:p@a.example/", "https://a.example/#f"],
)  # fmt: skip
def test_no_url(url):
    assert not is_url(url)
    with pytest.raises(ValueError):
        Poster(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "http://127.0.0.1:8069/x?y=%E9",
        "https://[::1]/",
        "https://客户.example/",
    ],
)
def test_url(url):
    assert is_url(url)
    Poster(url)
