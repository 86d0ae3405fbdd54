"""The newest state of every channel, the lock that guards it, and the timing of sends.

A channel is a competition, a variant a language. Each event is a whole state, so a viewer who
missed some needs only the newest: nothing is queued for anybody.
"""

import threading
from collections.abc import Mapping

from competition.live.pace import SendPace
from competition.live.state import Frame, State


class Channels:
    """What the fan-out and the subscriptions read and the hub writes.

    Times are seconds. `beat_seconds` is the longest silence and also the longest time between two
    beats; `gap_seconds` the shortest time between two states on one channel, which grows with the
    audience if a `share` of a core is given: see `SendPace`.
    """

    def __init__(self, beat_seconds: float, gap_seconds: float, share: float | None = None) -> None:
        self.beat_seconds = beat_seconds
        self.pace = SendPace(gap_seconds, share)
        self.gap_seconds = gap_seconds
        self.changed = threading.Condition()
        """Guards the states and the hub's subscriptions, and is notified when they change.
        The thread that holds it may acquire it again."""
        self._states: dict[str, State] = {}

    def publish(self, channel: str, number: int, variants: Mapping[str, bytes]) -> bool:
        """Make `variants` the newest state of `channel`; return whether it was news.

        A lower number than the newest is ignored, and so is the same number with the same bytes.
        """
        with self.changed:
            known = self._states.get(channel)
            if known is not None and known.outdates(number, variants):
                return False
            self._states[channel] = State(number, variants)
            self.changed.notify_all()
            return True

    def newest(self, channel: str, variant: str) -> Frame | None:
        """Return the newest frame. Takes no lock: an event loop's callback may call it."""
        state = self._states.get(channel)
        return None if state is None else state.frames.get(variant)

    def names(self) -> set[str]:
        """Return the channels that have a state."""
        with self.changed:
            return set(self._states)

    def forget(self, channel: str) -> None:
        """Drop the channel's state; its numbers may start again."""
        with self.changed:
            self._states.pop(channel, None)
            self.changed.notify_all()
