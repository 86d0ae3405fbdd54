"""Fewer repeated meetings by exchanging judges, without losing what the programme has reached.

Every panel stays whole and allowed; the matches that have the mix, the panels with a head judge
and the range of the loads stay as they are. Worse arrangements are taken on the way, less and
less readily (simulated annealing), by numbers that follow from the seed.
"""

import random
from collections import Counter
from collections.abc import Callable
from math import exp

from competition.panels.programme import Seats
from competition.panels.request import PanelRequest
from competition.panels.situation import Situation

_WARM, _COLD = 0.7, 0.12
"""How readily a worse arrangement is taken, in repeats, in the beginning and at the end."""
_TRIES = 10
"""How many seats are looked at for one with a repeated meeting."""


class Exchanges:
    """An arrangement of a stage's open seats that changes by single exchanges."""

    def __init__(self, situation: Situation, request: PanelRequest, seats: Seats) -> None:
        self._situation, self._mix = situation, request.mix
        self._random = random.Random(f"exchanges {request.seed}")  # noqa: S311  # nosec B311 - no secret.
        self._coming = [sorted(seats[place]) for place in range(len(situation.matches))]
        self._open = [place for place, panel in enumerate(self._coming) if panel]
        self._sitting = [
            {*match.kept, *panel}
            for match, panel in zip(situation.matches, self._coming, strict=True)
        ]
        self._may = [set(match.may) for match in situation.matches]
        self._teams = [match.teams for match in situation.matches]
        self._beside = [_others(situation.groups, place) for place in range(len(self._coming))]
        self._kind = [(judge.get("category"), judge.get("head")) for judge in situation.judges]
        self._count_meetings()
        loads = [self._loads[judge] for judge in situation.who_may_sit()]
        self._least, self._most = min(loads, default=0), max(loads, default=0)

    def _count_meetings(self) -> None:
        fixed = list(self._situation.fixed_seats())
        self._met: Counter[tuple[int, str]] = Counter(
            (judge, team) for judge, teams in fixed for team in teams
        )
        self._loads = Counter(judge for judge, _teams in fixed)
        self.repeats = 0
        for place, panel in enumerate(self._coming):
            for judge in panel:
                self.repeats += self._enter(place, judge)

    def improve(self, steps: int, enough: int) -> Seats:
        """The arrangement with the fewest repeats of those tried; `repeats` is their number.

        Ends after so many steps, or once `enough` is reached.
        """
        best, kept = self.repeats, [list(panel) for panel in self._coming]
        warmth, cooling = _WARM, (_COLD / _WARM) ** (1 / max(1, steps))
        for step in range(steps):
            if best <= enough or not self._open:
                break
            warmth *= cooling
            (self._exchange if step % 3 else self._replace)(warmth)
            if self.repeats < best:
                best, kept = self.repeats, [list(panel) for panel in self._coming]
        self.repeats = best
        return {place: set(panel) for place, panel in enumerate(kept)}

    def _any_seat(self) -> tuple[int, int]:
        """A match and a judge who comes to it: one who meets a team again, if there is one."""
        for _ in range(_TRIES):
            place = self._random.choice(self._open)
            judge = self._random.choice(self._coming[place])
            if any(self._met[judge, team] > 1 for team in self._teams[place]):
                break
        return place, judge

    def _exchange(self, warmth: float) -> None:
        """Two judges of two matches take each other's seat."""
        here, first = self._any_seat()
        there = self._random.choice(self._open)
        second = self._random.choice(self._coming[there])
        if here == there or not (self._can(first, there, here) and self._can(second, here, there)):
            return
        self._attempt([(here, first, second), (there, second, first)], warmth)

    def _replace(self, warmth: float) -> None:
        """A judge leaves a match, and another takes the seat."""
        place, leaving = self._any_seat()
        coming = self._random.choice(self._situation.matches[place].may)
        if (
            self._can(coming, place, place)
            and self._loads[leaving] > self._least
            and self._loads[coming] < self._most
            and self._situation.is_head(leaving) == self._situation.is_head(coming)
        ):
            self._attempt([(place, leaving, coming)], warmth)

    def _can(self, judge: int, place: int, leaving: int) -> bool:
        """Whether the judge may come to a match, once out of the match `leaving`."""
        return (
            judge in self._may[place]
            and judge not in self._sitting[place]
            and not any(
                judge in self._sitting[other] for other in self._beside[place] if other != leaving
            )
        )

    def _attempt(self, changes: list[tuple[int, int, int]], warmth: float) -> None:
        """Carry out seat changes (match, who leaves, who comes), unless too much is lost."""
        is_same_kind = all(self._kind[old] == self._kind[new] for _place, old, new in changes)
        if not is_same_kind and not self._keeps_whole(changes):
            return
        difference = sum(self._leave(place, old) for place, old, _new in changes)
        difference += sum(self._enter(place, new) for place, _old, new in changes)
        if difference <= 0 or self._random.random() < exp(-difference / warmth):
            self.repeats += difference
            for place, old, new in changes:
                panel = self._coming[place]
                panel[panel.index(old)] = new
                self._sitting[place].remove(old)
                self._sitting[place].add(new)
            return
        for place, old, new in changes:
            self._leave(place, new)
            self._enter(place, old)

    def _keeps_whole(self, changes: list[tuple[int, int, int]]) -> bool:
        met = 0
        for place, old, new in changes:
            after = self._sitting[place] - {old} | {new}
            if sum(self._situation.is_head(judge) for judge in after) > 1:
                return False
            if not self._situation.matches[place].has_markers(after):
                return False
            lacks = self._situation.lacking
            met += not lacks(self._mix, after)
            met -= not lacks(self._mix, self._sitting[place])
        return met >= 0

    def _enter(self, place: int, judge: int) -> int:
        self._loads[judge] += 1
        return self._count(place, judge, lambda times: times + 1)

    def _leave(self, place: int, judge: int) -> int:
        self._loads[judge] -= 1
        return self._count(place, judge, lambda times: times - 1)

    def _count(self, place: int, judge: int, change: Callable[[int], int]) -> int:
        """Count the meetings with a match's teams anew; by how much the repeats change."""
        difference = 0
        for team in self._teams[place]:
            before = self._met[judge, team]
            after = self._met[judge, team] = change(before)
            difference += max(0, after - 1) - max(0, before - 1)
        return difference


def _others(groups: list[list[int]], place: int) -> list[int]:
    """The matches that a judge of this one cannot be in."""
    found = {other for group in groups if place in group for other in group}
    return sorted(found - {place})
