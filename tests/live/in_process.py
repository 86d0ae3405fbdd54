"""A server in the test's own gevent loop, whose application tells what it was given."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import gevent
from gevent import socket

from competition.live.connections import Connections
from competition.live.pending import PendingConnections
from competition.live.request_policy import REFUSED_BODY, WHO
from competition.live.server import LiveServer, make_server

HANG = 20.0
JUDGE = b"Authorization: Bearer judge Chen\r\n"


class NamedPolicy:
    """Whoever says a name in `Authorization` is taken at it; strangers may send 100 bytes."""

    strangers_bytes = 100
    proxies: tuple[str, ...] = ()

    def who(self, environ: Mapping[str, Any]) -> str | None:
        name: str = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        return name or None

    def body_limit(self, _environ: Mapping[str, Any], who: str | None) -> int:
        return 10_000 if who else self.strangers_bytes

    def refusal(self, _environ: Mapping[str, Any], status: int) -> tuple[str, bytes]:
        return "text/plain", b"refused with %d" % status

    def is_proxy(self, address: str) -> bool:
        return address in self.proxies


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the method, who asks, and the body's length; `/busy` has no room."""
    if environ["PATH_INFO"] == "/slow":
        gevent.sleep(0.3)
    status = "503 No room" if environ["PATH_INFO"] == "/busy" else "200 OK"
    if environ.get(REFUSED_BODY):
        status = f"{environ[REFUSED_BODY]} in words"
    told = f"{environ['REQUEST_METHOD']} {environ[WHO]} {len(environ['wsgi.input'].read())}"
    start_response(status, [("Content-Type", "text/plain")])
    return [told.encode()]


class Local:
    """The server, and clients that connect to it from any loopback address."""

    def __init__(self, limit: int = 1 << 20, reserve: int = 0, head_seconds: float = 10.0) -> None:
        self.streams = 0
        self.policy = NamedPolicy()
        self.server: LiveServer = make_server(application, "127.0.0.1", 0, error_log=None)
        self.server.policy = self.policy
        self.server.connections = Connections(
            limit, reserve, lambda: self.streams, lambda: self.streams
        )
        self.server.pending = PendingConnections(
            lambda _environ: None,
            self.server.serve_connection,
            head_seconds,
            self.server.connections,
        )
        self.server.start()
        self._clients: list[socket.socket] = []

    def connect(self, address: str = "127.0.0.1", data: bytes = b"") -> socket.socket:
        """A connection from there that has sent these bytes."""
        client = socket.create_connection(self.server.address, HANG, (address, 0))
        self._clients.append(client)
        client.sendall(data)
        return client

    def ask(self, data: bytes, address: str = "127.0.0.1") -> bytes:
        """What comes back to these bytes until the server closes the connection."""
        return read_all(self.connect(address, data))

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.server.stop(0)


def request(method: str = "GET", *headers: bytes, path: str = "/", body: bytes = b"") -> bytes:
    """A request; with a body, its length is named."""
    lines = b"".join(headers)
    if body:
        lines += b"Content-Length: %d\r\n" % len(body)
    return f"{method} {path} HTTP/1.1\r\nHost: venue\r\n".encode() + lines + b"\r\n" + body


def read_all(client: socket.socket) -> bytes:
    """Everything until the server closes."""
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def read_answer(client: socket.socket) -> bytes:
    """One small answer, which arrives in one piece."""
    found: bytes = client.recv(65_536)
    return found


def is_closed(client: socket.socket) -> bool:
    """Whether the server has closed this connection; lets the loop run first."""
    gevent.sleep(0.05)
    client.settimeout(0.01)
    try:
        return not client.recv(65_536)
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
    finally:
        client.settimeout(HANG)
