"""What is wrong with panels: as a file has them, or as somebody would change them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from competition.file_types import Document, JudgePart, RubricPart
from competition.panels.conflicts import ConflictReason, Conflicts, accepted_in
from competition.panels.same_time import PlacedMatch, overlap, placed_matches
from competition.rule_in_force import dimensions_marked_by, rubric_of, scoring_of

ClashCode = Literal[
    "conflict",
    "trainee",
    "twice",
    "second_head",
    "no_weight",
    "marks_nothing",
    "same_instant",
    "same_round",
]


class Clash(NamedTuple):
    """Why a judge should not sit on the panel of a match.

    `conflict`: with `team`, for `reasons`, `is_accepted` where the match records that it was
    accepted; `trainee`: is a trainee of the match; `twice`: is on the panel already;
    `second_head`: `other` is its head judge; `no_weight`: the judge's category has no weight in
    the scoring rule; `marks_nothing`: every dimension is marked by other categories;
    `same_instant`: is on the panel, or a trainee, of the match `other` that
    starts at the same time; `same_round`: the same of a match of the round of which nobody knows
    that it is at another time.
    """

    code: ClashCode
    match: str
    judge: str
    team: str = ""
    reasons: tuple[ConflictReason, ...] = ()
    is_accepted: bool = False
    other: str = ""


def clashes(
    document: Document,
    stage: str | None = None,
    panels: Mapping[str, Sequence[str]] | None = None,
    *,
    rounds_in_sequence: bool = False,
) -> list[Clash]:
    """What is wrong with the panels of a stage, or of all, in the order of matches and seats.

    `panels` are those that somebody would change, by match; the others are as the file has them.
    Void matches are passed over. Matches of other stages count for who is elsewhere at the time.
    """
    changed = panels or {}
    placed = placed_matches(document, rounds_in_sequence=rounds_in_sequence)
    seats = [list(changed.get(each.match["key"], each.match["panel"])) for each in placed]
    elsewhere = _Elsewhere(placed, seats, rounds_in_sequence)
    judges = {judge["key"]: judge for judge in document["judges"]}
    conflicts = Conflicts(document)
    weights = {
        stage_part["key"]: scoring_of(document, stage_part).get("category_weights")
        for stage_part in document["stages"]
    }
    rubrics = {part["key"]: rubric_of(document, part) for part in document["stages"]}
    found: list[Clash] = []
    for number, (each, panel) in enumerate(zip(placed, seats, strict=True)):
        if stage in (None, each.stage):
            rubric, weight = rubrics[each.stage], weights[each.stage]
            found += _of_panel(each, panel, judges, conflicts, weight, rubric)
            found += elsewhere.of_panel(number)
    return found


def is_without_weight(judge: JudgePart, weights: Mapping[str, str] | None) -> bool:
    """Whether the scoring rule weighs categories and has no weight above 0 for the judge's."""
    if weights is None:
        return False
    weight = weights.get(judge.get("category", ""), "0")
    return not weight.strip("0.")


def _of_panel(
    placed: PlacedMatch,
    panel: Sequence[str],
    judges: Mapping[str, JudgePart],
    conflicts: Conflicts,
    weights: Mapping[str, str] | None,
    rubric: RubricPart,
) -> Iterator[Clash]:
    match = placed.match
    head, seen = "", set[str]()
    for judge in panel:
        accepted = accepted_in(match) if conflicts.of_judge(judge) else {}
        for team, reasons in conflicts.in_match(match, judge).items():
            is_accepted = (judge, team) in accepted
            yield Clash("conflict", match["key"], judge, team, reasons, is_accepted)
        if judge in match.get("trainees", ()):
            yield Clash("trainee", match["key"], judge)
        if judge in seen:
            yield Clash("twice", match["key"], judge)
        elif judges[judge].get("head"):
            if head:
                yield Clash("second_head", match["key"], judge, other=head)
            head = head or judge
        if is_without_weight(judges[judge], weights):
            yield Clash("no_weight", match["key"], judge)
        if not dimensions_marked_by(rubric, judges[judge]):
            yield Clash("marks_nothing", match["key"], judge)
        seen.add(judge)


class _Elsewhere:
    """Who is in more than one match at a time."""

    def __init__(
        self, placed: list[PlacedMatch], seats: list[list[str]], rounds_in_sequence: bool
    ) -> None:
        self._placed, self._seats = placed, seats
        self._rounds_in_sequence = rounds_in_sequence
        # By instant and by round, the matches that each judge is in: only these can overlap.
        self._by_occasion: dict[tuple[object, str], list[int]] = defaultdict(list)
        for number, (each, panel) in enumerate(zip(placed, seats, strict=True)):
            for judge in {*panel, *each.match.get("trainees", ())}:
                for occasion in _occasions(each):
                    self._by_occasion[occasion, judge].append(number)

    def of_panel(self, number: int) -> Iterator[Clash]:
        placed = self._placed[number]
        for judge in dict.fromkeys(self._seats[number]):
            others = {
                other: None
                for occasion in _occasions(placed)
                for other in self._by_occasion[occasion, judge]
                if other != number
            }
            for other in sorted(others):
                why = overlap(
                    placed, self._placed[other], rounds_in_sequence=self._rounds_in_sequence
                )
                if why is not None:
                    there = self._placed[other].match["key"]
                    yield Clash(why, placed.match["key"], judge, other=there)


def _occasions(placed: PlacedMatch) -> Iterator[object]:
    if placed.starts is not None:
        yield placed.starts
    yield placed.round
