"""What is noted of a day at a contest on several nodes."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.durability.tablet import Tablet
from tests.nodes.viewer import Viewer


@dataclass
class Day:
    """What happened: by the monotonic clock, in seconds."""

    tablets: list[Tablet]
    viewers: list[Viewer]
    health: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    pages: Counter[int] = field(default_factory=Counter)
    pages_right: dict[str, bool] = field(default_factory=dict)
    stored_by_the_cluster: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    calm: tuple[float, float] = (0.0, 0.0)
    closings: int = 0
    killed_primary: float = 0.0
    cut_off: tuple[float, float] = (0.0, 0.0)
    killed_standby: tuple[float, float] = (0.0, 0.0)
    settled: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def writes(self) -> list[Any]:
        """All that the judges sent."""
        return [write for tablet in self.tablets for write in tablet.writes]

    def longest_gap(self, times: list[float], begun: float, ended: float = float("inf")) -> float:
        """The longest time without a write that began after `begun` and before `ended`."""
        edges = [begun, *(moment for moment in times if moment >= begun)]
        return max((b - a for a, b in itertools.pairwise(edges) if a <= ended), default=0.0)
