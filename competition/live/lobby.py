"""Where connections stand between being accepted and their first words.

One watcher each and no greenlet: a browser opens connections before it needs them, and after a
restart thousands come in the same instant. Who asks plainly for a stream that is known goes to
the hub from here; everybody else is shown on to the server, which finds the words still unread.

Everything runs in the callbacks of one gevent loop and so never waits for anything.
"""

import _socket
import contextlib
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import gevent

from competition.live import door
from competition.live.stream import accepts_gzip

_READ = 1
_log = logging.getLogger(__name__)


class Lobby:
    """Watches silent connections for at most `patience_seconds` each.

    `known` finds the streams that may be entered from here. `show_on` takes over a connection
    that is for the server, with the address of its far end.
    """

    def __init__(
        self,
        known: door.Known,
        show_on: Callable[[_socket.socket, Any], None],
        patience_seconds: float,
    ) -> None:
        self._known = known
        self._show_on = show_on
        self._patience = patience_seconds
        self._waiting: dict[Any, tuple[_socket.socket, float]] = {}  # By watcher, with the end.
        self._loop: Any = gevent.get_hub().loop
        self._sweeper = self._loop.timer(patience_seconds / 4, repeat=patience_seconds / 4)
        self._sweeper.start(self._sweep)

    def __len__(self) -> int:
        """How many have said nothing yet."""
        return len(self._waiting)

    def enter(self, sock: _socket.socket, address: Any) -> None:
        """Take in a connection that was just accepted; its socket does not block."""
        with contextlib.suppress(OSError):  # Not every family of sockets has this.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        said = _said(sock)
        if said is not None:
            self._leave(sock, address, said)
            return
        watcher = self._loop.io(sock.fileno(), _READ)
        self._waiting[watcher] = (sock, time.monotonic() + self._patience)
        watcher.start(self._readable, watcher, sock, address)

    def make_room(self) -> bool:
        """Send away who has been silent the longest, and say whether there was anybody."""
        for watcher in self._waiting:
            self._forget(watcher).close()
            return True
        return False

    def close(self) -> None:
        """Send everybody away."""
        self._sweeper.stop()
        self._sweeper.close()
        for watcher in list(self._waiting):
            self._forget(watcher).close()

    def _readable(self, watcher: Any, sock: _socket.socket, address: Any) -> None:
        said = _said(sock)
        if said is not None:
            self._forget(watcher)
            self._leave(sock, address, said)

    def _leave(self, sock: _socket.socket, address: Any, said: bytes) -> None:
        try:
            if not said:
                sock.close()
            elif not self._is_seated(sock, said):
                self._show_on(sock, address)
        except Exception:
            # gevent would take it for an error of its listener, and might close that for good.
            _log.exception("A connection is lost in the lobby; the others go on")
            sock.close()

    def _is_seated(self, sock: _socket.socket, said: bytes) -> bool:
        """Give the connection to the hub if it asks for a stream that is known."""
        environ = door.asked(said)
        opening = None if environ is None else self._known(environ)
        if environ is None or opening is None or opening.stream.hub.full:
            return False
        sock.recv(len(said))
        stream = opening.stream
        gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = opening.head + door.last_lines(gzip=gzip)
        stream.hub.take(sock, stream.channel, stream.variant, gzip=gzip, head=head)
        return True

    def _forget(self, watcher: Any) -> _socket.socket:
        watcher.stop()
        watcher.close()
        return self._waiting.pop(watcher)[0]

    def _sweep(self) -> None:
        """Send away who has been silent for too long."""
        now = time.monotonic()
        for watcher, (_, end) in list(self._waiting.items()):
            if end > now:
                break  # They stand in the order in which they came.
            self._forget(watcher).close()


def _said(sock: _socket.socket) -> bytes | None:
    """The first words, left unread; b"" when there will be none, None when none came so far."""
    try:
        return sock.recv(door.MOST_BYTES, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""
