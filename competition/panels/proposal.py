"""The panels of a stage, proposed: fair to the judges, and to the teams."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypedDict

from competition.file_types import Document
from competition.panels.fewest_repeats import fewest_repeats
from competition.panels.programme import PanelProgramme, Seats
from competition.panels.request import PanelRequest
from competition.panels.situation import Situation, find_situation


class UnmetMix(TypedDict):
    """A panel that lacks judges of a category of the mix."""

    match: str
    category: str
    short: int


class PanelProposal(TypedDict):
    """What `flask panel propose` prints: judges by match, with what speaks for and against it."""

    format: Literal["accord-panels/1"]
    stage: str
    panels: dict[str, list[str]]
    load: dict[str, int]
    repeats: int
    unmet: list[UnmetMix]


def propose_panels(document: Document, stage: str, request: PanelRequest) -> PanelProposal:
    """Propose the panels of a stage; the same file and request give the same panels.

    Panels with a sheet stay as they are, and void matches get none. Raises `PanelsNotPossible`
    with what stands in the way.
    """
    situation = find_situation(document, stage, request)
    programme = PanelProgramme(situation, request)
    seats = programme.meet_objectives()
    seats = fewest_repeats(situation, request, programme, seats)
    return _proposal(situation, stage, request.mix, seats)


def _proposal(
    situation: Situation, stage: str, mix: Mapping[str, int], seats: Seats
) -> PanelProposal:
    panels = dict(situation.settled)
    for place, match in enumerate(situation.matches):
        panels[match.key] = [*match.kept, *_in_seat_order(situation, seats[place])]
    ordered = {match["key"]: panels[match["key"]] for match in situation.stage_matches}
    load = Counter(judge for panel in ordered.values() for judge in panel)
    meetings = Counter(
        (judge, entry["team"])
        for match in situation.stage_matches
        for judge in ordered[match["key"]]
        for entry in match["entries"]
    )
    return {
        "format": "accord-panels/1",
        "stage": stage,
        "panels": {
            key: [situation.judges[judge]["key"] for judge in panel]
            for key, panel in ordered.items()
        },
        "load": {judge["key"]: load[number] for number, judge in enumerate(situation.judges)},
        "repeats": sum(times - 1 for times in meetings.values()),
        "unmet": [
            {"match": key, "category": category, "short": short}
            for key, panel in ordered.items()
            for category, short in situation.lacking(mix, panel).items()
        ],
    }


def _in_seat_order(situation: Situation, judges: Iterable[int]) -> list[int]:
    """The head judge first, then as in the file."""
    return sorted(judges, key=lambda judge: (not situation.is_head(judge), judge))
