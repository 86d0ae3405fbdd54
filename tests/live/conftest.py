"""Viewers with real sockets around a real hub, all in the test's own gevent loop."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import gevent
import pytest

from competition.live import Hub
from competition.live.fanout import Fanout
from tests.live.reading import Reader

HANG = 20.0  # Seconds after which a wait is a hang; no wait is meant to come near it.


def until(happened: Callable[[], object]) -> None:
    """Let the loop run until a condition holds."""
    deadline = time.monotonic() + HANG
    while not happened():
        assert time.monotonic() < deadline, "It did not happen"
        gevent.sleep(0.005)


class Browser:
    """The far end of a viewer's connection: it reads only when a test calls `read`."""

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


class Harness:
    """A hub that broadcasts, a listener, and browsers that connect."""

    def __init__(self, hub: Hub, stack: contextlib.ExitStack) -> None:
        self.hub = hub
        self._stack = stack
        self._listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

    def connect(self, receive_buffer: int | None = None) -> tuple[socket.socket, socket.socket]:
        """Return a connection's two ends, the browser's first."""
        near = self._stack.enter_context(socket.socket())
        if receive_buffer is not None:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        near.connect(self._listener.getsockname())
        far, _ = self._listener.accept()
        return near, self._stack.enter_context(far)

    def connect_viewer(
        self,
        channel: str = "final",
        variant: str = "en",
        *,
        gzip: bool = False,
        head: bytes = b"",
        receive_buffer: int | None = None,
        seen: int | None = None,
    ) -> Browser:
        near, far = self.connect(receive_buffer)
        self.hub.add_socket(far, channel, variant, gzip=gzip, head=head, seen=seen)
        return Browser(near, gzip=gzip)


@pytest.fixture
def make_harness() -> Iterator[Callable[..., Harness]]:
    """Make a harness whose hub has a short gap and no beats, or the settings given."""
    with contextlib.ExitStack() as stack:

        def make(send_timeout_seconds: float = 30, **settings: float) -> Harness:
            hub = Hub(**{"gap_seconds": 0.01, "beat_seconds": 600, **settings})  # type: ignore[arg-type]
            patience = hub.patience_seconds
            hub.broadcast_with(Fanout(hub.channels, 32_768, send_timeout_seconds, patience))
            stack.callback(hub.close)
            return Harness(hub, stack)

        yield make


@pytest.fixture
def harness(make_harness: Callable[..., Harness]) -> Harness:
    return make_harness()
