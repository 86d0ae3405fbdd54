"""Holds accepted connections until their first bytes arrive.

Each costs one watcher and no greenlet: browsers open connections before they need them, and after
a restart thousands arrive in the same instant. A plain request for a known stream goes to the hub
from here; every other connection is handed to the server, its bytes still unread.

Everything runs in the callbacks of one gevent loop and so never blocks.
"""

import _socket
import contextlib
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent

from competition.live import fast_path
from competition.live.stream import accepts_gzip

_READ = 1
_log = logging.getLogger(__name__)


class PendingConnections:
    """Watches silent connections for at most `timeout_seconds` each.

    `find_stream` finds the streams that the fast path may answer. `serve_connection` takes over
    a connection that is for the server, with the address of its peer.
    """

    def __init__(
        self,
        find_stream: fast_path.FindStream,
        serve_connection: Callable[[_socket.socket, Any], None],
        timeout_seconds: float,
    ) -> None:
        self._find_stream = find_stream
        self._serve_connection = serve_connection
        self._timeout = timeout_seconds
        # By watcher, with the time.monotonic() at which each is closed; oldest first.
        self._pending: dict[Any, tuple[_socket.socket, float]] = {}
        self._loop: Any = gevent.get_hub().loop
        self._timer = self._loop.timer(timeout_seconds / 4, repeat=timeout_seconds / 4)
        self._timer.start(self._close_expired)

    def __len__(self) -> int:
        """How many have sent nothing yet."""
        return len(self._pending)

    def add(self, sock: _socket.socket, address: Any) -> None:
        """Watch a connection that was just accepted; its socket is non-blocking."""
        with contextlib.suppress(OSError):  # Not every family of sockets has this.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = _peek(sock)
        if data is not None:
            self._dispatch(sock, address, data)
            return
        watcher = self._loop.io(sock.fileno(), _READ)
        self._pending[watcher] = (sock, time.monotonic() + self._timeout)
        watcher.start(self._readable, watcher, sock, address)

    def close_oldest(self) -> bool:
        """Close the connection that has been silent the longest; return whether there was one."""
        for watcher in self._pending:
            self._remove(watcher).close()
            return True
        return False

    def close(self) -> None:
        """Close every connection."""
        self._timer.stop()
        self._timer.close()
        for watcher in list(self._pending):
            self._remove(watcher).close()

    def _readable(self, watcher: Any, sock: _socket.socket, address: Any) -> None:
        data = _peek(sock)
        if data is not None:
            self._remove(watcher)
            self._dispatch(sock, address, data)

    def _dispatch(self, sock: _socket.socket, address: Any, data: bytes) -> None:
        try:
            if not data:
                sock.close()
            elif not self._take_fast_path(sock, data):
                self._serve_connection(sock, address)
        except Exception:
            # gevent would take it for an error of its listener, and might close that for good.
            _log.exception("A new connection failed and was closed; the others go on")
            sock.close()

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

    def _remove(self, watcher: Any) -> _socket.socket:
        watcher.stop()
        watcher.close()
        return self._pending.pop(watcher)[0]

    def _close_expired(self) -> None:
        now = time.monotonic()
        for watcher, (_, end) in list(self._pending.items()):
            if end > now:
                break
            self._remove(watcher).close()


def _peek(sock: _socket.socket) -> bytes | None:
    """Return the first bytes, left unread; b"" if the peer is gone, None if there are none yet."""
    try:
        return sock.recv(fast_path.MAX_REQUEST_BYTES, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""
