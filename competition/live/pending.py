"""Holds accepted connections until the whole head of their first request has arrived.

Each costs one watcher and no greenlet: browsers open connections before they need them, after
a restart thousands arrive in the same instant, and whoever sends a head byte by byte should cost
no more. A plain request for a known stream goes to the hub from here, where several nodes share a
database after the next look at it; every other connection is handed to the server, its bytes still
unread if they came at once.

Everything runs in the callbacks of one gevent loop and so never blocks.
"""

import _socket
import contextlib
import functools
import logging
import re
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import gevent

from competition.live import fast_path, request_headers
from competition.live.connections import Connection, Connections
from competition.live.event_id import parse_event_id
from competition.live.request_watcher import NoWatcher, RequestWatcher
from competition.live.stream import accepts_gzip

AwaitLook = Callable[[Callable[[], None]], None]
"""Calls what it is given once the newest state was looked at, in the thread of the loop."""

_READ = 1
_BATCH = 32
_END_OF_HEAD = re.compile(rb"\n\r?\n")
# More than any head that is accepted: the server says what is wrong with it.
_LONGEST_HEAD = fast_path.MAX_REQUEST_BYTES + request_headers.MAX_BYTES + 2
_log = logging.getLogger(__name__)


class PendingConnections:
    """Watches connections without a whole head for at most `timeout_seconds` each.

    `find_stream` finds the streams that the fast path may answer. `serve_connection` takes over
    a connection that is for the server. Which connections there are is kept in `connections`.
    `watcher` is told of the requests that the fast path answers. With `await_look`, a request
    waits until it calls what it is given before its stream is found.
    """

    def __init__(
        self,
        find_stream: fast_path.FindStream,
        serve_connection: Callable[[Connection], None],
        timeout_seconds: float,
        connections: Connections,
        watcher: RequestWatcher | None = None,
        await_look: AwaitLook | None = None,
    ) -> None:
        self._watcher = watcher or NoWatcher()
        self._find_stream = find_stream
        self._serve_connection = serve_connection
        self._timeout = timeout_seconds
        self._connections = connections
        self._await_look = await_look
        # Whose look has ended, with the size of the request and what it asks for.
        self._looked: deque[tuple[Connection, int, dict[str, str]]] = deque()
        # With the time.monotonic() at which each is closed; oldest first.
        self._pending: dict[Connection, float] = {}
        self._loop: Any = gevent.get_hub().loop
        self._timer = self._loop.timer(timeout_seconds / 8, repeat=timeout_seconds / 8)
        self._timer.start(self._close_expired)
        self._next_looked = self._loop.timer(0)

    def __len__(self) -> int:
        """How many have not sent a whole head yet."""
        self._forget_ended()
        return len(self._pending)

    def add(self, connection: Connection) -> None:
        """Watch a connection that was just accepted; its socket is non-blocking."""
        with contextlib.suppress(OSError):  # Not every family of sockets has this.
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = _peek(connection.sock)
        if data is not None and self._dispatch(connection, data):
            return
        self._pending[connection] = time.monotonic() + self._timeout
        connection.watcher = self._loop.io(connection.sock.fileno(), _READ)
        connection.watcher.start(self._readable, connection)
        self._connections.wait_for_head(connection)

    def close(self) -> None:
        """Close every connection."""
        for timer in (self._timer, self._next_looked):
            timer.stop()
            timer.close()
        for connection in list(self._pending):
            self._close(connection)

    def _readable(self, connection: Connection) -> None:
        data = _peek(connection.sock)
        if data is not None:
            self._dispatch(connection, data)

    def _dispatch(self, connection: Connection, data: bytes) -> bool:
        """Pass the connection on if its head is whole; return False if there is more to wait for.

        `data` was peeked at. What is not a whole head yet is read, so that the watcher waits for
        what follows.
        """
        try:
            if not data:
                self._close(connection)
                return True
            head = connection.received[-2:] + data
            if _END_OF_HEAD.search(head) or len(connection.received) > _LONGEST_HEAD:
                self._release(connection)
                environ = None if connection.received else fast_path.parse_request(data)
                if environ is None:
                    self._serve_connection(connection)
                elif self._await_look is None or self._find_stream(environ) is None:
                    self._take_or_serve(connection, len(data), environ)
                else:
                    self._connections.wait_for_head(connection)
                    ended = functools.partial(self._look_ended, connection, len(data), environ)
                    self._await_look(ended)
                return True
            connection.received += connection.sock.recv(len(data))
        except Exception:
            # gevent would take it for an error of its listener, and might close that for good.
            _log.exception("A new connection failed and was closed; the others go on")
            self._close(connection)
            return True
        return False

    def _look_ended(self, connection: Connection, size: int, environ: dict[str, str]) -> None:
        if not self._looked:
            self._next_looked.start(self._take_looked)
        self._looked.append((connection, size, environ))

    def _take_looked(self) -> None:
        """Go on with those whose look has ended; a few, so that the loop may serve others."""
        for _ in range(min(len(self._looked), _BATCH)):
            connection, size, environ = self._looked.popleft()
            try:
                if connection.ended:
                    connection.sock.close()
                else:
                    self._take_or_serve(connection, size, environ)
            except Exception:
                _log.exception("A new connection failed and was closed; the others go on")
                self._close(connection)
        if self._looked:
            self._next_looked.start(self._take_looked)

    def _take_or_serve(self, connection: Connection, size: int, environ: dict[str, str]) -> None:
        if self._take_fast_path(connection, size, environ):
            self._connections.forget(connection)
        else:
            self._serve_connection(connection)

    def _take_fast_path(self, connection: Connection, size: int, environ: dict[str, str]) -> bool:
        """Give the connection to the hub if it asks for a known stream; return whether it did.

        `size` is how many bytes the request has.
        """
        response = self._find_stream(environ)
        if response is None or response.stream.hub.full:
            return False
        connection.sock.recv(size)
        stream = response.stream
        # Measured by nobody: it takes as long as to give the socket away.
        watched: dict[str, Any] = {**environ}
        request_id = self._watcher.begin(watched, from_proxy=connection.is_proxy)
        gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = response.head + fast_path.varying_head(gzip=gzip, request_id=request_id)
        sock, channel, variant = connection.sock, stream.channel, stream.variant
        seen = parse_event_id(environ.get("HTTP_LAST_EVENT_ID"))
        stream.hub.add_socket(sock, channel, variant, gzip=gzip, head=head, seen=seen)
        self._watcher.end(watched, 200, 0.0, len(head))
        return True

    def _release(self, connection: Connection) -> None:
        """Watch it no longer."""
        self._pending.pop(connection, None)
        if connection.watcher is not None:
            connection.stop_watching()

    def _close(self, connection: Connection) -> None:
        self._release(connection)
        self._connections.forget(connection)
        connection.ended = True
        connection.sock.close()

    def _forget_ended(self) -> None:
        for connection in [each for each in self._pending if each.ended]:
            del self._pending[connection]

    def _close_expired(self) -> None:
        self._forget_ended()
        now = time.monotonic()
        for connection, end in list(self._pending.items()):
            if end > now:
                break
            self._close(connection)


def _peek(sock: _socket.socket) -> bytes | None:
    """Return the first bytes, left unread; b"" if the peer is gone, None if there are none yet."""
    try:
        return sock.recv(fast_path.MAX_REQUEST_BYTES, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""
