"""The hub: the newest state of every channel, and everyone who watches it.

A channel is a competition, a variant a language. Each event is a whole state, so a viewer who
missed some needs only the newest: nothing is queued for anybody.

Threads: `publish`, `has`, `newest`, `viewers`, `full`, `retry_after`, `forget` and `subscribe`
may be called from any thread. `take` and `close` belong to the one thread whose gevent loop
serves the sockets. A process that is monkey-patched must be so before it makes its hub.
"""

import random
import threading
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING

from competition.live.state import Frame, State
from competition.live.subscription import Subscription

if TYPE_CHECKING:
    import _socket

    from competition.live.fanout import Fanout

_chance = random.SystemRandom()


class Full(Exception):
    """The hub holds as many viewers as it may; answer 503 with `Retry-After`."""


class Hub:
    """Publishes states to viewers, at most `capacity` of them at a time.

    Times are seconds, `send_buffer` is bytes. `beat_seconds` is the longest silence and also the
    longest time between two beats; `gap_seconds` the shortest time between two states on one
    channel; `patience_seconds` how long a viewer may take over one event.
    """

    def __init__(
        self,
        capacity: int = 20_000,
        beat_seconds: float = 10.0,
        gap_seconds: float = 0.125,
        send_buffer: int = 32_768,
        patience_seconds: float = 30.0,
    ) -> None:
        self.capacity = capacity
        self.beat_seconds = beat_seconds
        self.gap_seconds = gap_seconds
        self.send_buffer = send_buffer
        self.patience_seconds = patience_seconds
        # Guards what follows, and wakes the subscriptions. The sockets are the fan-out's own.
        self.changed = threading.Condition()
        self._states: dict[str, State] = {}
        # Weak, so that a server which drops a subscription without closing it frees its place.
        self._subscriptions: dict[str, weakref.WeakSet[Subscription]] = {}
        self._fanout: Fanout | None = None
        self._closed = False

    def publish(self, channel: str, number: int, variants: Mapping[str, bytes]) -> None:
        """Make `variants` the newest state of `channel`; every viewer gets it soon.

        A lower number than the newest is ignored, and so is the same number with the same bytes.
        Returns at once: the sending happens in the fan-out's greenlet or the viewers' own threads.
        """
        with self.changed:
            known = self._states.get(channel)
            if self._closed or (known is not None and known.outdates(number, variants)):
                return
            self._states[channel] = State(number, variants)
            self.changed.notify_all()
        if self._fanout is not None:
            self._fanout.announce(channel)

    def has(self, channel: str) -> bool:
        """Say whether the channel has a state."""
        return channel in self._states

    def newest(self, channel: str, variant: str) -> tuple[int, bytes] | None:
        """Return the newest number and the bytes as published, or None where there are none."""
        frame = self.frame(channel, variant)
        return None if frame is None else (frame.number, frame.body)

    def frame(self, channel: str, variant: str) -> Frame | None:
        """Return the newest frame. Takes no lock: an event loop's callback may call it."""
        state = self._states.get(channel)
        return None if state is None else state.frames.get(variant)

    def viewers(self, channel: str | None = None) -> int:
        """Count the viewers of a channel, or all."""
        if channel is None:
            taken = 0 if self._fanout is None else self._fanout.count
            with self.changed:
                return taken + sum(map(len, self._subscriptions.values()))
        taken = 0 if self._fanout is None else self._fanout.viewers(channel)
        with self.changed:
            return taken + len(self._subscriptions.get(channel, ()))

    @property
    def lagging(self) -> int:
        """How many viewers' connections have no room at the moment for all that is due."""
        return 0 if self._fanout is None else self._fanout.lagging

    @property
    def full(self) -> bool:
        """Whether one more viewer is too many."""
        return self.viewers() >= self.capacity

    def retry_after(self) -> int:
        """Return seconds for a `Retry-After`, drawn by lot so that not all come back at once."""
        return _chance.randint(3, 15)

    def forget(self, channel: str) -> None:
        """Drop the channel's state and let its viewers go; its numbers may start anew."""
        with self.changed:
            self._states.pop(channel, None)
            for subscription in self._subscriptions.pop(channel, ()):
                subscription.ended = True
            self.changed.notify_all()
        if self._fanout is not None:
            self._fanout.dismiss(channel)

    def subscribe(self, channel: str, variant: str) -> Subscription:
        """Watch a channel from a thread or greenlet of one's own: frames, as they come.

        The newest state comes at once, then each newer one, skipping to the newest; beats in
        between. Closing the subscription frees the place.

        Raises Full.
        """
        if self.full:
            raise Full
        subscription = Subscription(self, channel, variant)
        with self.changed:
            subscription.ended = self._closed
            self._subscriptions.setdefault(channel, weakref.WeakSet()).add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscription; a second time does no harm."""
        with self.changed:
            subscription.ended = True
            watching = self._subscriptions.get(subscription.channel)
            if watching is not None:
                watching.discard(subscription)
                if not watching:
                    del self._subscriptions[subscription.channel]
            self.changed.notify_all()

    def take(
        self, sock: "_socket.socket", channel: str, variant: str, *, gzip: bool, head: bytes = b""
    ) -> None:
        """Take an accepted socket over as a viewer; it is the hub's from now on.

        `head` is what has yet to go out before the stream (a response's status and headers), so
        that it leaves in one piece with the first event. With `gzip`, the stream is compressed.
        Needs the running thread's gevent loop.

        Raises Full, and leaves the socket alone then.
        """
        if self.full:
            raise Full
        if self._fanout is None:
            from competition.live.fanout import Fanout

            self._fanout = Fanout(self)
        self._fanout.take(sock, channel, variant, gzip=gzip, head=head)

    def close(self) -> None:
        """Let every viewer go and take no more."""
        with self.changed:
            self._closed = True
            channels = {*self._states, *self._subscriptions}
        for channel in channels:
            self.forget(channel)
        if self._fanout is not None:
            self._fanout.close()
