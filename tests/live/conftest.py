"""Readers with real sockets around a real hub, all in the test's own gevent loop."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import gevent
import pytest

from competition.live import Hub
from tests.live.reading import Reader

HANG = 20.0  # Seconds after which a wait is a hang; no wait is meant to come near it.


def until(happened: Callable[[], object]) -> None:
    """Let the loop run until something has happened."""
    deadline = time.monotonic() + HANG
    while not happened():
        assert time.monotonic() < deadline, "It did not happen"
        gevent.sleep(0.005)


class Browser:
    """The far end of a viewer's connection: it reads only when told to."""

    def __init__(self, near: socket.socket, *, gzip: bool = False) -> None:
        self.near = near
        self.reader = Reader(gzip=gzip)
        self.gone = False
        near.setblocking(False)

    def read(self, most: int = 1 << 30) -> Reader:
        """Read what has arrived, up to `most` bytes."""
        while most > 0 and not self.gone:
            try:
                data = self.near.recv(min(most, 65_536))
            except BlockingIOError:
                break
            except ConnectionResetError:
                data = b""
            self.gone = not data
            most -= len(data)
            self.reader.feed(data)
        return self.reader

    def has(self, number: int) -> bool:
        return number in self.read().numbers

    def leave(self) -> None:
        self.near.close()


class Hall:
    """A hub, a listener, and browsers that come in."""

    def __init__(self, hub: Hub, open_things: contextlib.ExitStack) -> None:
        self.hub = hub
        self._open = open_things
        self._door = open_things.enter_context(socket.create_server(("127.0.0.1", 0)))

    def connect(self, receive_buffer: int | None = None) -> tuple[socket.socket, socket.socket]:
        """Return a connection's two ends, the browser's first."""
        near = self._open.enter_context(socket.socket())
        if receive_buffer is not None:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        near.connect(self._door.getsockname())
        far, _ = self._door.accept()
        return near, self._open.enter_context(far)

    def enter(
        self,
        channel: str = "final",
        variant: str = "en",
        *,
        gzip: bool = False,
        head: bytes = b"",
        receive_buffer: int | None = None,
    ) -> Browser:
        near, far = self.connect(receive_buffer)
        self.hub.take(far, channel, variant, gzip=gzip, head=head)
        return Browser(near, gzip=gzip)


@pytest.fixture
def open_hall() -> Iterator[Callable[..., Hall]]:
    """Make a hub with a short gap and no beats, or the settings given, and a way in."""
    with contextlib.ExitStack() as open_things:

        def make(**settings: float) -> Hall:
            hub = Hub(**{"gap_seconds": 0.01, "beat_seconds": 600, **settings})  # type: ignore[arg-type]
            open_things.callback(hub.close)
            return Hall(hub, open_things)

        yield make


@pytest.fixture
def hall(open_hall: Callable[..., Hall]) -> Hall:
    return open_hall()
