"""How places moved: the public snapshots from the first on, folded into a few points a stage.

A snapshot never changes, so each is read once, when it is new, and then only its places are
kept. What was hidden again is forgotten: a stage begins anew after it was hidden.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from competition.store import snapshots
from competition.web.audience.current_snapshot import PublicView

MOST_POINTS = 60
"""The most points that are kept of a stage; past it every second one goes."""
FROZEN = "frozen"
AT_A_TIME = 20
"""How many snapshots are read before others get their turn."""
_EXTENSION = "accord.history"


@dataclass(frozen=True)
class Point:
    """The places of a stage at one moment, by team, and its release then."""

    release: str
    ranks: Mapping[str, int]


@dataclass
class History:
    """The points of each stage, and the number of the newest snapshot that is in them."""

    number: int = 0
    stages: dict[str, list[Point]] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock)

    def add(self, number: int, content: Mapping[str, Any]) -> None:
        """Take the next snapshot in; places that did not move make no point."""
        shown = {stage["stage"]: stage for stage in content["stages"] if "standings" in stage}
        self.stages = {key: points for key, points in self.stages.items() if key in shown}
        for key, stage in shown.items():
            point = Point(
                content["state"][key], {row["team"]: row["rank"] for row in stage["standings"]}
            )
            points = self.stages.get(key, [])
            # A frozen board keeps still: what moves on it is the result being announced place by
            # place, and no history yet.
            if point.release == FROZEN and not _froze(points, point):
                continue
            if point.ranks and (not points or points[-1] != point):
                self.stages[key] = _thinned([*points, point])
        self.number = number


def history_of(showing: PublicView) -> History:
    """The history up to what is shown. Only snapshots that are new since the last call are read."""
    all_of_them: dict[str, History] = current_app.extensions.setdefault(_EXTENSION, {})
    history = all_of_them.setdefault(showing.key, History())
    if history.number >= showing.number:
        return history
    with history.reading:
        while history.number < showing.number:
            read = snapshots.contents_after(showing.key, history.number, AT_A_TIME)
            if not read:
                break
            for number, content in read:
                history.add(number, content)
            # After a restart there may be many; judges' writes come first.
            time.sleep(0)
    return history


def _froze(points: list[Point], point: Point) -> bool:
    """Whether a frozen board is what was shown before, and new."""
    return bool(points) and points[-1].release != FROZEN and points[-1].ranks == point.ranks


def _thinned(points: list[Point]) -> list[Point]:
    """At most MOST_POINTS: every second one, the newest, and those where the release changes."""
    if len(points) <= MOST_POINTS:
        return points
    last = len(points) - 1
    kept = [
        point
        for at, point in enumerate(points)
        if at % 2 == 0 or at == last or point.release != points[at - 1].release
    ]
    return kept if len(kept) <= MOST_POINTS else [*kept[::2][:-1], points[-1]]
