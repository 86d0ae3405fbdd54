"""Accord's own server: gevent's pywsgi, which hands the sockets of streams over to the hub.

A stream has no length and is not chunked: it ends when the connection does, which HTTP/1.1
allows of any answer (RFC 9112, 6.3) and browsers, curl and proxies read. So a frame is the same
bytes for everybody, a cut one needs no bookkeeping, and a server that stops ends its streams
cleanly instead of with a broken chunk.
"""

import _socket
import errno
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent.socket
from gevent import pywsgi
from gevent.event import Event

from competition.live import door
from competition.live.door import Known
from competition.live.heads import Head, Malformed, TooLarge
from competition.live.hub import Full, Hub
from competition.live.lobby import Lobby
from competition.live.stream import OFFER, TAKEOVER, Stream, accepts_gzip

SMALL_BYTES = 65_536
"""A body up to this size leaves in one piece with its head: one call, and often one packet."""
HEADER_SECONDS = 20.0
"""How long a request's headers may take in all."""
IDLE_SECONDS = 75.0
"""How long a connection may wait for a request, and a read or write inside one for its peer."""
PART_SECONDS = 2.0
PART_BYTES = 1 << 20
"""How much a client whose request was refused may go on saying before the connection is cut."""
STOP_SECONDS = 5.0
"""How long a stopping server waits for the requests that it is answering."""
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NO_FILES = (errno.EMFILE, errno.ENFILE)
_SPARE_FILES = 512  # Descriptors kept for everything that is not a viewer.


class TooSlow(ValueError):
    """The request's headers took longer than is waited for."""


