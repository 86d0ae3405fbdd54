"""Accord's own server: gevent's pywsgi with a hub, whose streams cost no greenlet each."""

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

from competition.live.fanout import Fanout
from competition.live.fast_path import FindStream
from competition.live.handler import IDLE_SECONDS, StreamHandler
from competition.live.hub import Hub
from competition.live.pending import PendingConnections

STOP_SECONDS = 5.0
"""How long a stopping server waits for the requests in progress."""
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NO_FILES = (errno.EMFILE, errno.ENFILE)
_SPARE_FILES = 512  # Descriptors kept for everything that is not a viewer.


class LiveServer(pywsgi.WSGIServer):  # type: ignore[misc]
    """A pywsgi server for streams: no delay on small answers, no greenlet for idle connections."""

    handler_class = StreamHandler
    backlog = 4096
    # Accepts, some 2 ms if all become viewers, before the loop may serve other requests.
    max_accept = 32
    has_log = True
    active_requests = 0
    """How many requests are being answered; streams that were handed over do not count."""
    pending: PendingConnections | None = None
    """Holds new connections until they send something; without it each waits in a greenlet."""

    def do_read(self) -> tuple[Any, Any] | None:
        """Accept connections and hold them as pending; without `pending`, as gevent does."""
        if self.pending is None:
            accepted: tuple[Any, Any] | None = super().do_read()
            return accepted
        kind = (self.socket.family, self.socket.type, self.socket.proto)
        for _ in range(self.max_accept):
            try:
                number, address = self.socket._accept()
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno in _NO_FILES and self.pending.close_oldest():
                    continue
                raise
            self.delay = self.min_delay  # As gevent does after each, in case the next one fails.
            # The kind is given because some systems cannot look it up once the peer has reset.
            bare = _socket.socket(*kind, fileno=number)
            bare.setblocking(False)
            self.pending.add(bare, address)
        return None

    def serve_connection(self, bare: _socket.socket, address: Any) -> None:
        """Answer a connection that has sent something, in a greenlet of its own."""
        kind = (bare.family, bare.type, bare.proto)
        self.do_handle(gevent.socket.socket(*kind, fileno=bare.detach()), address)

    def close(self) -> None:
        """Stop accepting, and close the connections that have sent nothing yet."""
        super().close()
        if self.pending is not None:
            self.pending.close()

    def handle(self, sock: socket.socket, address: Any) -> None:
        """Serve a connection until it ends or is idle for `IDLE_SECONDS`."""
        if sock.family != getattr(socket, "AF_UNIX", None):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(IDLE_SECONDS)
        super().handle(sock, address)


def make_server(
    app: Callable[..., Any], host: str, port: int, *, log: Any = None, error_log: Any = "default"
) -> LiveServer:
    """Make a server for `app`, not listening yet. `log`, if given, gets a line per request."""
    # The name is given because pywsgi would look it up in DNS, which a venue may not have.
    environ = {"SERVER_NAME": host or "localhost"}
    server = LiveServer((host, port), app, log=log, error_log=error_log, environ=environ)
    server.has_log = log is not None
    return server


def run_server(
    app: Callable[..., Any],
    host: str,
    port: int,
    hub: Hub,
    *,
    find_stream: FindStream | None = None,
    log: Any = None,
    error_log: Any = "default",
    ready: Callable[[LiveServer], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; then end the streams and finish the requests in progress.

    `find_stream` finds the streams that `app` has offered before, so that `app` need not run for
    them (see `fast_path.py`). `ready` is called once the port is open. The hub gets a fan-out,
    and its capacity is lowered to the number of files that the process may open. Raises OSError
    when the port is not available.
    """
    hub.capacity = min(hub.capacity, max(1, raise_file_limit() - _SPARE_FILES))
    server = make_server(app, host, port, log=log, error_log=error_log)
    if find_stream is not None:
        server.pending = PendingConnections(find_stream, server.serve_connection, IDLE_SECONDS)
    server.start()
    hub.broadcast_with(Fanout(hub.channels))
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
    """Accept nothing more, end the streams, and wait `STOP_SECONDS` for requests in progress."""
    server.close()
    hub.close()
    deadline = time.monotonic() + STOP_SECONDS
    while server.active_requests and time.monotonic() < deadline:
        gevent.sleep(0.02)


def raise_file_limit() -> int:
    """Raise the soft limit of open files to the hard one and return it; 1,024 on Windows."""
    try:
        import resource
    except ImportError:
        return 1024
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20
