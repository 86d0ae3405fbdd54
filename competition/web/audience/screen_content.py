"""What the projector draws: the board and the mode that the organiser has chosen.

A pure function of the public board and of what is on the screen; what the board does not have
cannot be drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from competition.web.audience.awards import PublicAward, revealed_award
from competition.web.audience.board_names import dimension_names
from competition.web.audience.board_types import (
    Board,
    BoardMatch,
    BoardRound,
    BoardRow,
    BoardStage,
    BoardTopic,
    Text,
)
from competition.web.audience.draws import ShownDraw, shown_draw

Teams = Mapping[str, Text]


@dataclass(frozen=True)
class ScreenSide:
    """A team in a match with its members; `total` only where its total in this match is public."""

    name: Text
    short_name: Text
    side: str
    members: list[Text]
    total: str | None


@dataclass(frozen=True)
class ScreenMatch:
    """A match with its stage, its round, its topic and its teams."""

    stage: BoardStage
    round: BoardRound
    match: BoardMatch
    topic: BoardTopic | None
    sides: list[ScreenSide]


@dataclass(frozen=True)
class TeamProfile:
    """One team; `row` is None while no total of it is public."""

    key: str
    name: Text
    stage: BoardStage | None
    row: BoardRow | None


@dataclass(frozen=True)
class RevealedPlaces:
    """A stage's rows during a reveal: the newest, those before, how many teams are left."""

    stage: BoardStage
    newest: list[BoardRow]
    before: list[BoardRow]
    unrevealed: int


@dataclass(frozen=True)
class LeftOutTotal:
    """A total that was left out: the `mark`, and whether as "highest" or as "lowest"."""

    mark: str
    end: str


@dataclass(frozen=True)
class EntryMarks:
    """One team's name and marks in a match, the marks as from `scoring.break_down_marks`.

    `left_out` has whole sheets' totals; `has_left_out` is true also where single marks were.
    """

    name: Text
    side: str
    score: Mapping[str, Any]
    left_out: list[LeftOutTotal]

    @property
    def has_left_out(self) -> bool:
        """Whether any mark was left out."""
        dimensions = self.score.get("dimensions", ())
        return bool(self.left_out) or any(each["dropped"] for each in dimensions)


@dataclass(frozen=True)
class MatchMarks:
    """A match's marks by team; `judges` has the judges' names only if they are shown by name.

    `judges_shown` counts those drawn so far, where one comes after another.
    """

    match: ScreenMatch
    combine: str
    judges: list[Text]
    entries: list[EntryMarks]
    dimensions: Mapping[str, Text]
    judges_shown: int | None = None

    def shows(self, seat: int) -> bool:
        """Whether the marks of this seat, counted from 1, are drawn already."""
        return self.judges_shown is None or seat <= self.judges_shown

    @property
    def is_whole(self) -> bool:
        """Whether all judges are drawn, and so the result and what was left out."""
        return all(self.shows(len(entry.score["seats"])) for entry in self.entries)


@dataclass(frozen=True)
class ScreenContent:
    """One state of the projector. `mode` falls back to `board` if what it was about is gone."""

    mode: str
    board: Board
    clock: Mapping[str, Any]
    match: ScreenMatch | None = None
    profile: TeamProfile | None = None
    reveal: RevealedPlaces | None = None
    match_marks: MatchMarks | None = None
    draw: ShownDraw | None = None
    award: PublicAward | None = None


def screen_content(
    board: Board,
    mode: str,
    about: Mapping[str, str],
    clock: Mapping[str, Any],
    names: Mapping[str, Any],
) -> ScreenContent:
    """What to draw for `mode` about `about`, what the mode is about, if anything."""
    teams = {team["key"]: team["name"] for team in names["teams"]}
    if mode == "marks":
        marks = _match_marks(board, about, names, teams)
        return ScreenContent("marks" if marks else "board", board, clock, match_marks=marks)
    if mode == "match":
        match = _screen_match(board, about.get("match", ""), names)
        return ScreenContent("match" if match else "board", board, clock, match=match)
    if mode == "radar":
        profile = _team_profile(board, about.get("team", ""), teams)
        return ScreenContent("radar" if profile else "board", board, clock, profile=profile)
    if mode == "reveal":
        reveal = _revealed_places(board, about.get("stage", ""))
        return ScreenContent("reveal" if reveal else "board", board, clock, reveal=reveal)
    if mode == "draw":
        draw = shown_draw(names, about.get("draw", ""))
        return ScreenContent("draw" if draw else "board", board, clock, draw=draw)
    if mode == "award":
        award = revealed_award(names, about.get("award", ""))
        return ScreenContent("award" if award else "board", board, clock, award=award)
    return ScreenContent(mode, board, clock)


