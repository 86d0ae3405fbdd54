"""Judges placed by hand: what a move changes, and what would stand against each who could sit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from competition.file_types import DimensionPart, Document, StagePart
from competition.panels.clashes import Clash, clashes
from competition.panels.same_time import placed_matches
from competition.rule_in_force import is_marked_by, rubric_of


class Seat(NamedTuple):
    """A seat on the panel of a match; `place` counts from 0, the next free seat included."""

    match: str
    place: int


def panels_of_stage(document: Document, stage: str) -> dict[str, list[str]]:
    """The panels of a stage's matches, in the file's order."""
    return {
        match["key"]: list(match["panel"])
        for each in document["stages"]
        if each["key"] == stage
        for round_ in each.get("rounds", ())
        for match in round_["matches"]
    }


def emptied(panels: Mapping[str, Sequence[str]], seat: Seat) -> dict[str, list[str]]:
    """The panel that changes when a seat is emptied; the seats after it move up."""
    panel = list(panels[seat.match])
    del panel[seat.place : seat.place + 1]
    return _changes(panels, {seat.match: panel})


def seated(
    panels: Mapping[str, Sequence[str]], seat: Seat, judge: str, origin: Seat | None = None
) -> dict[str, list[str]]:
    """The panels that change when a judge takes a seat, by match.

    From the `origin` seat the judge changes places with whoever sits there, or leaves it empty.
    Without one the judge comes from the list, and whoever sits there goes back to it; a judge who
    is on the panel already only changes places.
    """
    panel = list(panels[seat.match])
    there = panel[seat.place] if seat.place < len(panel) else None
    if judge in panel and (origin is None or origin.match != seat.match):
        origin = Seat(seat.match, panel.index(judge))
    if origin is None:
        panel[seat.place : seat.place + 1] = [judge]
        return _changes(panels, {seat.match: panel})
    left = panel if origin.match == seat.match else list(panels[origin.match])
    if there is None:
        del left[origin.place]
        panel.append(judge)
    else:
        left[origin.place], panel[seat.place] = there, judge
    return _changes(panels, {origin.match: left, seat.match: panel})


def candidates(
    document: Document, stage: str, seat: Seat, *, rounds_in_sequence: bool = False
) -> dict[str, list[Clash]]:
    """Every judge who does not sit on the panel, with what stands against them on that seat."""
    panel = panels_of_stage(document, stage)[seat.match]
    staying = [judge for place, judge in enumerate(panel) if place != seat.place]
    others = [judge["key"] for judge in document["judges"] if judge["key"] not in panel]
    found: dict[str, list[Clash]] = {judge: [] for judge in others}
    whole = {seat.match: [*staying, *others]}
    for clash in clashes(document, stage, whole, rounds_in_sequence=rounds_in_sequence):
        is_between_candidates = clash.code == "second_head" and clash.other not in staying
        if clash.match == seat.match and clash.judge in found and not is_between_candidates:
            found[clash.judge].append(clash)
    return found


def stage_loads(document: Document, stage: str) -> dict[str, int]:
    """In how many matches of a stage each judge sits; void ones are no work."""
    counted = Counter(
        judge
        for each in placed_matches(document)
        if each.stage == stage
        for judge in each.match["panel"]
    )
    return {judge["key"]: counted[judge["key"]] for judge in document["judges"]}


def short_of_mix(
    document: Document, panel: Sequence[str], mix: Mapping[str, int]
) -> dict[str, int]:
    """How many judges of each category a panel lacks."""
    category = {judge["key"]: judge.get("category") for judge in document["judges"]}
    counted = Counter(category[judge] for judge in panel)
    return {name: least - counted[name] for name, least in mix.items() if counted[name] < least}


def unmarked_dimensions(
    document: Document, stage: StagePart, panel: Sequence[str]
) -> list[DimensionPart]:
    """The dimensions that nobody on a panel marks, because they are marked by other categories."""
    categories = {j["key"]: j.get("category") for j in document["judges"] if j["key"] in panel}
    return [
        dimension
        for dimension in rubric_of(document, stage)["dimensions"]
        if "marked_by" in dimension
        and not any(is_marked_by(dimension, category) for category in categories.values())
    ]


def _changes(
    panels: Mapping[str, Sequence[str]], after: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    return {match: panel for match, panel in after.items() if panel != list(panels[match])}
