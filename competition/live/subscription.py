"""A viewer served by a thread or a greenlet of its own: the fallback under any WSGI server."""

import time
from collections.abc import Callable
from typing import Self

from competition.live import sse
from competition.live.channels import Channels
from competition.live.state import Frame


class Subscription:
    """An iterator of frames that blocks until the next one is due.

    `threading.Condition` does the waiting, which monkey-patching makes cooperative.
    `unsubscribe` is called with the subscription when it is closed; it sets `ended` and notifies
    `channels.changed`.
    """

    def __init__(
        self,
        channels: Channels,
        channel: str,
        variant: str,
        unsubscribe: Callable[["Subscription"], None],
    ) -> None:
        self.channel = channel
        self.ended = False
        self._channels = channels
        self._variant = variant
        self._unsubscribe = unsubscribe
        self._last: Frame | None = None
        self._beat_at = time.monotonic() + channels.beat_seconds
        self._state_at = 0.0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Return the next frame: the newest state if it is new, else a beat when it is due."""
        channels = self._channels
        with channels.changed:
            while not self.ended:
                now = time.monotonic()
                frame = channels.newest(self.channel, self._variant)
                is_new = frame is not None and frame is not self._last
                if now >= self._beat_at and not (is_new and self._last is None):
                    self._beat_at = now + channels.beat_seconds
                    return sse.beat(time.time())
                if frame is not None and is_new and now >= self._state_at:
                    self._last = frame
                    self._state_at = now + channels.pace.gap_seconds
                    return frame.plain
                until = min(self._beat_at, self._state_at) if is_new else self._beat_at
                channels.changed.wait(until - now)
        raise StopIteration

    def close(self) -> None:
        """End the subscription; a thread that waits in `__next__` wakes up and stops iterating."""
        self._unsubscribe(self)
