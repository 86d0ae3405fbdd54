"""How ranks changed: all public snapshots so far, reduced to a few points for each stage.

A snapshot never changes, so each is read once, when it is new, and only its ranks are kept.
Hiding a stage discards its history, which starts again when the stage is shown again.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from competition.store import snapshots
from competition.web.audience.current_snapshot import PublicSnapshot

MAX_POINTS = 60
"""The most points kept for a stage; beyond that, every second one is dropped."""
FROZEN = "frozen"
BATCH_SIZE = 20
"""How many snapshots are read before other greenlets get a turn."""
_EXTENSION = "accord.history"


@dataclass(frozen=True)
class Point:
    """The ranks of a stage's teams at one moment, and its release state then."""

    release: str
    ranks: Mapping[str, int]


@dataclass
class History:
    """The points of each stage, and the epoch and number of the newest snapshot included."""

    epoch: int = 0
    number: int = 0
    stages: dict[str, list[Point]] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock)

    def add(self, number: int, content: Mapping[str, Any]) -> None:
        """Add the next snapshot; one in which no rank changed adds no point."""
        public_stages = {
            stage["stage"]: stage for stage in content["stages"] if "standings" in stage
        }
        self.stages = {key: points for key, points in self.stages.items() if key in public_stages}
        for key, stage in public_stages.items():
            point = Point(
                content["state"][key], {row["team"]: row["rank"] for row in stage["standings"]}
            )
            points = self.stages.get(key, [])
            # On a frozen board ranks change only as a reveal announces them one by one, which is
            # not yet history.
            if point.release == FROZEN and not _has_just_frozen(points, point):
                continue
            if point.ranks and (not points or points[-1] != point):
                self.stages[key] = _thinned([*points, point])
        self.number = number


def history_for(view: PublicSnapshot) -> History:
    """The history up to this snapshot. Reads only the snapshots added since the last call."""
    histories: dict[str, History] = current_app.extensions.setdefault(_EXTENSION, {})
    history = histories.setdefault(view.key, History(view.epoch))
    if history.epoch < view.epoch:
        # Some of what was read is lost.
        history = histories[view.key] = History(view.epoch)
    if history.number >= view.number:
        return history
    with history.reading:
        while history.number < view.number:
            read = snapshots.contents_after(view.key, history.number, BATCH_SIZE)
            if not read:
                break
            for number, content in read:
                history.add(number, content)
            # After a restart there may be many snapshots to read; judges' writes come first.
            time.sleep(0)
    return history


def _has_just_frozen(points: list[Point], point: Point) -> bool:
    """Whether this point is the board's freeze: the same ranks as the point before it."""
    return bool(points) and points[-1].release != FROZEN and points[-1].ranks == point.ranks


def _thinned(points: list[Point]) -> list[Point]:
    """At most MAX_POINTS: every second one, the newest, and those where the release changes."""
    if len(points) <= MAX_POINTS:
        return points
    last = len(points) - 1
    kept = [
        point
        for index, point in enumerate(points)
        if index % 2 == 0 or index == last or point.release != points[index - 1].release
    ]
    return kept if len(kept) <= MAX_POINTS else [*kept[::2][:-1], points[-1]]
