"""Lets long computations go on only while the event loop has nothing else to do."""

import gevent
from gevent.lock import BoundedSemaphore

MOST_WAIT_SECONDS = 0.1
"""A computation goes on after this time however busy the loop is."""
SWITCH_SECONDS = 0.0005
"""How long a thread may compute while another, such as a commit's, wants to go on."""


class IdleLoop:
    """Called by every computation at its pauses; they go on one at a time, when the loop is idle.

    A judge's submission takes several turns of the loop. Without this, each turn would wait for a
    slice of every page that is being made.
    """

    def __init__(self) -> None:
        self._turn = BoundedSemaphore(1)

    def __call__(self) -> None:
        """Return when the loop is idle, or after `MOST_WAIT_SECONDS`."""
        with self._turn, gevent.Timeout(MOST_WAIT_SECONDS, False):
            gevent.idle()
