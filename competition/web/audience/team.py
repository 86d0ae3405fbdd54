"""One team as the public may know it: who, against whom, and what the snapshot says of it.

A pure function of the snapshot. Which sheets were left out is told once a stage is published;
what a single judge gave is not in the snapshot and cannot be told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from competition.web.audience.board_types import (
    Board,
    BoardRow,
    BoardStage,
    BoardTopic,
    Text,
    UnrankedTeam,
)

PUBLISHED = "published"


@dataclass(frozen=True)
class TeamMember:
    """A contestant."""

    name: Text
    role: Text


@dataclass(frozen=True)
class Opponent:
    """Another team at the table; `team` is its key."""

    team: str
    name: Text
    side: str


@dataclass(frozen=True)
class LeftOutSheets:
    """A dimension and which of a match's sheets did not go into its value, by number."""

    name: Text
    sheets: list[int]


@dataclass(frozen=True)
class SheetCounts:
    """The sheets of one match: how many, and what was left out.

    They are numbered from 1 in the panel's order of seats. `whole` holds the sheets that were
    left out as a whole; without them `left_out` goes by dimension.
    """

    count: int
    whole: list[int]
    left_out: list[LeftOutSheets]


@dataclass(frozen=True)
class TeamMatch:
    """A match of the team, with its total and its sheets as far as they are public."""

    number: int
    round_name: Text
    side: str
    opponents: list[Opponent]
    topic: BoardTopic | None
    total: str | None
    sheets: SheetCounts | None


@dataclass(frozen=True)
class TeamStage:
    """A stage as the team sees it.

    `sharing` are the other teams on the same place, `equal` those with the same total that a
    rule put on another place.
    """

    stage: BoardStage
    row: BoardRow | None
    waiting: UnrankedTeam | None
    sharing: list[Text]
    equal: list[Text]
    meetings: list[TeamMatch]


@dataclass(frozen=True)
class TeamPage:
    """The team's page; stages that it has no part in are left out."""

    key: str
    name: Text
    organisation: Text
    members: list[TeamMember]
    stages: list[TeamStage]


class _Names:
    """The names of a snapshot by key."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.dimensions = {each["key"]: each["name"] for each in names["dimensions"]}
        self.teams = {each["key"]: each["name"] for each in names["teams"]}


def team_page_from(
    key: str, board: Board, public: Mapping[str, Any], names: Mapping[str, Any]
) -> TeamPage:
    """Arrange a team's page. Raises KeyError where there is no such team."""
    team = {each["key"]: each for each in names["teams"]}[key]
    book = _Names(names)
    known = {stage["key"]: stage for stage in names["stages"]}
    counted = {stage["stage"]: stage for stage in public["stages"]}
    stages = [_stage(key, s, known.get(s.key), counted[s.key], book) for s in board.stages]
    return TeamPage(
        key=key,
        name=team["name"],
        organisation=team.get("organisation", ""),
        members=[TeamMember(m["name"], m.get("role", "")) for m in team.get("members", [])],
        stages=[s for s in stages if s.row or s.waiting or s.meetings],
    )


def _stage(
    team: str,
    stage: BoardStage,
    known: Mapping[str, Any] | None,
    counted: Mapping[str, Any],
    book: _Names,
) -> TeamStage:
    row = next((row for row in stage.rows if row.team == team), None)
    others = [other for other in stage.rows if other.team != team]
    standing = next((s for s in counted.get("standings", []) if s["team"] == team), None)
    entries = {entry["match"]: entry for entry in standing["entries"]} if standing else {}
    return TeamStage(
        stage=stage,
        row=row,
        waiting=next((row for row in stage.waiting if row.team == team), None),
        sharing=[o.name for o in others if row and o.rank == row.rank],
        equal=[o.name for o in others if row and o.rank != row.rank and o.total == row.total],
        meetings=[
            _team_match(team, number, round_["name"], match, entries.get(match["key"]), stage, book)
            for round_ in (known or {"rounds": []})["rounds"]
            for number, match in enumerate(round_["matches"], start=1)
            if any(entry["team"] == team for entry in match["entries"])
        ],
    )


def _team_match(
    team: str,
    number: int,
    round_name: Text,
    match: Mapping[str, Any],
    entry: Mapping[str, Any] | None,
    stage: BoardStage,
    book: _Names,
) -> TeamMatch:
    return TeamMatch(
        number=number,
        round_name=round_name,
        side=next(e["side"] for e in match["entries"] if e["team"] == team),
        opponents=[
            Opponent(e["team"], book.teams.get(e["team"], e["team"]), e["side"])
            for e in match["entries"]
            if e["team"] != team
        ],
        topic=next((topic for topic in stage.topics if topic.key == match["topic"]), None),
        total=entry["total"] if entry else None,
        sheets=_sheet_counts(entry, book) if entry and stage.release == PUBLISHED else None,
    )


def _sheet_counts(entry: Mapping[str, Any], book: _Names) -> SheetCounts:
    seats = {judge: number for number, judge in enumerate(entry["counted"], start=1)}
    dropped = {
        key: [seats[judge] for judge in judges if judge in seats]
        for key, judges in entry["dropped"].items()
    }
    alike = _alike(dropped.values())
    ordered = [key for key in book.dimensions if dropped.get(key)]
    return SheetCounts(
        count=len(seats),
        whole=alike,
        left_out=[] if alike else [LeftOutSheets(book.dimensions[k], dropped[k]) for k in ordered],
    )


def _alike(dropped: Iterable[list[int]]) -> list[int]:
    """What every dimension leaves out, if all leave out the same."""
    first, *others = list(dropped) or [[]]
    return first if all(other == first for other in others) else []
