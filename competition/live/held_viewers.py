"""Viewers who have seen a newer state than there is here, and wait for it.

Whoever comes from another server may have been further than this one, whose database follows with
a delay. An older state would take the board back, so for a short time none is sent.
"""

import time
from typing import NamedTuple

from competition.live.state import Frame
from competition.live.viewer import Viewer, ViewerGroup


class _Held(NamedTuple):
    group: ViewerGroup
    seen: int
    until: float


class HeldViewers:
    """Who waits, the first to be let go first. All wait at most `patience_seconds`; 0 for none."""

    def __init__(self, patience_seconds: float) -> None:
        self._patience = patience_seconds
        self._held: dict[Viewer, _Held] = {}

    def __len__(self) -> int:
        """How many wait."""
        return len(self._held)

    def add(
        self, viewer: Viewer, group: ViewerGroup, frame: Frame | None, seen: int | None
    ) -> bool:
        """Hold a new viewer to whom `frame` would be older than `seen`; return whether it is."""
        if seen is None or not self._patience or (frame is not None and not frame.is_before(seen)):
            return False
        self._held[viewer] = _Held(group, seen, time.monotonic() + self._patience)
        return True

    def holds(self, viewer: Viewer, frame: Frame) -> bool:
        """Whether `frame` is still too old for this viewer; it is held no longer if not."""
        held = self._held.get(viewer)
        if held is None:
            return False
        if frame.is_before(held.seen):
            return True
        del self._held[viewer]
        return False

    def forget(self, viewer: Viewer) -> None:
        """The viewer has left."""
        self._held.pop(viewer, None)

    @property
    def next_at(self) -> float:
        """When the first is to be let go, time.monotonic(); infinity if nobody waits."""
        return next((held.until for held in self._held.values()), float("inf"))

    def let_go(self, now: float) -> list[tuple[Viewer, ViewerGroup]]:
        """Hold no longer those who have waited long enough: they take what there is."""
        late = []
        for viewer, held in self._held.items():
            if held.until > now:
                break
            late.append((viewer, held.group))
        for viewer, _ in late:
            del self._held[viewer]
        return late
