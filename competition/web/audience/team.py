"""One team's page: its members, its matches, and its results in the public snapshot.

A pure function of the snapshot and of the proofs that it names. Once a stage is published, its
page says which sheets were left out; and every step from the marks to the total, judges by seat,
where the organiser has published the marks too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from competition.web.audience.agreements import agreements_in
from competition.web.audience.board_names import dimension_names
from competition.web.audience.board_types import (
    Board,
    BoardRow,
    BoardStage,
    BoardTopic,
    PublicAgreement,
    Text,
    UnrankedTeam,
)

PUBLISHED = "published"


@dataclass(frozen=True)
class TeamMember:
    """A contestant."""

    name: Text
    role: Text
    is_reserve: bool


@dataclass(frozen=True)
class Opponent:
    """Another team in the match; `team` is its key."""

    team: str
    name: Text
    side: str


@dataclass(frozen=True)
class LeftOutSheets:
    """A dimension, and the numbers of the sheets that were left out of its value."""

    name: Text
    sheets: list[int]


@dataclass(frozen=True)
class SheetCounts:
    """The sheets of one match: how many, and which were left out.

    They are numbered from 1 in the order of the panel's seats. `left_out_entirely` has the sheets
    left out of every dimension; if it is empty, `left_out_by_dimension` has the others.
    `imported` of them were not sent by their judges but imported by the organisers.
    """

    count: int
    left_out_entirely: list[int]
    left_out_by_dimension: list[LeftOutSheets]
    imported: int


@dataclass(frozen=True)
class TeamMatch:
    """A match of the team, with its total and its sheets if they are public.

    `repeats` is the number of the match in whose place it is held; `substitutions` are who came
    and for whom.
    """

    number: int
    round_name: Text
    side: str
    opponents: list[Opponent]
    topic: BoardTopic | None
    total: str | None
    sheets: SheetCounts | None
    agreement: PublicAgreement | None
    repeats: int | None
    substitutions: list[tuple[Text, Text]]


@dataclass(frozen=True)
class TeamScore:
    """A member's score in a published written test; `left_out` is one beyond the best n."""

    member: Text
    score: str
    left_out: bool


@dataclass(frozen=True)
class TeamStage:
    """A stage from the team's point of view.

    `tied_with` are the other teams with the same rank, `equal_totals` those with the same total
    but another rank, decided by a tie-break. `proof` is there where the marks are published.
    """

    stage: BoardStage
    row: BoardRow | None
    unranked: UnrankedTeam | None
    tied_with: list[Text]
    equal_totals: list[Text]
    matches: list[TeamMatch]
    scores: list[TeamScore]
    proof: Mapping[str, Any] | None


@dataclass(frozen=True)
class TeamPage:
    """The team's page; stages in which it does not take part are left out."""

    key: str
    name: Text
    organisation: Text
    members: list[TeamMember]
    stages: list[TeamStage]


class _TeamNames:
    """The names of a snapshot by key."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self.teams = {each["key"]: each["name"] for each in names["teams"]}
        self.members = {
            (team["key"], member["key"]): member["name"]
            for team in names["teams"]
            for member in team.get("members", ())
        }
        self.scores: Mapping[str, Mapping[str, Any]] = names.get("scores", {})
        self.imported: Mapping[str, Mapping[str, int]] = names.get("imported", {})
        self.agreements = agreements_in(names)

    def member(self, team: str, key: str) -> Text:
        """A member's name; the key of somebody who is no longer in the team."""
        name: Text = self.members.get((team, key), key)
        return name

    def dimensions(self, stage: str) -> Mapping[str, Text]:
        """What is marked in a stage."""
        return dimension_names(self._names, stage)


def team_page_from(
    key: str,
    board: Board,
    public: Mapping[str, Any],
    names: Mapping[str, Any],
    proofs: Mapping[str, Mapping[str, Any]],
) -> TeamPage:
    """Arrange a team's page; `proofs` are its own by stage. Raises KeyError without the team."""
    team = {each["key"]: each for each in names["teams"]}[key]
    lookup = _TeamNames(names)
    known = {stage["key"]: stage for stage in names["stages"]}
    snapshot_stages = {stage["stage"]: stage for stage in public["stages"]}
    stages = [
        _stage(key, s, known.get(s.key), snapshot_stages[s.key], lookup, proofs.get(s.key))
        for s in board.stages
    ]
    return TeamPage(
        key=key,
        name=team["name"],
        organisation=team.get("organisation", ""),
        members=[
            TeamMember(m["name"], m.get("role", ""), bool(m.get("reserve")))
            for m in team.get("members", [])
        ],
        stages=[s for s in stages if s.row or s.unranked or s.matches],
    )


