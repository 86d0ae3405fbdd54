"""What a proposal starts from: the seats that stay, those to fill, and who may take which."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from competition.file_types import (
    DimensionPart,
    Document,
    JudgePart,
    MatchPart,
    RubricPart,
    StagePart,
)
from competition.panels.clashes import is_without_weight
from competition.panels.conflicts import Conflicts
from competition.panels.request import Obstacle, PanelRequest, PanelsNotPossible
from competition.panels.same_time import placed_matches, same_time_groups
from competition.rule_in_force import dimensions_marked_by, is_marked_by, rubric_of, scoring_of


@dataclass(frozen=True)
class OpenMatch:
    """A match with seats to fill: `kept` judges sit there, `need` more have to come of `may`.

    `markers` are, for each dimension that nobody marks who is kept, those of `may` who do. Judges
    are given by their number in `Situation.judges`, a dimension as `stage/key`.
    """

    key: str
    teams: list[str]
    kept: list[int]
    need: int
    may: list[int]
    markers: Mapping[str, frozenset[int]]

    def has_markers(self, sitting: Set[int]) -> bool:
        """Whether every dimension has somebody to mark it, if these judges sit there."""
        return all(not markers.isdisjoint(sitting) for markers in self.markers.values())


@dataclass(frozen=True)
class Situation:
    """Everything that the panels of a stage have to fit.

    `matches` is in an order that follows from the seed, as are the judges `may` has; `settled` are
    the panels of the stage that stay as they are, by match; `groups` are the matches, by number,
    of which a judge can be in one at most; `stage_matches` all that count, in the file's order.
    """

    judges: list[JudgePart]
    stage_matches: list[MatchPart]
    matches: list[OpenMatch]
    settled: dict[str, list[int]]
    groups: list[list[int]]

    def fixed_seats(self) -> Iterator[tuple[int, list[str]]]:
        """Every seat of the stage that is taken, by its judge and the teams of its match."""
        teams = {match["key"]: _teams(match) for match in self.stage_matches}
        for key, panel in self.settled.items():
            yield from ((judge, teams[key]) for judge in panel)
        for match in self.matches:
            yield from ((judge, match.teams) for judge in match.kept)

    def fixed_loads(self) -> list[int]:
        """How many seats of the stage each judge has for certain."""
        counted = Counter(judge for judge, _teams in self.fixed_seats())
        return [counted[judge] for judge in range(len(self.judges))]

    def who_may_sit(self) -> list[int]:
        """The judges who sit somewhere in the stage or may, in the file's order."""
        able = {judge for judge, _teams in self.fixed_seats()}
        able.update(judge for match in self.matches if match.need for judge in match.may)
        return sorted(able)

    def lacking(self, mix: Mapping[str, int], sitting: Iterable[int]) -> dict[str, int]:
        """How many judges of each category of the mix a panel lacks."""
        counted = Counter(self.judges[judge].get("category") for judge in sitting)
        return {
            category: number - counted[category]
            for category, number in mix.items()
            if number > counted[category]
        }

    def is_head(self, judge: int) -> bool:
        """Whether the judge is a head judge."""
        return bool(self.judges[judge].get("head"))


def find_situation(document: Document, stage_key: str, request: PanelRequest) -> Situation:
    """What the panels of a stage have to fit; raises `PanelsNotPossible` where they cannot."""
    stage = _find_stage(document, stage_key)
    if sum(request.mix.values()) > request.size:
        raise PanelsNotPossible([Obstacle("mix", number=sum(request.mix.values()))])
    return _Arrangement(document, stage, request).situation()


def _find_stage(document: Document, key: str) -> StagePart:
    for stage in document["stages"]:
        if stage["key"] == key:
            if stage.get("kind") == "paper":
                raise PanelsNotPossible([Obstacle("paper", key)])
            return stage
    raise PanelsNotPossible([Obstacle("no_stage", key)])


