"""Pauses in a long computation, so that a judge's submission need not wait for its end."""

import time
from collections.abc import Callable
from typing import ClassVar

SLICE_SECONDS = 0.003
"""How long is computed at a stretch; other requests are served in between."""

Wait = Callable[[], None]


def yield_once() -> None:
    """Let others run once."""
    time.sleep(0)


class Pauses:
    """Call it again and again while computing: it lets others run when a slice is over.

    Not inside a write transaction, which must not yield: there, say so with `may_pause`.
    """

    wait: ClassVar[Wait] = staticmethod(yield_once)
    """How all of a process let others run: the server knows when nobody else has anything to do."""

    def __init__(self, *, may_pause: bool = True) -> None:
        self._may_pause = may_pause
        self._end = time.perf_counter() + SLICE_SECONDS

    def __call__(self) -> None:
        """Pause if it is time to."""
        if self._may_pause and time.perf_counter() >= self._end:
            Pauses.wait()
            self._end = time.perf_counter() + SLICE_SECONDS
