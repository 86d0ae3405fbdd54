"""Holds accepted connections until the whole head of their first request has arrived.

Each costs one watcher and no greenlet: browsers open connections before they need them, after
a restart thousands arrive in the same instant, and whoever sends a head byte by byte should cost
no more. A plain request for a known stream goes to the hub from here; every other connection is
handed to the server, its bytes still unread if they came at once.

Everything runs in the callbacks of one gevent loop and so never blocks.
"""

import _socket
import contextlib
import logging
import re
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent

from competition.live import fast_path, request_headers
from competition.live.connections import Connection, Connections
from competition.live.stream import accepts_gzip

_READ = 1
_END_OF_HEAD = re.compile(rb"\n\r?\n")
# More than any head that is accepted: the server says what is wrong with it.
_LONGEST_HEAD = fast_path.MAX_REQUEST_BYTES + request_headers.MAX_BYTES + 2
_log = logging.getLogger(__name__)


class PendingConnections:
    """Watches connections without a whole head for at most `timeout_seconds` each.

    `find_stream` finds the streams that the fast path may answer. `serve_connection` takes over
    a connection that is for the server. Which connections there are is kept in `connections`.
    """

    def __init__(
        self,
        find_stream: fast_path.FindStream,
        serve_connection: Callable[[Connection], None],
        timeout_seconds: float,
        connections: Connections,
    ) -> None:
        self._find_stream = find_stream
        self._serve_connection = serve_connection
        self._timeout = timeout_seconds
        self._connections = connections
        # With the time.monotonic() at which each is closed; oldest first.
        self._pending: dict[Connection, float] = {}
        self._loop: Any = gevent.get_hub().loop
        self._timer = self._loop.timer(timeout_seconds / 8, repeat=timeout_seconds / 8)
        self._timer.start(self._close_expired)

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
        self._timer.stop()
        self._timer.close()
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
                if connection.received or not self._take_fast_path(connection.sock, data):
                    self._serve_connection(connection)
                else:
                    self._connections.forget(connection)
                return True
            connection.received += connection.sock.recv(len(data))
        except Exception:
            # gevent would take it for an error of its listener, and might close that for good.
            _log.exception("A new connection failed and was closed; the others go on")
            self._close(connection)
            return True
        return False

    def _take_fast_path(self, sock: _socket.socket, data: bytes) -> bool:
        """Give the connection to the hub if it asks for a known stream; return whether it did."""
        environ = fast_path.parse_request(data)
        response = None if environ is None else self._find_stream(environ)
        if environ is None or response is None or response.stream.hub.full:
            return False
        sock.recv(len(data))
        stream = response.stream
        gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = response.head + fast_path.varying_head(gzip=gzip)
        stream.hub.add_socket(sock, stream.channel, stream.variant, gzip=gzip, head=head)
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