class _Arrangement:
    """Finds who stays where, and from there who may come."""

    def __init__(self, document: Document, stage: StagePart, request: PanelRequest) -> None:
        self._document, self._request, self._stage = document, request, stage
        self._conflicts = Conflicts(document)
        self._judges = document["judges"]
        self._numbers = {judge["key"]: number for number, judge in enumerate(self._judges)}
        self._random = random.Random(request.seed)  # noqa: S311  # nosec B311 - no secret.
        self._placed = placed_matches(document, rounds_in_sequence=request.rounds_in_sequence)
        self._groups = same_time_groups(self._placed, rounds_in_sequence=request.rounds_in_sequence)
        marked = {sheet["match"] for sheet in document.get("sheets", ())}
        self._of_stage = {
            number for number, each in enumerate(self._placed) if each.stage == stage["key"]
        }
        self._open = [
            number
            for number in sorted(self._of_stage)
            if self._placed[number].match["key"] not in marked
        ]
        self._present = [self._who_is_there(number) for number in range(len(self._placed))]

    def situation(self) -> Situation:
        """Everything together; raises `PanelsNotPossible` with each obstacle that is known."""
        obstacles = [found for number in self._open for found in self._kept_wrongly(number)]
        order = list(range(len(self._judges)))
        self._random.shuffle(order)
        open_matches = list(self._open)
        self._random.shuffle(open_matches)
        matches = [self._open_match(number, order) for number in open_matches]
        if not obstacles:
            obstacles = [found for match in matches for found in self._too_few(match)]
        if obstacles:
            raise PanelsNotPossible(obstacles)
        places = {number: place for place, number in enumerate(open_matches)}
        groups = [
            [places[number] for number in group if number in places] for group in self._groups
        ]
        return Situation(
            judges=self._judges,
            stage_matches=[self._placed[number].match for number in sorted(self._of_stage)],
            matches=matches,
            settled={
                self._placed[number].match["key"]: self._panel(self._placed[number].match)
                for number in sorted(self._of_stage)
                if number not in places
            },
            groups=[group for group in groups if len(group) > 1],
        )

    def _panel(self, match: MatchPart) -> list[int]:
        return [self._numbers[judge] for judge in match["panel"]]

    def _kept(self, match: MatchPart) -> list[int]:
        """The judges of an open match who stay: all, or those whom it names besides its panel."""
        if self._request.keep:
            return self._panel(match)
        named = {part["seat"] for part in match.get("replacements", ())}
        named |= {part["judge"] for part in match.get("recused", ())}
        return [self._numbers[judge] for judge in match["panel"] if judge in named]

    def _who_is_there(self, number: int) -> set[int]:
        """Who is in a match for certain: its trainees, and whoever stays on its panel."""
        match = self._placed[number].match
        stays = self._kept(match) if number in self._open else self._panel(match)
        return {*stays, *(self._numbers[judge] for judge in match.get("trainees", ()))}

    def _elsewhere(self, number: int) -> dict[int, int]:
        """Who is in another match at the time for certain, and in which."""
        return {
            judge: other
            for group in self._groups
            if number in group
            for other in group
            if other != number
            for judge in self._present[other]
        }

    def _kept_wrongly(self, number: int) -> Iterator[Obstacle]:
        match = self._placed[number].match
        kept, elsewhere = self._kept(match), self._elsewhere(number)
        for judge in kept:
            key = self._judges[judge]["key"]
            for team, reasons in self._conflicts.standing(match, key).items():
                yield Obstacle("kept_conflict", match["key"], key, team, reasons)
            if judge in elsewhere:
                other = self._placed[elsewhere[judge]].match["key"]
                yield Obstacle("kept_twice", match["key"], key, others=(other,))
        if len(kept) > self._request.size:
            yield Obstacle("kept_more", match["key"], number=len(kept))

    def _open_match(self, number: int, order: Sequence[int]) -> OpenMatch:
        match = self._placed[number].match
        kept, elsewhere = self._kept(match), self._elsewhere(number)
        need = self._request.size - len(kept)
        barred = {*match.get("trainees", ())}
        barred |= {part["from"] for part in match.get("replacements", ())}
        has_head = any(self._judges[judge].get("head") for judge in kept)
        weights = scoring_of(self._document, self._stage).get("category_weights")
        rubric = rubric_of(self._document, self._stage)
        may = [
            judge
            for judge in order
            if judge not in kept
            and judge not in elsewhere
            and (part := self._judges[judge])["key"] not in barred
            and not (has_head and part.get("head"))
            and not is_without_weight(part, weights)
            and dimensions_marked_by(rubric, part)
            and not self._conflicts.in_match(match, part["key"])
        ]
        may = may if need > 0 else []
        markers = self._markers(rubric, kept, may)
        return OpenMatch(match["key"], _teams(match), kept, need, may, markers)

    def _markers(
        self, rubric: RubricPart, kept: Sequence[int], may: Sequence[int]
    ) -> dict[str, frozenset[int]]:
        def mark(dimension: DimensionPart, judges: Sequence[int]) -> frozenset[int]:
            categories = {judge: self._judges[judge].get("category") for judge in judges}
            return frozenset(each for each in judges if is_marked_by(dimension, categories[each]))

        return {
            f"{self._stage['key']}/{dimension['key']}": mark(dimension, may)
            for dimension in rubric["dimensions"]
            if "marked_by" in dimension and not mark(dimension, kept)
        }

    def _too_few(self, match: OpenMatch) -> Iterator[Obstacle]:
        heads = [judge for judge in match.may if self._judges[judge].get("head")]
        able = len(match.may) - max(0, len(heads) - 1)
        if able < match.need:
            yield Obstacle("too_few", match.key, number=able + len(match.kept))
            return
        for dimension, markers in match.markers.items():
            if not markers:
                yield Obstacle("unmarked", match.key, dimension=dimension)


def _teams(match: MatchPart) -> list[str]:
    return [entry["team"] for entry in match["entries"]]
