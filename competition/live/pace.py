"""How often a state is sent: a small audience gets every state at once, a large one fewer.

Every state is whole, so a viewer who is sent fewer of them misses nothing but what was replaced.
"""

FIRST_SECONDS = 20e-6
"""What a send is taken to cost until some have been measured."""
_REMEMBERED = 50_000
"""Sends, beyond which older ones count half: a machine that gets busy is noticed in seconds."""


class SendPace:
    """The shortest time between two states of a channel, in seconds.

    It is `gap_seconds`, however many watch, unless a `share` of a core is given, above 0 and at
    most 1: then it grows with the audience, so that all channels together keep the core busy for
    no larger part of the time with sending.
    """

    def __init__(self, gap_seconds: float, share: float | None = None) -> None:
        self.gap_seconds = gap_seconds
        self._share = share
        self._sends = 0
        self._seconds = 0.0

    def note(self, sends: int, seconds: float) -> None:
        """Note how much processor time some sends took."""
        if self._sends > _REMEMBERED:
            self._sends //= 2
            self._seconds /= 2
        self._sends += sends
        self._seconds += seconds

    @property
    def send_seconds(self) -> float:
        """The processor time of a send, as measured of late."""
        return self._seconds / self._sends if self._sends else FIRST_SECONDS

    def gap(self, viewers: int) -> float:
        """The gap for an audience of so many, on all channels together.

        >>> SendPace(0.125, share=0.5).gap(20_000)
        0.8
        >>> SendPace(0.125).gap(20_000)
        0.125
        """
        if self._share is None:
            return self.gap_seconds
        return max(self.gap_seconds, viewers * self.send_seconds / self._share)
