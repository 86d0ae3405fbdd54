"""The hub: publishes states, and knows who is watching.

Threads: `publish`, `newest`, `viewers`, `full`, `retry_after`, `forget` and `subscribe` may be
called from any thread. `broadcast_with`, `add_socket` and `close` belong to the one thread whose
event loop serves the sockets. A process that is monkey-patched must be so before it makes its
hub.
"""

import _socket
import random
import weakref
from collections.abc import Mapping
from typing import Protocol

from competition.live.channels import Channels
from competition.live.subscription import Subscription

_random = random.SystemRandom()


class Full(Exception):
    """The hub is at capacity; answer 503 with `Retry-After`."""


class Broadcaster(Protocol):
    """Sends the newest states to sockets; `fanout.Fanout` is one."""

    @property
    def count(self) -> int:
        """How many sockets there are."""

    @property
    def lagging(self) -> int:
        """How many sockets have something unsent because their send buffer is full."""

    def viewers(self, channel: str) -> int:
        """Count the sockets of a channel."""

    def viewers_by_channel(self) -> dict[str, int]:
        """Count the sockets of every channel that has any."""

    def announce(self, channel: str) -> None:
        """Send the channel's newest state soon. May be called from any thread."""

    def add_socket(
        self,
        sock: _socket.socket,
        channel: str,
        variant: str,
        *,
        gzip: bool,
        head: bytes,
        seen: int | None,
    ) -> None:
        """Own the socket from now on, and send it `head` and the newest state.

        Not an older one than it has `seen`, unless none comes in `Hub.patience_seconds`.
        """

    def close_channel(self, channel: str) -> None:
        """Close every socket of the channel."""

    def close(self) -> None:
        """Close every socket and send nothing more."""


class Hub:
    """Publishes states to viewers, at most `capacity` of them at a time.

    `beat_seconds`, `gap_seconds` and `share` are the timing of `Channels`. A viewer who has seen a
    newer state elsewhere waits for it up to `patience_seconds`.
    """

    def __init__(
        self,
        capacity: int = 20_000,
        beat_seconds: float = 10.0,
        gap_seconds: float = 0.125,
        share: float | None = None,
        patience_seconds: float = 0.0,
    ) -> None:
        self.capacity = capacity
        self.patience_seconds = patience_seconds
        self.channels = Channels(beat_seconds, gap_seconds, share)
        # Guarded by `channels.changed`, as is `_closed`. Weak, so that a server which drops a
        # subscription without closing it makes room for another.
        self._subscriptions: dict[str, weakref.WeakSet[Subscription]] = {}
        self._closed = False
        self._broadcaster: Broadcaster | None = None

    def broadcast_with(self, broadcaster: Broadcaster) -> None:
        """Take sockets from now on, for this broadcaster of `channels` to send to."""
        self._broadcaster = broadcaster

    def publish(self, channel: str, number: int, variants: Mapping[str, bytes]) -> None:
        """Make `variants` the newest state of `channel`; every viewer gets it soon.

        A lower number than the newest is ignored, and so is the same number with the same bytes.
        Returns at once: the sending happens in the fan-out's greenlet or the viewers' own threads.
        """
        with self.channels.changed:
            if self._closed or not self.channels.publish(channel, number, variants):
                return
        if self._broadcaster is not None:
            self._broadcaster.announce(channel)

    def newest(self, channel: str, variant: str) -> tuple[int, bytes] | None:
        """Return the newest number and the bytes as published, or None if there are none."""
        frame = self.channels.newest(channel, variant)
        return None if frame is None else (frame.number, frame.body)

    def viewers(self, channel: str | None = None) -> int:
        """Count the viewers of a channel, or all."""
        if channel is None:
            sockets = 0 if self._broadcaster is None else self._broadcaster.count
            with self.channels.changed:
                return sockets + sum(map(len, self._subscriptions.values()))
        sockets = 0 if self._broadcaster is None else self._broadcaster.viewers(channel)
        with self.channels.changed:
            return sockets + len(self._subscriptions.get(channel, ()))

    def viewers_by_channel(self) -> dict[str, int]:
        """Count the viewers of every channel that has any."""
        counts = {} if self._broadcaster is None else self._broadcaster.viewers_by_channel()
        with self.channels.changed:
            for channel, subscriptions in self._subscriptions.items():
                counts[channel] = counts.get(channel, 0) + len(subscriptions)
        return counts

    @property
    def lagging(self) -> int:
        """How many viewers have something unsent because their send buffer is full."""
        return 0 if self._broadcaster is None else self._broadcaster.lagging

    @property
    def gap_seconds(self) -> float:
        """The shortest time between two states of a channel, at today's audience."""
        return self.channels.pace.gap(self.viewers())

    @property
    def full(self) -> bool:
        """Whether one more viewer is too many."""
        return self.viewers() >= self.capacity

    def retry_after(self) -> int:
        """Return seconds for a `Retry-After`, random so that not all come back at once."""
        return _random.randint(3, 15)

    def forget(self, channel: str) -> None:
        """Drop the channel's state and disconnect its viewers; its numbers may start again."""
        with self.channels.changed:
            for subscription in self._subscriptions.pop(channel, ()):
                subscription.ended = True
            self.channels.forget(channel)
        if self._broadcaster is not None:
            self._broadcaster.close_channel(channel)

    def subscribe(self, channel: str, variant: str) -> Subscription:
        """Watch a channel from the caller's own thread or greenlet: an iterator of frames.

        The newest state comes at once, then newer ones, skipping to the newest; beats in between.
        Closing the subscription makes room for another viewer.

        Raises Full.
        """
        if self.full:
            raise Full
        subscription = Subscription(self.channels, channel, variant, self._unsubscribe)
        with self.channels.changed:
            subscription.ended = self._closed
            self._subscriptions.setdefault(channel, weakref.WeakSet()).add(subscription)
        return subscription

    def _unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscription; a second time does no harm."""
        with self.channels.changed:
            subscription.ended = True
            subscriptions = self._subscriptions.get(subscription.channel)
            if subscriptions is not None:
                subscriptions.discard(subscription)
                if not subscriptions:
                    del self._subscriptions[subscription.channel]
            self.channels.changed.notify_all()

    def add_socket(
        self,
        sock: _socket.socket,
        channel: str,
        variant: str,
        *,
        gzip: bool,
        head: bytes = b"",
        seen: int | None = None,
    ) -> None:
        """Take over an accepted socket as a viewer; the hub owns it from now on.

        `head` (a response's status and headers) is sent in one piece with the first event. With
        `gzip`, the stream is compressed. `seen` is the last event that it had elsewhere, if any.

        Raises Full, and leaves the socket alone then; RuntimeError without a broadcaster.
        """
        if self._broadcaster is None:
            raise RuntimeError("The hub has no broadcaster to send to sockets")
        if self.full:
            raise Full
        self._broadcaster.add_socket(sock, channel, variant, gzip=gzip, head=head, seen=seen)

    def close(self) -> None:
        """Disconnect every viewer and publish nothing more."""
        with self.channels.changed:
            self._closed = True
            channels = self.channels.names() | self._subscriptions.keys()
        for channel in channels:
            self.forget(channel)
        if self._broadcaster is not None:
            self._broadcaster.close()
