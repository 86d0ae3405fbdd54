"""The fan-out: one greenlet that sends each new state to every socket the hub has taken.

Everything here runs in the thread of one gevent loop, `announce` alone may be called from any.
The watchers' callbacks run in the loop itself and so never wait for anything.
"""

import logging
import time
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event

from competition.live import frames
from competition.live.viewer import Viewer, adopt

if TYPE_CHECKING:
    import _socket

    from competition.live.hub import Hub
    from competition.live.state import Frame

# So many sends, about 2 ms, and then whoever else is ready gets a turn: a judge's write first.
_BATCH = 256
_READ, _WRITE = 1, 2
_log = logging.getLogger(__name__)


class Group:
    """The viewers of one channel in one variant and one encoding: they all get the same bytes."""

    def __init__(self, channel: str, variant: str, gzip: bool) -> None:
        self.channel = channel
        self.variant = variant
        self.gzip = gzip
        self.viewers: dict[Viewer, None] = {}

    def bytes_of(self, frame: "Frame") -> bytes:
        """Return the frame as this group reads it."""
        return frame.packed if self.gzip else frame.plain


class Fanout:
    """Sends states and beats to sockets. Made in the thread whose loop serves them."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._groups: dict[tuple[str, str, bool], Group] = {}
        self._lagging: dict[Viewer, Group] = {}
        self.count = 0
        """How many sockets there are."""
        self._announced: set[str] = set()  # Channels with news; `announce` adds from any thread.
        self._due: dict[str, float] = {}  # When each of them may send it, time.monotonic().
        self._sent_at: dict[str, float] = {}
        self._sweep_seconds = min(1.0, hub.patience_seconds / 4)
        self._sweep_at = 0.0
        self._beat_at = time.monotonic() + hub.beat_seconds
        self._loop: Any = gevent.get_hub().loop
        self._wake = Event()
        self._doorbell = self._loop.async_()
        self._doorbell.start(self._wake.set)
        self._greenlet = gevent.spawn(self._run)

    def announce(self, channel: str) -> None:
        """Say that the channel has a new state. May be called from any thread."""
        self._announced.add(channel)
        self._doorbell.send()

    def viewers(self, channel: str) -> int:
        """Count the sockets of a channel."""
        groups = list(self._groups.values())
        return sum(len(group.viewers) for group in groups if group.channel == channel)

    @property
    def lagging(self) -> int:
        """How many sockets have yet to take in the rest of a frame, or the newest."""
        return len(self._lagging)

    def take(
        self, sock: "_socket.socket", channel: str, variant: str, *, gzip: bool, head: bytes
    ) -> None:
        """Make the socket a viewer and send it the head and the newest state, as far as they go."""
        viewer = Viewer(adopt(sock, self._hub.send_buffer, self._hub.patience_seconds))
        group = self._groups.setdefault((channel, variant, gzip), Group(channel, variant, gzip))
        group.viewers[viewer] = None
        self.count += 1
        viewer.frame = self._hub.frame(channel, variant)
        opening = head + frames.GZIP_HEADER if gzip else head
        if viewer.frame is not None:
            opening += group.bytes_of(viewer.frame)
        try:
            # Even if nothing of it goes out now, the opening cannot be skipped.
            if opening and not viewer.send(opening):
                viewer.keep(memoryview(opening))
        except OSError:
            self._drop(viewer, group)
            return
        viewer.reader = self._loop.io(viewer.sock.fileno(), _READ)
        viewer.reader.start(self._readable, viewer, group)
        if viewer.rest is not None:
            self._await_room(viewer, group)

    def dismiss(self, channel: str) -> None:
        """Close every viewer of the channel."""
        for group in [group for group in self._groups.values() if group.channel == channel]:
            for viewer in list(group.viewers):
                self._drop(viewer, group)
        self._sent_at.pop(channel, None)

    def close(self) -> None:
        """Close every viewer and end the greenlet."""
        for group in list(self._groups.values()):
            self.dismiss(group.channel)
        self._doorbell.stop()
        self._doorbell.close()
        self._greenlet.kill(block=False)

    # The greenlet.

    def _run(self) -> None:
        while True:
            try:
                self._wake.wait(self._pause())
                self._wake.clear()
                self._turn()
            except Exception:
                # One bad turn must not end the streams of everybody.
                _log.exception("The fan-out failed and goes on")
                gevent.sleep(self._sweep_seconds)

    def _pause(self) -> float:
        """Return the seconds until something is due."""
        due = min([self._beat_at, self._sweep_at, *self._due.values()])
        return max(0.0, due - time.monotonic())

    def _turn(self) -> None:
        now = time.monotonic()
        while self._announced:
            channel = self._announced.pop()
            after = self._sent_at.get(channel, 0.0) + self._hub.gap_seconds
            self._due.setdefault(channel, max(now, after))
        for channel in [channel for channel, due in self._due.items() if due <= now]:
            del self._due[channel]
            self._broadcast(channel, now)
        if now >= self._beat_at:
            self._beat_at = now + self._hub.beat_seconds
            self._beat()
        if now >= self._sweep_at:
            self._sweep_at = now + self._sweep_seconds
            self._sweep(now)

    def _broadcast(self, channel: str, now: float) -> None:
        for group in [group for group in self._groups.values() if group.channel == channel]:
            self._sent_at[channel] = now
            viewers = list(group.viewers)
            for start in range(0, len(viewers), _BATCH):
                # Read anew after each break, so that nobody is sent an older state than they have.
                frame = self._hub.frame(channel, group.variant)
                if frame is None:
                    break
                self._send_all(viewers[start : start + _BATCH], group, frame)
                self._give_way()

    def _send_all(self, viewers: list[Viewer], group: Group, frame: "Frame") -> None:
        data = group.bytes_of(frame)
        size = len(data)
        for viewer in viewers:
            if viewer.rest is not None or viewer.frame is frame:
                continue
            try:
                sent = viewer.send(data)
            except OSError:
                self._drop(viewer, group)
                continue
            if sent:
                viewer.frame = frame
            if sent != size:
                self._await_room(viewer, group)

    def _give_way(self) -> None:
        """Let the loop look at every socket once: requests that wait are answered first.

        `gevent.sleep(0)` would not do: the loop comes back from it some fifty times before it
        looks at a socket again.
        """
        with self._loop.timer(0) as turn:
            gevent.get_hub().wait(turn)

    def _beat(self) -> None:
        plain = frames.beat(time.time())
        packed = frames.packed(plain)
        for group in list(self._groups.values()):
            data = packed if group.gzip else plain
            viewers = list(group.viewers)
            for start in range(0, len(viewers), _BATCH):
                for viewer in viewers[start : start + _BATCH]:
                    self._beat_one(viewer, group, data)
                self._give_way()

    def _beat_one(self, viewer: Viewer, group: Group, data: bytes) -> None:
        if viewer.rest is not None:
            viewer.owed_beat = True
            return
        try:
            sent = viewer.send(data)
        except OSError:
            self._drop(viewer, group)
            return
        if sent != len(data):
            viewer.owed_beat = not sent
            self._await_room(viewer, group)

    def _sweep(self, now: float) -> None:
        """Drop who has taken too long over one frame. They come back by themselves."""
        patience = self._hub.patience_seconds
        for viewer, group in list(self._lagging.items()):
            if now - viewer.lagging_since > patience:
                self._drop(viewer, group, abort=True)

    # The watchers' callbacks, and what they share with the greenlet.

    def _await_room(self, viewer: Viewer, group: Group) -> None:
        self._lagging[viewer] = group
        viewer.writer = self._loop.io(viewer.sock.fileno(), _WRITE)
        viewer.writer.start(self._writable, viewer, group)

    def _writable(self, viewer: Viewer, group: Group) -> None:
        """Finish the cut frame, then send the newest state and any beat that is owed."""
        try:
            if not viewer.finish():
                return
            frame = self._hub.frame(group.channel, group.variant)
            due = b""
            if viewer.owed_beat:
                beat = frames.beat(time.time())
                due = frames.packed(beat) if group.gzip else beat
            if frame is not None and frame is not viewer.frame:
                due += group.bytes_of(frame)
            sent = viewer.send(due) if due else 0
        except OSError:
            self._drop(viewer, group)
            return
        if sent:
            viewer.owed_beat = False
            viewer.frame = frame
        if sent == len(due):
            viewer.rest = None
            viewer.writer.stop()
            viewer.writer.close()
            viewer.writer = None
            del self._lagging[viewer]

    def _readable(self, viewer: Viewer, group: Group) -> None:
        """Notice the end of a connection; what a viewer may say is read and passed over."""
        try:
            said = viewer.sock.recv(4096)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            said = b""
        if not said:
            self._drop(viewer, group)

    def _drop(self, viewer: Viewer, group: Group, *, abort: bool = False) -> None:
        viewer.close(abort=abort)
        self._lagging.pop(viewer, None)
        if group.viewers.pop(viewer, viewer) is None:
            self.count -= 1
        key = (group.channel, group.variant, group.gzip)
        if not group.viewers and self._groups.get(key) is group:
            del self._groups[key]
