"""Accord's own server in a process of its own, with readers on real connections."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.live.reading import Reader

ROOT = Path(__file__).parents[2]
HANG = 30


class Server:
    """A running server; `ask` sends it a request on a new connection."""

    def __init__(self, capacity: int, loop: str | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.serving", str(capacity)],
            cwd=ROOT,
            env=os.environ | ({"GEVENT_LOOP": loop} if loop else {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.connections: list[http.client.HTTPConnection] = []
        self.number = 0

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG)
        self.connections.append(connection)
        return connection

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        connection = self.connect()
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def publish(self, board: bytes) -> int:
        """Publish the next state and return its number."""
        self.number += 1
        assert self.ask("POST", f"/state/{self.number}", board).read() == b"published"
        return self.number

    def viewers(self) -> int:
        return int(self.ask("GET", "/viewers").read())

    def raw(self, request: bytes) -> bytes:
        """Send bytes and return everything received until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=HANG) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        return answer

    def stop(self) -> tuple[int, str]:
        """Ask the server to stop; return its exit code and what it wrote to stderr."""
        self.process.terminate()
        _, complaints = self.process.communicate(timeout=HANG)
        return self.process.returncode, complaints

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        for connection in self.connections:
            connection.close()


@pytest.fixture(scope="module", params=[None, "libuv-cffi"], ids=["here", "as on Windows"])
def shared_server(request):
    server = Server(capacity=100, loop=request.param)
    yield server
    server.close()


@pytest.fixture
def server(shared_server):
    """A server that many tests use; each ends its own connections."""
    yield shared_server
    for connection in shared_server.connections:
        connection.close()


@pytest.fixture
def small_server():
    """A server for two viewers, for one test."""
    server = Server(capacity=2)
    yield server
    server.close()


def until_viewers(server: Server, count: int) -> None:
    deadline = time.monotonic() + HANG
    while server.viewers() != count:
        assert time.monotonic() < deadline, f"never {count} viewers"
        time.sleep(0.01)


def read_until(response, reader: Reader, number: int) -> None:
    deadline = time.monotonic() + HANG
    while number not in reader.numbers:
        data = response.read1(65_536)
        assert data, "the stream ended"
        assert time.monotonic() < deadline, f"never state {number}"
        reader.feed(data)


def test_a_stream_opens_with_the_newest_state_and_goes_on(server):
    number = server.publish(b"<p>one\n<p>more")
    response, reader = server.ask("GET", "/stream"), Reader()

    read_until(response, reader, number)
    read_until(response, reader, server.publish(b"two"))

    assert [event.data for event in reader.states] == ["<p>one\n<p>more", "two"]


def test_a_streams_headers_name_each_thing_once(server):
    response = server.ask("GET", "/stream")

    assert response.status == 200
    headers = {name.lower(): value for name, value in response.getheaders()}
    assert len(headers) == len(response.getheaders())
    del headers["date"]
    assert headers == {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        "vary": "Accept-Encoding",
        "connection": "close",
    }


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("gzip, deflate, br", "gzip"),
        ("br;q=1.0, GZIP;q=0.5", "gzip"),
        ("gzip;q=0, br", None),
        ("gzip; q=0.000", None),
        ("identity", None),
        ("xgzip", None),
    ],
)
def test_a_stream_is_compressed_for_clients_that_accept_gzip(server, asked, given):
    number = server.publish(b"one")

    response = server.ask("GET", "/stream", **{"Accept-Encoding": asked})

    assert response.getheader("Content-Encoding") == given
    reader = Reader(gzip=given == "gzip")
    read_until(response, reader, number)
    read_until(response, reader, server.publish(b"two"))


KNOWN = b"GET /known/stream HTTP/1.1\r\nHost: server\r\nAccept-Encoding: gzip\r\n"


