"""The fan-out: one greenlet that broadcasts each new state to every socket the hub owns.

Everything here runs in the thread of one gevent loop; `announce` alone may be called from any.
The watchers' callbacks run in the loop itself and so never block.
"""

import _socket
import logging
import time
from typing import Any

import gevent
from gevent.event import Event

from competition.live import sse
from competition.live.channels import Channels
from competition.live.held_viewers import HeldViewers
from competition.live.loop_turn import let_loop_poll
from competition.live.state import Frame
from competition.live.viewer import Viewer, ViewerGroup, adopt

# Sends, about 2 ms, before the loop may serve other requests: a judge's write comes first.
_BATCH = 256
_READ, _WRITE = 1, 2
_log = logging.getLogger(__name__)


class Fanout:
    """Broadcasts states and beats to sockets. Made in the thread whose loop serves them.

    `send_buffer` is the kernel's send buffer for a viewer in bytes, `send_timeout_seconds` how
    long a viewer may take to receive one event, `patience_seconds` how long one who has seen a
    newer state elsewhere waits for it.
    """

    def __init__(
        self,
        channels: Channels,
        send_buffer: int = 32_768,
        send_timeout_seconds: float = 30.0,
        patience_seconds: float = 0.0,
    ) -> None:
        self._channels = channels
        self._send_buffer = send_buffer
        self._send_timeout = send_timeout_seconds
        self._groups: dict[tuple[str, str, bool], ViewerGroup] = {}
        self._lagging: dict[Viewer, ViewerGroup] = {}
        self._held = HeldViewers(patience_seconds)
        self._count = 0
        self._announced: set[str] = set()  # Channels with news; `announce` adds from any thread.
        self._send_at: dict[str, float] = {}  # When each may send it, time.monotonic().
        self._sent_at: dict[str, float] = {}
        self._check_seconds = min(1.0, send_timeout_seconds / 4)
        self._check_at = 0.0
        self._beat_at = time.monotonic() + channels.beat_seconds
        self._loop: Any = gevent.get_hub().loop
        self._wake = Event()
        self._wake_from_thread = self._loop.async_()
        self._wake_from_thread.start(self._wake.set)
        self._greenlet = gevent.spawn(self._run)

    def announce(self, channel: str) -> None:
        """Send the channel's newest state soon. May be called from any thread."""
        self._announced.add(channel)
        self._wake_from_thread.send()

    @property
    def count(self) -> int:
        """How many sockets there are."""
        return self._count

    def viewers(self, channel: str) -> int:
        """Count the sockets of a channel."""
        groups = list(self._groups.values())
        return sum(len(group.viewers) for group in groups if group.channel == channel)

    def viewers_by_channel(self) -> dict[str, int]:
        """Count the sockets of every channel that has any."""
        counts: dict[str, int] = {}
        for group in list(self._groups.values()):
            counts[group.channel] = counts.get(group.channel, 0) + len(group.viewers)
        return counts

    @property
    def lagging(self) -> int:
        """How many sockets have something unsent because their send buffer is full."""
        return len(self._lagging)

    def add_socket(
        self,
        sock: _socket.socket,
        channel: str,
        variant: str,
        *,
        gzip: bool,
        head: bytes,
        seen: int | None = None,
    ) -> None:
        """Make the socket a viewer and send it `head` and the newest state.

        The state is left out while it is older than what the viewer has `seen`. What the send
        buffer has no room for follows as the peer reads on.
        """
        viewer = Viewer(adopt(sock, self._send_buffer, self._send_timeout))
        group = self._groups.setdefault(
            (channel, variant, gzip), ViewerGroup(channel, variant, gzip)
        )
        group.viewers[viewer] = None
        self._count += 1
        frame = self._channels.newest(channel, variant)
        if self._held.add(viewer, group, frame, seen):
            self._wake.set()
        else:
            viewer.frame = frame
        first = head + sse.GZIP_HEADER if gzip else head
        if viewer.frame is not None:
            first += group.encode(viewer.frame)
        try:
            # Unlike a state, the head cannot be skipped even if nothing of it is sent now.
            if first and not viewer.send(first):
                viewer.keep_unsent(memoryview(first))
        except OSError:
            self._drop(viewer, group)
            return
        viewer.reader = self._loop.io(viewer.sock.fileno(), _READ)
        viewer.reader.start(self._readable, viewer, group)
        if viewer.unsent is not None:
            self._wait_until_writable(viewer, group)

    def close_channel(self, channel: str) -> None:
        """Close every viewer of the channel."""
        for group in [group for group in self._groups.values() if group.channel == channel]:
            for viewer in list(group.viewers):
                self._drop(viewer, group)
        self._sent_at.pop(channel, None)

    def close(self) -> None:
        """Close every viewer and end the greenlet."""
        for group in list(self._groups.values()):
            self.close_channel(group.channel)
        self._wake_from_thread.stop()
        self._wake_from_thread.close()
        self._greenlet.kill(block=False)

    # The greenlet.

    def _run(self) -> None:
        while True:
            try:
                self._wake.wait(self._seconds_until_due())
                self._wake.clear()
                self._do_what_is_due()
            except Exception:
                # One failure must not end the streams of everybody.
                _log.exception("The fan-out failed and goes on")
                gevent.sleep(self._check_seconds)

    def _seconds_until_due(self) -> float:
        times = (self._beat_at, self._check_at, self._held.next_at, *self._send_at.values())
        at = min(times)
        return max(0.0, at - time.monotonic())

    def _do_what_is_due(self) -> None:
        now = time.monotonic()
        while self._announced:
            channel = self._announced.pop()
            gap = self._channels.pace.gap(self._count)
            self._send_at.setdefault(channel, max(now, self._sent_at.get(channel, now - gap) + gap))
        for channel in [channel for channel, at in self._send_at.items() if at <= now]:
            del self._send_at[channel]
            self._broadcast(channel, now)
        for viewer, group in self._held.let_go(now):
            frame = self._channels.newest(group.channel, group.variant)
            if frame is not None:
                self._send_all([viewer], group, frame)
        if now >= self._beat_at:
            self._beat_at = now + self._channels.beat_seconds
            self._broadcast_beat()
        if now >= self._check_at:
            self._check_at = now + self._check_seconds
            self._drop_stalled(now)

    def _broadcast(self, channel: str, now: float) -> None:
        for group in [group for group in self._groups.values() if group.channel == channel]:
            self._sent_at[channel] = now
            viewers = list(group.viewers)
            for start in range(0, len(viewers), _BATCH):
                # Read again after each yield, so that nobody is sent an older state than they have.
                frame = self._channels.newest(channel, group.variant)
                if frame is None:
                    break
                self._send_all(viewers[start : start + _BATCH], group, frame)
                let_loop_poll(self._loop)

    def _send_all(self, viewers: list[Viewer], group: ViewerGroup, frame: Frame) -> None:
        begun, sends = time.thread_time(), 0
        data = group.encode(frame)
        size = len(data)
        for viewer in viewers:
            if viewer.unsent is not None or viewer.frame is frame:
                continue
            if self._held and self._held.holds(viewer, frame):
                continue
            sends += 1
            try:
                sent = viewer.send(data)
            except OSError:
                self._drop(viewer, group)
                continue
            if sent:
                viewer.frame = frame
            if sent != size:
                self._wait_until_writable(viewer, group)
        self._channels.pace.note(sends, time.thread_time() - begun)

    def _broadcast_beat(self) -> None:
        plain = sse.beat(time.time())
        compressed = sse.compress(plain)
        for group in list(self._groups.values()):
            data = compressed if group.gzip else plain
            viewers = list(group.viewers)
            for start in range(0, len(viewers), _BATCH):
                for viewer in viewers[start : start + _BATCH]:
                    self._send_beat(viewer, group, data)
                let_loop_poll(self._loop)

    def _send_beat(self, viewer: Viewer, group: ViewerGroup, data: bytes) -> None:
        if viewer.unsent is not None:
            viewer.beat_due = True
            return
        try:
            sent = viewer.send(data)
        except OSError:
            self._drop(viewer, group)
            return
        if sent != len(data):
            viewer.beat_due = not sent
            self._wait_until_writable(viewer, group)

    def _drop_stalled(self, now: float) -> None:
        """Drop viewers who take too long to receive one frame; browsers reconnect by themselves."""
        for viewer, group in list(self._lagging.items()):
            if now - viewer.lagging_since > self._send_timeout:
                self._drop(viewer, group, abort=True)

    # The watchers' callbacks, and what they share with the greenlet.

    def _wait_until_writable(self, viewer: Viewer, group: ViewerGroup) -> None:
        self._lagging[viewer] = group
        viewer.writer = self._loop.io(viewer.sock.fileno(), _WRITE)
        viewer.writer.start(self._writable, viewer, group)

    def _writable(self, viewer: Viewer, group: ViewerGroup) -> None:
        """Send the rest of a frame, then the newest state and any beat that is due."""
        try:
            if not viewer.send_unsent():
                return
            frame = self._channels.newest(group.channel, group.variant)
            due = b""
            if viewer.beat_due:
                beat = sse.beat(time.time())
                due = sse.compress(beat) if group.gzip else beat
            if frame is not None and self._held.holds(viewer, frame):
                frame = viewer.frame
            if frame is not None and frame is not viewer.frame:
                due += group.encode(frame)
            sent = viewer.send(due) if due else 0
        except OSError:
            self._drop(viewer, group)
            return
        if sent:
            viewer.beat_due = False
            viewer.frame = frame
        if sent == len(due):
            viewer.unsent = None
            viewer.writer.stop()
            viewer.writer.close()
            viewer.writer = None
            del self._lagging[viewer]

    def _readable(self, viewer: Viewer, group: ViewerGroup) -> None:
        """Notice the end of a connection; anything that a viewer sends is read and ignored."""
        try:
            received = viewer.sock.recv(4096)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            received = b""
        if not received:
            self._drop(viewer, group)

    def _drop(self, viewer: Viewer, group: ViewerGroup, *, abort: bool = False) -> None:
        viewer.close(abort=abort)
        self._lagging.pop(viewer, None)
        self._held.forget(viewer)
        if group.viewers.pop(viewer, viewer) is None:
            self._count -= 1
        key = (group.channel, group.variant, group.gzip)
        if not group.viewers and self._groups.get(key) is group:
            del self._groups[key]
