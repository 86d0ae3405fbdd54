"""A viewer served by a thread or a greenlet of its own: the fallback under any WSGI server."""

import time
from typing import TYPE_CHECKING, Self

from competition.live import frames

if TYPE_CHECKING:
    from competition.live.hub import Hub
    from competition.live.state import Frame


class Subscription:
    """An iterator of frames that waits for the next one and holds nothing back.

    `threading.Condition` does the waiting, which monkey-patching makes cooperative.
    """

    def __init__(self, hub: "Hub", channel: str, variant: str) -> None:
        self.channel = channel
        self.ended = False
        self._hub = hub
        self._variant = variant
        self._seen: Frame | None = None
        self._beat_at = time.monotonic() + hub.beat_seconds
        self._state_at = 0.0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Return the next frame: the newest state if it is new, else a beat when it is time."""
        hub = self._hub
        with hub.changed:
            while not self.ended:
                now = time.monotonic()
                frame = hub.frame(self.channel, self._variant)
                news = frame is not None and frame is not self._seen
                if now >= self._beat_at and not (news and self._seen is None):
                    self._beat_at = now + hub.beat_seconds
                    return frames.beat(time.time())
                if frame is not None and news and now >= self._state_at:
                    self._seen = frame
                    self._state_at = now + hub.gap_seconds
                    return frame.plain
                until = min(self._beat_at, self._state_at) if news else self._beat_at
                hub.changed.wait(until - now)
        raise StopIteration

    def close(self) -> None:
        """Free the place; whoever waits in `__next__` is woken and finds the end."""
        self._hub.unsubscribe(self)