def head_of(server: Server, *pieces: bytes) -> dict[bytes, bytes]:
    """The status line and headers of the answer to a request that arrives in pieces."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=HANG) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.1 if len(pieces) > 1 else 0)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(65_536)
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
    head = dict(line.split(b": ", 1) for line in lines[1:])
    assert len(head) == len(lines) - 1
    head.pop(b"Date")
    return head | {b"": lines[0]}


def test_a_plain_request_for_a_known_stream_is_answered_without_the_application(server):
    number = server.publish(b"one")
    before = server.ask("GET", "/streams").read()

    response = server.ask("GET", "/known/stream", **{"Accept-Encoding": "gzip"})

    reader = Reader(gzip=True)
    read_until(response, reader, number)
    read_until(response, reader, server.publish(b"two"))
    assert [event.data for event in reader.states] == ["one", "two"]
    assert server.ask("GET", "/streams").read() == before


def test_the_fast_path_answers_as_the_application_does(server):
    server.publish(b"one")
    before = int(server.ask("GET", "/streams").read())

    fast = head_of(server, KNOWN + b"\r\n")
    full = head_of(server, KNOWN + b"Cookie: a=b\r\nCookie: c=d\r\n\r\n")

    assert fast == full
    assert int(server.ask("GET", "/streams").read()) == before + 1


@pytest.mark.parametrize(
    "pieces",
    [
        (b"", KNOWN + b"\r\n"),
        (KNOWN[:20], KNOWN[20:] + b"\r\n"),
        (KNOWN, b"\r\n"),
        (KNOWN + b"Content-Length: 4\r\n\r\n", b"body"),
    ],
    ids=["late", "in two lines", "its end alone", "with a body"],
)
def test_a_request_that_arrives_in_pieces_is_answered_all_the_same(server, pieces):
    server.publish(b"one")

    head = head_of(server, *pieces)

    assert head[b""] == b"HTTP/1.1 200 OK"
    assert head[b"Content-Type"] == b"text/event-stream; charset=utf-8"


def test_a_client_that_sends_nothing_and_leaves_disturbs_nobody(server):
    for _ in range(20):
        socket.create_connection(("127.0.0.1", server.port), timeout=HANG).close()

    assert server.ask("GET", "/viewers").read().isdigit()


def test_a_client_that_leaves_mid_header_or_sends_a_bad_version_is_not_logged(small_server):
    for data in (b"GET / HTTP/1.1\r\nHost: ha", b"GET / HTTP/1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", small_server.port), timeout=HANG) as leaving:
            leaving.sendall(data)
            time.sleep(0.1)
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert small_server.viewers() == 0

    assert small_server.stop() == (0, "")


def test_a_viewer_who_disconnects_is_no_longer_counted(server):
    before = server.viewers()
    connection = server.connect()
    connection.request("GET", "/stream")
    response = connection.getresponse()
    until_viewers(server, before + 1)

    response.close()
    connection.close()

    until_viewers(server, before)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/second-thoughts/404", 404),
        ("GET", "/second-thoughts/409", 409),
        ("HEAD", "/stream", 200),
    ],
)
def test_an_answer_that_turns_out_not_to_be_a_stream_keeps_its_connection(
    server, method, path, status
):
    connection = server.connect()

    connection.request(method, path)
    first = connection.getresponse()
    first.read()
    connection.request("GET", "/viewers")

    assert first.status == status
    assert first.getheader("Connection") != "close"
    assert connection.getresponse().read().isdigit()


def test_small_answers_are_sent_without_delay(server):
    assert server.ask("GET", "/nodelay").read() != b"0"


@pytest.mark.parametrize(
    "headers", [b"X-Long: " + b"x" * 60_000 + b"\r\n", b"X-Many: x\r\n" * 5_000, b"A: b\r\n" * 101]
)
def test_endless_headers_are_refused(server, headers):
    answer = server.raw(b"GET /viewers HTTP/1.1\r\nHost: server\r\n" + headers + b"\r\n")

    assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"X : y\r\n",
        b"X: y\r\n folded\r\n",
    ],
)
def test_headers_that_cannot_be_trusted_are_refused_and_end_the_connection(server, lines):
    second = b"GET /viewers HTTP/1.1\r\nHost: server\r\n\r\n"

    answer = server.raw(b"POST /state/1 HTTP/1.1\r\nHost: server\r\n" + lines + b"\r\n" + second)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_body_in_chunks_is_read_and_the_connection_goes_on(server):
    head = b"POST /state/1 HTTP/1.1\r\nHost: server\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked = head + b'3;a="b" \r\n<p>\r\n0\r\nDigest: x\r\n\r\n'
    last = b"GET /viewers HTTP/1.1\r\nHost: server\r\nConnection: TE, close\r\n\r\n"

    answer = server.raw(chunked + last)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"published" in answer
    assert answer.count(b"HTTP/1.1 200 ") == 2


def test_a_small_answer_leaves_in_one_piece(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=HANG) as connection:
        for _ in range(20):
            connection.sendall(b"GET /viewers HTTP/1.1\r\nHost: server\r\n\r\n")
            head, _, body = connection.recv(65_536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 ")
            assert body.isdigit()


def test_an_endless_address_is_refused(server):
    answer = server.raw(b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 414 ")


def test_a_full_server_answers_503_and_when_to_retry(small_server):
    held = [small_server.ask("GET", "/stream") for _ in range(2)]

    for path in ("/stream", "/careless", "/known/stream"):
        response = small_server.ask("GET", path)
        assert response.status == 503
        assert int(response.getheader("Retry-After")) >= 1
        response.read()

    held.pop().close()
    until_viewers(small_server, 1)
    assert small_server.ask("GET", "/stream").status == 200


def test_a_server_that_stops_ends_its_streams_cleanly_and_logs_nothing(small_server):
    small_server.publish(b"one")
    plain = small_server.ask("GET", "/stream")
    packed = small_server.ask("GET", "/known/stream", **{"Accept-Encoding": "gzip"})
    silent = socket.create_connection(("127.0.0.1", small_server.port), timeout=HANG)

    code, complaints = small_server.stop()

    assert (code, complaints) == (0, "")
    with silent:
        assert silent.recv(1) == b""
    for response, reader in ((plain, Reader()), (packed, Reader(gzip=True))):
        reader.feed(response.read())
        assert reader.numbers == [1]
