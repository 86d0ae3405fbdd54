"""One viewer whose socket the hub owns: its state, and how bytes reach it.

Nothing here blocks. A send passes on as much as fits the kernel's buffer; the rest of a partly
sent frame is kept as a view on bytes that all viewers share.
"""

import _socket
import contextlib
import socket
import struct
import sys
import time
from typing import Any

from competition.live.state import Frame

# Linux: give up on a peer that has acknowledged nothing for so many milliseconds.
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)
_ABORT = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_NOTHING = memoryview(b"")


class Viewer:
    """A socket, its watchers in the event loop, and, while it lags, the bytes not yet sent.

    `unsent` is None for a viewer who has everything. While one lags it is the rest of the frame
    that was partly sent, or empty if the send buffer was too full for any byte of the newest.
    """

    __slots__ = ("beat_due", "frame", "lagging_since", "reader", "sock", "unsent", "writer")

    def __init__(self, sock: _socket.socket) -> None:
        self.sock = sock
        self.frame: Frame | None = None  # The last state of which a byte was sent.
        self.unsent: memoryview | None = None
        self.lagging_since = 0.0  # When the frame was cut short, time.monotonic().
        self.beat_due = False
        self.reader: Any = None
        self.writer: Any = None

    def send(self, data: bytes) -> int:
        """Send a whole frame; return how many bytes were sent and keep the rest, if any.

        If not one byte was sent there is nothing to finish, and a newer state may take its
        place. Raises OSError when the peer is gone.
        """
        try:
            sent = self.sock.send(data)
        except BlockingIOError:
            sent = 0
        if sent == len(data):
            self.unsent = None
        elif sent:
            self.keep_unsent(memoryview(data)[sent:])
        elif self.unsent is None:
            self.keep_unsent(_NOTHING)
        return sent

    def keep_unsent(self, data: memoryview) -> None:
        """Lag from now on, with `data` to be sent before anything else."""
        self.unsent = data
        self.lagging_since = time.monotonic()

    def send_unsent(self) -> bool:
        """Send the rest of a frame; return whether nothing is left of it. Raises OSError."""
        if self.unsent:
            with contextlib.suppress(BlockingIOError):
                self.unsent = self.unsent[self.sock.send(self.unsent) :]
        return not self.unsent

    def close(self, *, abort: bool = False) -> None:
        """Close the watchers and the socket; `abort` discards what the kernel has yet to send."""
        for watcher in (self.reader, self.writer):
            if watcher is not None:
                watcher.stop()
                watcher.close()
        self.reader = self.writer = None
        with contextlib.suppress(OSError):
            if abort:
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self.sock.close()


class ViewerGroup:
    """The viewers of one channel in one variant and one encoding, who all get the same bytes."""

    def __init__(self, channel: str, variant: str, gzip: bool) -> None:
        self.channel = channel
        self.variant = variant
        self.gzip = gzip
        self.viewers: dict[Viewer, None] = {}

    def encode(self, frame: Frame) -> bytes:
        """Return the frame in this group's encoding."""
        return frame.compressed if self.gzip else frame.plain


def adopt(sock: _socket.socket, send_buffer: int, timeout_seconds: float) -> _socket.socket:
    """Return `sock` bare, non-blocking and with a send buffer of so many bytes.

    A peer that acknowledges nothing for `timeout_seconds` counts as gone, where the system can
    do that. A socket that is not bare is detached, not duplicated: with a duplicate the event
    loop's registration of the old descriptor would live on, fire when the peer leaves, and make
    libev build its whole epoll set again. Bare, because gevent's own socket objects hold two
    watchers each.
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
            bare.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, int(timeout_seconds * 1000))
    return bare
