"""Where a disk is waited for: in place while it is quick, in a thread while it is slow."""

import time
from collections.abc import Callable

import gevent

SLOW_SECONDS = 0.001
"""How long everybody may wait for a disk."""


class Aside:
    """Carries out calls that wait for a disk: here while they are quick, else in a thread.

    While a thread waits everybody else goes on, but the way there and back costs more than a
    quick disk. What the last call took decides.
    """

    def __init__(self) -> None:
        self.slow = False

    def __call__(self, call: Callable[[], None]) -> None:
        """Carry `call` out; returns when it is done, and raises what it raises."""
        if self.slow:
            gevent.get_hub().threadpool.apply(self._timed, (call,))
        else:
            self._timed(call)

    def _timed(self, call: Callable[[], None]) -> None:
        begun = time.perf_counter()
        try:
            call()
        finally:
            self.slow = time.perf_counter() - begun > SLOW_SECONDS
