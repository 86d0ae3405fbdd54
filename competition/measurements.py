"""What a server counts of itself: numbers that any floor may add to.

They belong to the process, as its memory does, and begin at nought with it; `web/metrics.py` shows
them. To add costs less than a microsecond and never waits, so a judge's write path may do so. All
that is counted is how much and how long: no key, no name, no mark.
"""

import time
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Literal

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The upper bounds that durations are counted by."""
LAG_WINDOW_SECONDS = 60.0

WriteKind = Literal["sheet", "act"]
"""A judge's write of a sheet, or an organiser's act."""


class Counter:
    """A number that only grows."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, count: int = 1) -> None:
        """Count some more."""
        self.count += count


class LabelledCounter:
    """Numbers that only grow, each under its own labels, of which there are few."""

    def __init__(self) -> None:
        self.counts: defaultdict[tuple[str, ...], int] = defaultdict(int)

    def add(self, *labels: str) -> None:
        """Count one more under these labels."""
        self.counts[labels] += 1


class Gauge:
    """A number that goes up and down."""

    def __init__(self) -> None:
        self.value = 0.0

    def set(self, value: float) -> None:
        """Make it that number."""
        self.value = value


class Histogram:
    """How many values there were up to each of `bounds`, which ascend, and their sum."""

    def __init__(self, bounds: Sequence[float] = SECONDS) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        """How many values are in each step; the last is for those above all bounds."""
        self.sum = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    def cumulative(self) -> list[tuple[str, int]]:
        """How many values there were up to each bound, as Prometheus counts them.

        >>> sizes = Histogram((1, 5))
        >>> for size in (1, 3, 5, 9):
        ...     sizes.observe(size)
        >>> sizes.cumulative()
        [('1', 1), ('5', 3), ('+Inf', 4)]
        """
        total, steps = 0, []
        for bound, count in zip((*self.bounds, "+Inf"), self.counts, strict=True):
            total += count
            steps.append((str(bound), total))
        return steps


class LoopLag:
    """How late the event loop is: in seconds, the last value and the largest of a minute."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, float]] = deque()

    def note(self, seconds: float, at: float) -> None:
        """Note a value, measured at `at` by the monotonic clock."""
        self._noted.append((at, seconds))
        while self._noted[0][0] <= at - LAG_WINDOW_SECONDS:
            self._noted.popleft()

    @property
    def last(self) -> float:
        """The last value; 0 before there is one."""
        return self._noted[-1][1] if self._noted else 0.0

    @property
    def largest(self) -> float:
        """The largest of the last `LAG_WINDOW_SECONDS`."""
        return max((seconds for _, seconds in self._noted), default=0.0)


requests = LabelledCounter()
"""By the pattern of the route, method, and class of the status such as `2xx`."""
server_errors = LabelledCounter()
"""Answers from 500 on, by status."""
request_seconds = Histogram()
malformed_requests = Counter()
"""What clients sent that is not HTTP, or no head that is accepted."""
write_seconds: dict[WriteKind, Histogram] = {"sheet": Histogram(), "act": Histogram()}
"""From the request, once its body has been read, to the commit."""
commits = Counter()
group_sizes = Histogram((1, 2, 3, 5, 10, 20, 50))
"""How many writes of judges and voters shared a commit."""
snapshots_made = Counter()
notices_sent = Counter()
"""Notices of a commit to other nodes on the same database."""
notices_received = Counter()
"""Such notices from other nodes."""
database_away = Gauge()
"""1 while a database on the network does not answer, else 0."""
loop_lag = LoopLag()

_request_begun: ContextVar[float | None] = ContextVar("request_begun", default=None)


def begin_request() -> None:
    """Note that a request of this greenlet or thread begins to be answered."""
    _request_begun.set(time.perf_counter())


def end_request() -> None:
    """Note that it was answered: what is written from here on is no request's."""
    _request_begun.set(None)


def note_write(kind: WriteKind) -> None:
    """Note that a write was committed just now; one that no request asked for is not measured."""
    begun = _request_begun.get()
    if begun is not None:
        write_seconds[kind].observe(time.perf_counter() - begun)