def _screen_match(board: Board, key: str, names: Mapping[str, Any]) -> ScreenMatch | None:
    for stage in board.stages:
        for round_ in stage.rounds:
            for match in round_.matches:
                if match.key == key:
                    topic = next((t for t in stage.topics if t.key == match.topic), None)
                    sides = _screen_sides(stage, match, names)
                    return ScreenMatch(stage, round_, match, topic, sides)
    return None


def _screen_sides(
    stage: BoardStage, match: BoardMatch, names: Mapping[str, Any]
) -> list[ScreenSide]:
    left = _who_left(names, match.key)
    members = {
        team["key"]: [
            member["name"]
            for member in team.get("members", ())
            if (team["key"], member["key"]) not in left
        ]
        for team in names["teams"]
    }
    totals = {
        row.team: entry.total
        for row in stage.rows
        for entry in row.appearances
        if entry.match == match.key
    }
    return [
        ScreenSide(
            name=one.name,
            short_name=one.short_name,
            side=one.side,
            members=members.get(one.team, []),
            total=totals.get(one.team),
        )
        for one in match.sides
    ]


def _who_left(names: Mapping[str, Any], match_key: str) -> set[tuple[str, str]]:
    """Who is not in the match because a reserve came: team and member."""
    return {
        (part["team"], part["leaves"])
        for stage in names["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        if match["key"] == match_key
        for part in match.get("substitutions", ())
    }


def _team_profile(board: Board, key: str, teams: Teams) -> TeamProfile | None:
    # The current stage comes first, so the newest total is found first.
    for stage in board.stages:
        for row in stage.rows:
            if row.team == key:
                return TeamProfile(key, row.name, stage, row)
    return TeamProfile(key, teams[key], None, None) if key in teams else None


def _revealed_places(board: Board, key: str) -> RevealedPlaces | None:
    stage = next((stage for stage in board.stages if stage.key == key), None)
    if stage is None:
        return None
    # Rows from before the freeze have not been announced.
    rows = stage.rows if stage.unrevealed is not None or stage.release == "published" else []
    newest = [row for row in rows if row.rank == rows[0].rank]
    return RevealedPlaces(stage, newest, rows[len(newest) :], stage.unrevealed or 0)


def _match_marks(
    board: Board, about: Mapping[str, str], names: Mapping[str, Any], teams: Teams
) -> MatchMarks | None:
    key = about.get("match", "")
    match = _screen_match(board, key, names)
    marks = next((each for each in names.get("marks", ()) if each["match"] == key), None)
    if match is None or marks is None:
        return None
    return MatchMarks(
        match=match,
        combine=marks["combine"],
        judges=marks.get("names", []),
        entries=[
            EntryMarks(
                name=teams.get(entry["team"], entry["team"]),
                side=entry["side"],
                score=entry["score"],
                left_out=left_out_totals(entry["score"]["seats"]),
            )
            for entry in marks["entries"]
        ],
        dimensions=dimension_names(names, _stage_of(names, key)),
        judges_shown=int(about["judges"]) if "judges" in about else None,
    )


def _stage_of(names: Mapping[str, Any], match: str) -> str | None:
    stages = (
        stage["key"]
        for stage in names["stages"]
        for round_ in stage["rounds"]
        if any(each["key"] == match for each in round_["matches"])
    )
    return next(stages, None)


def left_out_totals(seats: Sequence[Mapping[str, Any]]) -> list[LeftOutTotal]:
    """The totals that were left out, the highest first.

    Where a total equals all that count, it was left out as the end of which fewer are known.
    """
    counted = [Decimal(s["total"]) for s in seats if s["total"] is not None and not s["dropped"]]
    dropped = [seat["total"] for seat in seats if seat["dropped"]]
    if not counted or not dropped:
        return []
    highest, lowest = max(counted), min(counted)
    high: list[str] = []
    low: list[str] = []
    equal: list[str] = []
    for mark in dropped:
        if highest <= Decimal(mark) > lowest:
            high.append(mark)
        elif lowest >= Decimal(mark) < highest:
            low.append(mark)
        else:
            equal.append(mark)
    for mark in equal:
        (low if len(low) < len(high) else high).append(mark)
    return [LeftOutTotal(mark, "highest") for mark in sorted(high, key=Decimal, reverse=True)] + [
        LeftOutTotal(mark, "lowest") for mark in sorted(low, key=Decimal)
    ]
