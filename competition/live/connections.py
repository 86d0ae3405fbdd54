"""Which connections are open, and which is closed when there is no room for another.

Nobody is refused a connection: a judge's tablet that connects cannot be told from a stranger
before it has sent its request. What has proved the least makes room instead: a stranger's
connection between two requests, then one whose request has not arrived, then a request of a
stranger that is being answered; of these the oldest of the address with the most. Whose last
request came from a judge or an organiser is kept for as long as there are others. A hall behind
one address is therefore not limited, and one address cannot crowd out another.

Streams are counted by their hub and never closed to make room. Everything here runs in the
thread of one gevent loop.
"""

import contextlib
import io
import socket
from collections.abc import Callable
from typing import Any

from competition.live.groups import Groups

MAX_IDLE_STRANGERS = 1000
"""Each costs a greenlet; browsers connect again without being asked."""
MAX_IDLE_EACH = 32
"""How many connections one judge or organiser may keep between requests."""
MAX_BODIES_EACH = 32
"""How many unfinished bodies one address, one judge or one organiser may have."""
MAX_STRANGERS_BODIES = 128


class Connection:
    """An accepted connection, from its first byte to its end, unless it becomes a stream.

    `sock` is bare until a greenlet answers its requests. `received` are the bytes that were read
    of an unfinished head. A connection of a trusted proxy is many people's and is left alone.
    """

    __slots__ = (
        "address",
        "body_cut",
        "ended",
        "is_proxy",
        "kept_for",
        "open",
        "peer",
        "received",
        "sock",
        "watcher",
    )

    def __init__(self, sock: Any, peer: Any, *, is_proxy: bool = False) -> None:
        self.sock = sock
        self.peer = peer
        self.address = str(peer[0]) if isinstance(peer, tuple) else ""
        self.is_proxy = is_proxy
        self.received = b""
        self.watcher: Any = None
        self.open = False  # Counted in `Connections`.
        self.ended = False
        self.body_cut = False
        self.kept_for: str | None = None
        """The judge or organiser whose request was the last."""

    def end(self) -> None:
        """Close it, or have the greenlet that answers it do so."""
        self.ended = True
        with contextlib.suppress(OSError):
            if self.watcher is not None:
                self.stop_watching()
                self.sock.close()
            else:
                self.sock.shutdown(socket.SHUT_RDWR)

    def reader(self) -> io.BufferedReader:
        """A file of what is sent; what was received already comes first."""
        if not self.received:
            whole: io.BufferedReader = self.sock.makefile("rb")
            return whole
        return io.BufferedReader(_Continued(self.received, self.sock.makefile("rb", 0)))

    def stop_watching(self) -> None:
        """Close the watcher that waits for the head."""
        self.watcher.stop()
        self.watcher.close()
        self.watcher = None

    def cut_body(self) -> None:
        """Stop waiting for the rest of a body."""
        self.body_cut = True
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RD)


class _Continued(io.RawIOBase):
    """Bytes, then what a raw file has."""

    def __init__(self, first: bytes, rest: io.RawIOBase) -> None:
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if not self._first:
            return self._rest.readinto(buffer)
        size = min(len(buffer), len(self._first))
        buffer[:size], self._first = self._first[:size], self._first[size:]
        return size

    def close(self) -> None:
        self._rest.close()
        super().close()


class Connections:
    """The open connections; with the streams, `limit` at most, strangers `reserve` fewer.

    `streams` counts the streams now, `max_streams` how many there may be.
    """

    def __init__(
        self,
        limit: int = 1 << 30,
        reserve: int = 0,
        streams: Callable[[], int] = lambda: 0,
        max_streams: Callable[[], int] = lambda: 0,
    ) -> None:
        self._limit = limit
        self._reserve = reserve
        self._streams = streams
        self._max_streams = max_streams
        self._count = 0
        self._idle: Groups[Connection] = Groups()
        self._waiting: Groups[Connection] = Groups()
        self._answering: Groups[Connection] = Groups()
        self._kept: Groups[Connection] = Groups()
        self._bodies: Groups[Connection] = Groups()
        self._strangers_bodies: Groups[Connection] = Groups()

    def __len__(self) -> int:
        """How many are open."""
        return self._count

    def wait_for_head(self, connection: Connection) -> None:
        """A new connection has not sent a whole head yet."""
        self._move(connection, self._waiting, connection.address)

    def answer(self, connection: Connection, who: str | None) -> None:
        """A request is being answered, of that judge or organiser or, if None, of a stranger."""
        connection.kept_for = who
        self._move(connection, self._answering if who is None else None, connection.address)

    def rest(self, connection: Connection) -> None:
        """A request was answered, and the connection waits for another."""
        if connection.kept_for is None:
            self._move(connection, self._idle, connection.address)
            if len(self._idle) > MAX_IDLE_STRANGERS:
                self._end_one(self._idle)
        else:
            self._move(connection, self._kept, connection.kept_for)
            if self._kept.size(connection.kept_for) > MAX_IDLE_EACH:
                self._end(self._kept.oldest(connection.kept_for))

    def forget(self, connection: Connection) -> None:
        """The connection was closed or has become a stream."""
        for groups in (self._idle, self._waiting, self._answering, self._kept):
            groups.remove(connection)
        self._count -= connection.open
        connection.open = False

    def make_room(self) -> bool:
        """End the connection that matters least; whether there was one."""
        groups = (self._idle, self._waiting, self._answering, self._kept)
        return any(self._end_one(each) for each in groups)

    def begin_body(self, connection: Connection, who: str | None) -> None:
        """A body is being read; if there are too many, the oldest is no longer waited for."""
        if connection.is_proxy:
            return
        bodies = self._strangers_bodies if who is None else self._bodies
        key = who or connection.address
        bodies.add(connection, key)
        cut = None
        if bodies.size(key) > MAX_BODIES_EACH:
            cut = bodies.oldest(key)
        elif len(self._strangers_bodies) > MAX_STRANGERS_BODIES:
            cut = self._strangers_bodies.oldest_of_largest()
        if cut is not None:
            self.end_body(cut)
            cut.cut_body()

    def end_body(self, connection: Connection) -> None:
        """The body was read, or is no longer waited for."""
        self._bodies.remove(connection)
        self._strangers_bodies.remove(connection)

    def _move(self, connection: Connection, groups: Groups[Connection] | None, key: str) -> None:
        if connection.ended:
            return
        if not connection.open:
            connection.open = True
            self._count += 1
            self._keep_within_limit()
        if connection.is_proxy:
            return
        for each in (self._idle, self._waiting, self._answering, self._kept):
            if each is not groups:
                each.remove(connection)
        if groups is not None:
            groups.add(connection, key)

    def _keep_within_limit(self) -> None:
        """Make room for a connection that is counted and in no group yet."""
        if self._count + self._max_streams() <= self._limit - self._reserve:
            return
        streams = self._streams()
        while self._count + streams > self._limit and self.make_room():
            pass
        strangers = (self._idle, self._waiting, self._answering)
        while sum(map(len, strangers)) + streams >= self._limit - self._reserve:
            if not any(self._end_one(each) for each in strangers):
                break

    def _end_one(self, groups: Groups[Connection]) -> bool:
        connection = groups.oldest_of_largest()
        if connection is None:
            return False
        self._end(connection)
        return True

    def _end(self, connection: Connection) -> None:
        self.forget(connection)
        connection.end()
