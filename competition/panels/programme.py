"""Panels as an integer programme: a variable for each judge in each match, 0 or 1.

The objectives are met one after the other: the best value of each becomes a constraint of the
next.
"""

from collections import defaultdict
from collections.abc import Sequence, Set
from math import ceil

from competition.panels.integer_programme import INFINITY, IntegerProgramme, Row
from competition.panels.request import Obstacle, PanelRequest, PanelsNotPossible
from competition.panels.situation import Situation

Seats = dict[int, set[int]]
"""The judges, by number, who come to each open match, by its place in `Situation.matches`."""


class PanelProgramme:
    """The panels of one situation, as a programme that grows with each objective that is met.

    With `may_lack` panels may have fewer judges than they need, and nobody who marks a dimension.
    """

    def __init__(
        self, situation: Situation, request: PanelRequest, *, may_lack: bool = False
    ) -> None:
        self._situation, self._request = situation, request
        self._programme = IntegerProgramme()
        self._seats = {
            (place, judge): self._programme.variable(0, 1)
            for place, match in enumerate(situation.matches)
            for judge in match.may
        }
        for place, match in enumerate(situation.matches):
            row = {self._seats[place, judge]: 1.0 for judge in match.may}
            self._programme.require(row, 0 if may_lack else match.need, match.need)
            heads = [each for each in match.may if situation.is_head(each)]
            if len(heads) > 1:
                self._programme.require({self._seats[place, judge]: 1 for judge in heads}, 0, 1)
        self._unmarked = {
            (place, dimension): self._somebody_marks(place, markers, may_lack=may_lack)
            for place, match in enumerate(situation.matches)
            for dimension, markers in match.markers.items()
        }
        self._forbid_two_places_at_once()

    def _somebody_marks(self, place: int, markers: Set[int], *, may_lack: bool) -> int:
        """Seat one of those who mark a dimension; gives what is 1 where nobody is."""
        nobody = self._programme.variable(0, int(may_lack))
        row = {self._seats[place, judge]: 1.0 for judge in sorted(markers)}
        self._programme.require({**row, nobody: 1.0}, 1, INFINITY)
        return nobody

    def meet_objectives(self) -> Seats:
        """Meet all but the last: mix, then head judges, then even loads.

        Raises `PanelsNotPossible` where no panels are possible at all.
        """
        self._reach(self._mix())
        self._reach(self._heads())
        found = self._reach(self._even_loads())
        return self._seats_of(found)

    def avoid_repeats(self, *, below: int, limit: int | None = None) -> Seats | None:
        """The last: as few meetings of a judge and a team beyond their first as can be.

        They are counted where an open seat adds one, and only fewer than `below` are of interest.
        None where there are none, or none were found within `limit` steps of the solver.
        """
        programme, repeats = self._with_repeats()
        programme.require(repeats, 0, below - 1)
        found = programme.least(repeats, limit=limit)
        return None if found is None else self._seats_of(found)

    def least_repeats(self) -> int:
        """A number of such meetings that no panels are below, quickly found."""
        programme, repeats = self._with_repeats()
        found = programme.least(repeats, whole=False)
        assert found is not None, "what was reached once can be reached again"
        return ceil(sum(found[each] for each in repeats) - 1e-6)

    def _with_repeats(self) -> tuple[IntegerProgramme, Row]:
        """The programme with the repeated meetings, and what counts them."""
        programme = self._programme.copy()
        met = {(judge, team) for judge, teams in self._situation.fixed_seats() for team in teams}
        together: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
        for (place, judge), variable in self._seats.items():
            for team in self._situation.matches[place].teams:
                together[judge, team][variable] = 1
        repeats: dict[int, float] = {}
        for pair, row in together.items():
            first = 0 if pair in met else 1
            if len(row) > first:
                beyond = programme.variable(0, len(row), whole=False)
                programme.require({**row, beyond: -1}, -INFINITY, first)
                repeats[beyond] = 1
        return programme, repeats

    def fullest(self) -> tuple[Seats, list[tuple[int, str]]]:
        """The panels with as many seats filled as can be, where panels may lack judges.

        Also the matches and their dimensions that nobody marks then, as few as can be.
        """
        self._reach(dict.fromkeys(self._seats.values(), 1.0))
        found = self._reach(dict.fromkeys(self._unmarked.values(), -1.0))
        return self._seats_of(found), [
            where for where, nobody in self._unmarked.items() if found[nobody] > 0.5
        ]

    def _mix(self) -> Row:
        """Counts the open matches that have at least the asked judges of each category."""
        met = {}
        for place, match in enumerate(self._situation.matches):
            lacking = self._situation.lacking(self._request.mix, match.kept)
            if lacking:
                met[place] = self._programme.variable(0, 1)
            for category, short in lacking.items():
                row: dict[int, float] = {
                    self._seats[place, judge]: 1
                    for judge in match.may
                    if self._situation.judges[judge].get("category") == category
                }
                self._programme.require({**row, met[place]: -short}, 0, INFINITY)
        return dict.fromkeys(met.values(), 1.0)

    def _heads(self) -> Row:
        """Counts the head judges who come to open matches; a panel has one at most."""
        return {
            variable: 1
            for (_place, judge), variable in self._seats.items()
            if self._situation.is_head(judge)
        }

    def _even_loads(self) -> Row:
        """The least load of those who may sit somewhere, less the greatest."""
        able, fixed = self._situation.who_may_sit(), self._situation.fixed_loads()
        if not able:
            return {}
        total = sum(fixed) + sum(match.need for match in self._situation.matches)
        below, rest = divmod(total, len(able))
        # The average is between the least and the most: known beforehand, it shortens the proof.
        least = self._programme.variable(0, below)
        most = self._programme.variable(below + bool(rest), total)
        of_judge: dict[int, dict[int, float]] = defaultdict(dict)
        for (_place, judge), variable in self._seats.items():
            of_judge[judge][variable] = 1
        for judge in able:
            row = of_judge[judge]
            self._programme.require({**row, most: -1}, -INFINITY, -fixed[judge])
            self._programme.require({**row, least: -1}, -fixed[judge], INFINITY)
        return {least: 1, most: -1}

    def _forbid_two_places_at_once(self) -> None:
        for group in self._situation.groups:
            of_judge: dict[int, dict[int, float]] = defaultdict(dict)
            for place in group:
                for judge in self._situation.matches[place].may:
                    of_judge[judge][self._seats[place, judge]] = 1
            for row in of_judge.values():
                if len(row) > 1:
                    self._programme.require(row, 0, 1)

    def _reach(self, objective: Row) -> Sequence[float]:
        """Find the greatest value of an objective of whole numbers, and require it from here on."""
        found = self._programme.least({each: -factor for each, factor in objective.items()})
        if found is None:
            raise PanelsNotPossible(_who_is_short(self._situation, self._request))
        if objective:
            best = round(sum(factor * found[each] for each, factor in objective.items()))
            self._programme.require(objective, best, INFINITY)
        return found

    def _seats_of(self, found: Sequence[float]) -> Seats:
        seats: Seats = {place: set() for place in range(len(self._situation.matches))}
        for (place, judge), variable in self._seats.items():
            if found[variable] > 0.5:
                seats[place].add(judge)
        return seats


def _who_is_short(situation: Situation, request: PanelRequest) -> list[Obstacle]:
    """The matches that lack judges, or one who marks, when as many seats as can be are filled."""
    filled, unmarked = PanelProgramme(situation, request, may_lack=True).fullest()
    short = [
        Obstacle(
            "short",
            match.key,
            number=match.need - len(filled[place]),
            others=tuple(
                dict.fromkeys(
                    situation.matches[other].key
                    for group in situation.groups
                    if place in group
                    for other in group
                    if other != place
                )
            ),
        )
        for place, match in enumerate(situation.matches)
        if len(filled[place]) < match.need
    ]
    return short or [
        Obstacle("unmarked", situation.matches[place].key, dimension=dimension)
        for place, dimension in unmarked
    ]
