"""Malformed requests are counted, and logged in one line a minute at most.

A line for each would let anybody fill the disk and hide what matters.
"""

import logging

import gevent

SECONDS = 60.0
_log = logging.getLogger("accord.server")


class MalformedRequests:
    """Counts what clients sent that is not HTTP, for `seconds` at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._count = 0
        self._first = ""

    def note(self, address: str) -> None:
        """Count one from there."""
        self._count += 1
        if self._count == 1:
            self._first = address
            gevent.spawn_later(self._seconds, self._report)

    def _report(self) -> None:
        count, self._count = self._count, 0
        requests = "request" if count == 1 else "requests"
        _log.warning(
            "%d malformed %s in the last minute, first from %s", count, requests, self._first
        )
