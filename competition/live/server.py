"""Accord's own server: gevent's pywsgi with a hub, whose streams cost no greenlet each."""

import _socket
import contextlib
import errno
import logging
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent.socket
from gevent import pywsgi
from gevent.event import Event

from competition.live.connections import Connection, Connections
from competition.live.fanout import Fanout
from competition.live.fast_path import FindStream
from competition.live.handler import HEAD_SECONDS, IDLE_SECONDS, StreamHandler
from competition.live.hub import Hub
from competition.live.malformed import MalformedRequests
from competition.live.pending import AwaitLook, PendingConnections
from competition.live.request_policy import OpenPolicy, RequestPolicy
from competition.live.request_watcher import NoWatcher, RequestWatcher

STOP_SECONDS = 5.0
"""How long a stopping server waits for the requests in progress."""
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NO_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_NO_FILES.add(getattr(errno, "WSAEMFILE", errno.EMFILE))
_SPARE_FILES = 512  # Descriptors kept for everything that is not a viewer.
_OWN_FILES = 160  # Of these, for the database, logs and whatever else is no connection.
_RESERVE = 128  # Of these, for judges' and organisers' connections alone.
_REPORT_SECONDS = 60.0
_log = logging.getLogger("accord.server")


class LiveServer(pywsgi.WSGIServer):  # type: ignore[misc]
    """A pywsgi server for streams: no delay on small answers, no greenlet for idle connections."""

    handler_class = StreamHandler
    backlog = 4096
    # Accepts, some 2 ms if all become viewers, before the loop may serve other requests.
    max_accept = 32
    min_delay = 0.01
    has_log = True
    active_requests = 0
    """How many requests are being answered; streams that were handed over do not count."""
    pending: PendingConnections | None = None
    """Holds new connections until their first head is whole."""
    policy: RequestPolicy = OpenPolicy()
    watcher: RequestWatcher = NoWatcher()

    def __init__(self, *args: Any, **options: Any) -> None:
        self.connections = Connections()
        self.malformed = MalformedRequests()
        self._no_files_at = 0.0
        super().__init__(*args, **options)

    def do_read(self) -> tuple[Any, Any] | None:
        """Accept connections and hold them as pending; without `pending`, as gevent does."""
        if self.pending is None:
            accepted: tuple[Any, Any] | None = super().do_read()
            return accepted
        kind = (self.socket.family, self.socket.type, self.socket.proto)
        has_made_room = False
        for _ in range(self.max_accept):
            try:
                number, peer = self.socket._accept()
            except BlockingIOError:
                break
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if error.errno not in _NO_FILES:
                    raise
                if not has_made_room and self.connections.make_room():
                    has_made_room = True
                    continue
                self._wait_for_files()
                break
            self.delay = self.min_delay  # As gevent does after each, in case the next one fails.
            # The kind is given because some systems cannot look it up once the peer has reset.
            bare = _socket.socket(*kind, fileno=number)
            bare.setblocking(False)
            connection = Connection(bare, peer)
            connection.is_proxy = self.policy.is_proxy(connection.address)
            self.pending.add(connection)
        return None

    def _wait_for_files(self) -> None:
        """Accept again in a moment, when greenlets have closed what was ended; do not spin."""
        now = time.monotonic()
        if now >= self._no_files_at:
            self._no_files_at = now + _REPORT_SECONDS
            _log.warning("Too many open files: connections of strangers are closed")
        self.stop_accepting()
        self._timer = self.loop.timer(self.delay)
        self._timer.start(self._start_accepting_if_started)
        self.delay = min(self.max_delay, self.delay * 2)

    def serve_connection(self, connection: Connection) -> None:
        """Answer a connection whose first head has arrived, in a greenlet of its own."""
        bare = connection.sock
        kind = (bare.family, bare.type, bare.proto)
        connection.sock = gevent.socket.socket(*kind, fileno=bare.detach())
        self.do_handle(connection.sock, connection.peer, connection)

    def close(self) -> None:
        """Stop accepting, and close the connections that have sent nothing yet."""
        super().close()
        if self.pending is not None:
            self.pending.close()

    def handle(self, sock: Any, peer: Any, connection: Connection | None = None) -> None:
        """Serve a connection until it ends or is idle for `IDLE_SECONDS`."""
        if connection is None:
            connection = Connection(sock, peer)
            with contextlib.suppress(OSError):  # Not every family of sockets has this.
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connections.answer(connection, None)
        try:
            sock.settimeout(IDLE_SECONDS)
            handler = self.handler_class(sock, peer, self, connection.reader())
            handler.connection = connection
            handler.handle()
        except OSError:
            pass  # The client has left.
        finally:
            self.connections.forget(connection)


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
    find_stream: FindStream = lambda _environ: None,
    await_look: AwaitLook | None = None,
    policy: RequestPolicy | None = None,
    watcher: RequestWatcher | None = None,
    log: Any = None,
    error_log: Any = "default",
    ready: Callable[[LiveServer], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; then end the streams and finish the requests in progress.

    `find_stream` finds the streams that `app` has offered before, so that `app` need not run for
    them (see `fast_path.py`), after `await_look` where that is given. `policy` says who asks and
    how much they may send, `watcher` is told of every request. `ready` is called once the port is
    open. The hub gets a fan-out, and its capacity is lowered to the number of files that the
    process may open, of which some are kept for judges and organisers. Raises OSError when the
    port is not available.
    """
    files = raise_file_limit()
    hub.capacity = min(hub.capacity, max(1, files - _SPARE_FILES))
    server = make_server(app, host, port, log=log, error_log=error_log)
    server.policy = policy or server.policy
    server.watcher = watcher or server.watcher
    server.connections = Connections(
        max(_RESERVE, files - _OWN_FILES), _RESERVE, hub.viewers, lambda: hub.capacity
    )
    server.pending = PendingConnections(
        *(find_stream, server.serve_connection, HEAD_SECONDS, server.connections),
        watcher=server.watcher,
        await_look=await_look,
    )
    server.start()
    hub.broadcast_with(Fanout(hub.channels, patience_seconds=hub.patience_seconds))
    stopped = Event()
    signals = [gevent.signal_handler(sign, stopped.set) for sign in _STOP_SIGNALS]
    try:
        if ready is not None:
            ready(server)
        stopped.wait()
    except KeyboardInterrupt:
        pass
    finally:
        stop(server, hub)
        for each in signals:
            each.cancel()


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
