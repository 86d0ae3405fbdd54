"""One viewer whose socket the hub owns: what is kept of it, and how bytes reach it.

Nothing here waits. A send takes what the kernel has room for; the rest of a cut frame is kept
as a view on bytes that all viewers share.
"""

import _socket
import contextlib
import socket
import struct
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from competition.live.state import Frame

# Linux: give up on a peer that has acknowledged nothing for so many milliseconds.
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)
_ABORT = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_NOTHING = memoryview(b"")


class Viewer:
    """A socket, the watcher that sees it close, and, while it lags, what it has yet to get.

    `rest` is None for a viewer who has everything. While one lags it is the rest of the frame
    that was cut, and empty when no frame is cut but the newest found no room at all.
    """

    __slots__ = ("frame", "lagging_since", "owed_beat", "reader", "rest", "sock", "writer")

    def __init__(self, sock: _socket.socket) -> None:
        self.sock = sock
        self.frame: Frame | None = None  # The last state of which a byte went out.
        self.rest: memoryview | None = None
        self.lagging_since = 0.0  # When the frame was cut, time.monotonic().
        self.owed_beat = False
        self.reader: Any = None
        self.writer: Any = None

    def send(self, data: bytes) -> int:
        """Send a whole frame; return how many bytes went out and keep the rest of a cut one.

        Where not one byte found room there is nothing to finish, and a newer state may take its
        place. Raises OSError when the peer is gone.
        """
        try:
            sent = self.sock.send(data)
        except BlockingIOError:
            sent = 0
        if sent == len(data):
            self.rest = None
        elif sent:
            self.keep(memoryview(data)[sent:])
        elif self.rest is None:
            self.keep(_NOTHING)
        return sent

    def keep(self, rest: memoryview) -> None:
        """Lag from now on, with `rest` to go out before anything else."""
        self.rest = rest
        self.lagging_since = time.monotonic()

    def finish(self) -> bool:
        """Send what a cut frame still has; return whether that is all of it. Raises OSError."""
        if self.rest:
            with contextlib.suppress(BlockingIOError):
                self.rest = self.rest[self.sock.send(self.rest) :]
        return not self.rest

    def close(self, *, abort: bool = False) -> None:
        """Let the watchers and the socket go; `abort` frees at once what the kernel still holds."""
        for watcher in (self.reader, self.writer):
            if watcher is not None:
                watcher.stop()
                watcher.close()
        self.reader = self.writer = None
        with contextlib.suppress(OSError):
            if abort:
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self.sock.close()


def adopt(sock: _socket.socket, send_buffer: int, patience_seconds: float) -> _socket.socket:
    """Return `sock` bare, non-blocking and with a bounded send buffer; detach it if it is not bare.

    Detached, not duplicated: with a duplicate the event loop's registration of the old descriptor
    would live on, fire when the peer leaves, and make libev build its whole epoll set again.
    Bare, because gevent's own socket objects hold two watchers each.
    """
    bare = sock
    if type(sock) is not _socket.socket:
        family, kind, proto = sock.family, sock.type, sock.proto
        bare = _socket.socket(family, kind, proto, fileno=sock.detach())
    bare.setblocking(False)
    with contextlib.suppress(OSError):  # Not every family and system knows all of these.
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if _USER_TIMEOUT is not None:
            bare.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, int(patience_seconds * 1000))
    return bare