def _stage(
    team: str,
    stage: BoardStage,
    known: Mapping[str, Any] | None,
    snapshot_stage: Mapping[str, Any],
    lookup: _TeamNames,
    proof: Mapping[str, Any] | None,
) -> TeamStage:
    row = next((row for row in stage.rows if row.team == team), None)
    others = [other for other in stage.rows if other.team != team]
    standings_row = next(
        (s for s in snapshot_stage.get("standings", []) if s["team"] == team), None
    )
    entries = {entry["match"]: entry for entry in standings_row["entries"]} if standings_row else {}
    return TeamStage(
        stage=stage,
        row=row,
        unranked=next((row for row in stage.unranked if row.team == team), None),
        tied_with=[o.name for o in others if row and o.rank == row.rank],
        equal_totals=[
            o.name for o in others if row and o.rank != row.rank and o.total == row.total
        ],
        matches=[
            _team_match(team, number, round_, match, entries.get(match["key"]), stage, lookup)
            for round_ in (known or {"rounds": []})["rounds"]
            for number, match in enumerate(round_["matches"], start=1)
            if any(entry["team"] == team for entry in match["entries"])
        ],
        scores=[
            TeamScore(
                lookup.member(team, score["member"]),
                score["score"],
                score.get("left_out", False),
            )
            for score in lookup.scores.get(stage.key, {}).get(team, ())
            if "member" in score
        ],
        proof=proof,
    )


def _team_match(
    team: str,
    number: int,
    round_: Mapping[str, Any],
    match: Mapping[str, Any],
    entry: Mapping[str, Any] | None,
    stage: BoardStage,
    lookup: _TeamNames,
) -> TeamMatch:
    keys = [each["key"] for each in round_["matches"]]
    repeated = match.get("repeats")
    return TeamMatch(
        number=number,
        round_name=round_["name"],
        side=next(e["side"] for e in match["entries"] if e["team"] == team),
        opponents=[
            Opponent(e["team"], lookup.teams.get(e["team"], e["team"]), e["side"])
            for e in match["entries"]
            if e["team"] != team
        ],
        topic=next((topic for topic in stage.topics if topic.key == match["topic"]), None),
        total=entry["total"] if entry else None,
        sheets=_sheet_counts(team, entry, lookup, lookup.dimensions(stage.key))
        if entry and stage.release == PUBLISHED
        else None,
        agreement=lookup.agreements.get(match["key"]),
        repeats=keys.index(repeated) + 1 if repeated in keys else None,
        substitutions=[
            (lookup.member(team, part["comes"]), lookup.member(team, part["leaves"]))
            for part in match.get("substitutions", ())
            if part["team"] == team
        ],
    )


def _sheet_counts(
    team: str, entry: Mapping[str, Any], lookup: _TeamNames, dimensions: Mapping[str, Text]
) -> SheetCounts:
    seats = {judge: number for number, judge in enumerate(entry["counted"], start=1)}
    dropped = {
        key: [seats[judge] for judge in judges if judge in seats]
        for key, judges in entry["dropped"].items()
    }
    common = _common(dropped.values())
    ordered = [key for key in dimensions if dropped.get(key)]
    return SheetCounts(
        count=len(seats),
        left_out_entirely=common,
        left_out_by_dimension=[]
        if common
        else [LeftOutSheets(dimensions[k], dropped[k]) for k in ordered],
        imported=lookup.imported.get(entry["match"], {}).get(team, 0),
    )


def _common(dropped: Iterable[list[int]]) -> list[int]:
    """The sheets left out, if they are the same in every dimension; otherwise an empty list."""
    first, *others = list(dropped) or [[]]
    return first if all(other == first for other in others) else []