class StreamHandler(pywsgi.WSGIHandler):  # type: ignore[misc]
    """Answers requests as pywsgi does, but gives an offered stream's socket to its hub."""

    _held: list[bytes] | None = None
    ignored_socket_errors = (*pywsgi.WSGIHandler.ignored_socket_errors, "timed out")

    def MessageClass(self, lines: Any, *_: Any) -> Head:
        return Head(lines.readline)

    def read_requestline(self) -> str:
        # An idle connection ends as if the client had closed it.
        with gevent.Timeout(IDLE_SECONDS, False):
            line: str = super().read_requestline()
            return line
        return ""

    def read_request(self, raw_requestline: str) -> bool:
        with gevent.Timeout(HEADER_SECONDS, TooSlow("The headers took too long")):
            read: bool = super().read_request(raw_requestline)
            return read

    def handle_one_request(self) -> Any:
        result = super().handle_one_request()
        if isinstance(result, tuple):
            status, refusal = result
            self._part(refusal)
            return status, b""
        return result

    def _part(self, refusal: bytes) -> None:
        """Send the last words and wait a little for the client's.

        A connection closed over unread bytes is reset, and the client never sees the answer.
        """
        try:
            with gevent.Timeout(PART_SECONDS, False):
                self.socket.sendall(refusal)
                self.socket.shutdown(socket.SHUT_WR)
                left = PART_BYTES
                while left > 0 and (unread := self.socket.recv(65_536)):
                    left -= len(unread)
        except OSError:
            pass

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes]:
        if isinstance(ex, TooLarge):
            return "431", _refusal("431 Request Header Fields Too Large")
        # Whoever leaves within a head, or says `HTTP/1`, is no fault of ours to be reported.
        if isinstance(ex, (Malformed, OSError, IndexError)):
            return "400", _refusal("400 Bad Request")
        if isinstance(ex, TooSlow):
            return "408", _refusal("408 Request Timeout")
        refusal: tuple[str, bytes] = super()._handle_client_error(ex)
        return refusal

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        # Under TLS the bare socket is no use to the hub.
        environ[TAKEOVER] = not self.server.ssl_enabled
        return environ

    def log_request(self) -> None:
        if self.server.has_log:  # A line that nobody reads need not be written.
            super().log_request()

    def handle_one_response(self) -> None:
        self.server.answering += 1
        try:
            super().handle_one_response()
        finally:
            self.server.answering -= 1

    def _sendall(self, data: bytes) -> None:
        """Send, or put by what `_write_with_headers` wants sent together with the body."""
        if self._held is None:
            super()._sendall(data)
        else:
            self._held.append(data)

    def _write_with_headers(self, data: bytes) -> None:
        if len(data) > SMALL_BYTES:
            super()._write_with_headers(data)
            return
        held: list[bytes] = []
        self._held = held
        try:
            super()._write_with_headers(data)
        finally:
            self._held = None
        self._sendall(b"".join(held))

    def process_result(self) -> None:
        stream = self.environ.get(OFFER)
        if isinstance(stream, Stream) and self._answers_with_a_stream():
            self._hand_over(stream)
        elif self.command == "HEAD":
            self.write(b"")  # The headers alone; pywsgi would add a last chunk to them.
        else:
            super().process_result()

    def _answers_with_a_stream(self) -> bool:
        """Say whether the answer is still the stream: the application may have thought better."""
        kinds = [value for name, value in self.response_headers if name.lower() == b"content-type"]
        return (
            self.command == "GET"
            and self.code == 200
            and not self.headers_sent
            and len(kinds) == 1
            and kinds[0].startswith(b"text/event-stream")
        )

    def _hand_over(self, stream: Stream) -> None:
        gzip = accepts_gzip(self.environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = door.head(self.response_headers) + door.last_lines(gzip=gzip)
        self.headers_sent = True
        self.close_connection = True
        self.response_length = len(head)
        try:
            stream.hub.take(self.socket, stream.channel, stream.variant, gzip=gzip, head=head)
        except Full:
            self.status = b"503 Service Unavailable"
            seconds = stream.hub.retry_after()
            self._sendall(_refusal(self.status.decode(), ("Retry-After", str(seconds))))


class LiveServer(pywsgi.WSGIServer):  # type: ignore[misc]
    """A pywsgi server for streams: no delay on small answers, no waiting for the silent."""

    handler_class = StreamHandler
    backlog = 4096
    # Accepts, some 2 ms where all become viewers, and then whoever else is ready gets a turn.
    max_accept = 32
    has_log = True
    answering = 0
    """How many requests are being answered; a stream that was handed over is none."""
    lobby: Lobby | None = None
    """Where new connections wait for their first words; without one they wait in a greenlet."""

    def do_read(self) -> tuple[Any, Any] | None:
        if self.lobby is None:
            accepted: tuple[Any, Any] | None = super().do_read()
            return accepted
        kind = (self.socket.family, self.socket.type, self.socket.proto)
        for _ in range(self.max_accept):
            try:
                number, address = self.socket._accept()
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno in _NO_FILES and self.lobby.make_room():
                    continue
                raise
            self.delay = self.min_delay  # As gevent does after each, should the next one fail.
            # Told its kind: one that was reset cannot be asked on every system.
            bare = _socket.socket(*kind, fileno=number)
            bare.setblocking(False)
            self.lobby.enter(bare, address)
        return None

    def show_on(self, bare: _socket.socket, address: Any) -> None:
        """Answer a connection that has said something."""
        kind = (bare.family, bare.type, bare.proto)
        self.do_handle(gevent.socket.socket(*kind, fileno=bare.detach()), address)

    def close(self) -> None:
        super().close()
        if self.lobby is not None:
            self.lobby.close()

    def handle(self, sock: socket.socket, address: Any) -> None:
        if sock.family != getattr(socket, "AF_UNIX", None):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(IDLE_SECONDS)
        super().handle(sock, address)


def make_server(
    app: Callable[..., Any], host: str, port: int, *, log: Any = None, error_log: Any = "default"
) -> LiveServer:
    """Make a server for `app`, not listening yet. `log` takes a line per request; None is quiet."""
    # The name is given because pywsgi would ask the network for it, which a hall may not have.
    environ = {"SERVER_NAME": host or "localhost"}
    server = LiveServer((host, port), app, log=log, error_log=error_log, environ=environ)
    server.has_log = log is not None
    return server


def serve(
    app: Callable[..., Any],
    host: str,
    port: int,
    hub: Hub,
    *,
    known: Known | None = None,
    log: Any = None,
    error_log: Any = "default",
    ready: Callable[[LiveServer], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; then let the streams go and finish what is being answered.

    `known` finds the streams that `app` has offered before, so that they need not be asked for
    (see `lobby.py`). `ready` is called once the port is open. The hub's capacity is lowered to
    what the process may open. Raises OSError when the port cannot be had.
    """
    hub.capacity = min(hub.capacity, max(1, raise_file_limit() - _SPARE_FILES))
    server = make_server(app, host, port, log=log, error_log=error_log)
    if known is not None:
        server.lobby = Lobby(known, server.show_on, IDLE_SECONDS)
    server.start()
    stopped = Event()
    watchers = [gevent.signal_handler(sign, stopped.set) for sign in _STOP_SIGNALS]
    try:
        if ready is not None:
            ready(server)
        stopped.wait()
    except KeyboardInterrupt:
        pass
    finally:
        stop(server, hub)
        for watcher in watchers:
            watcher.cancel()


def stop(server: LiveServer, hub: Hub) -> None:
    """Take no more connections, end the streams, and wait a little for requests being answered."""
    server.close()
    hub.close()
    deadline = time.monotonic() + STOP_SECONDS
    while server.answering and time.monotonic() < deadline:
        gevent.sleep(0.02)


def raise_file_limit() -> int:
    """Raise the soft limit of open files to the hard one; return it, or 1,024 without limits."""
    try:
        import resource
    except ImportError:
        return 1024
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20


def _refusal(status: str, *headers: tuple[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", "Content-Length: 0"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
