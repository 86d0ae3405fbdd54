"""What the projector draws: a board and the mode the organiser has chosen, brought together.

A pure function of the public board and of what is on the screen; what the board does not hold
cannot be drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.web.audience.board_types import (
    Board,
    BoardMatch,
    BoardRound,
    BoardRow,
    BoardStage,
    BoardTopic,
    Text,
)

Teams = Mapping[str, Text]


@dataclass(frozen=True)
class ScreenMatch:
    """A match as it is called up: where it stands, who sits there, what is bargained about."""

    stage: BoardStage
    round: BoardRound
    match: BoardMatch
    topic: BoardTopic | None


@dataclass(frozen=True)
class TeamProfile:
    """One team; `row` is None while the public may not see a total of it."""

    key: str
    name: Text
    stage: BoardStage | None
    row: BoardRow | None


@dataclass(frozen=True)
class RevealedPlaces:
    """A stage's places as they are revealed: the newest, those before it, how many are to come."""

    stage: BoardStage
    newest: list[BoardRow]
    before: list[BoardRow]
    to_come: int


@dataclass(frozen=True)
class EntryMarks:
    """One team's marks in a match, as `scoring.lay_open` gives them, with names for people."""

    name: Text
    side: str
    score: Mapping[str, Any]


@dataclass(frozen=True)
class MatchMarks:
    """A match's marks: how they are combined, who the judges are if they are named, each team."""

    table: ScreenMatch
    combine: str
    judges: list[Text]
    entries: list[EntryMarks]
    dimensions: Mapping[str, Text]


@dataclass(frozen=True)
class ScreenContent:
    """One state of the projector. `mode` is `board` where what it was about is no more."""

    mode: str
    board: Board
    clock: Mapping[str, Any]
    table: ScreenMatch | None = None
    portrait: TeamProfile | None = None
    announcement: RevealedPlaces | None = None
    laid_open: MatchMarks | None = None


def screen_content(
    board: Board,
    mode: str,
    about: Mapping[str, str],
    clock: Mapping[str, Any],
    names: Mapping[str, Any],
) -> ScreenContent:
    """Bring the board and the chosen mode together; `names` are the snapshot's."""
    teams = {team["key"]: team["name"] for team in names["teams"]}
    if mode == "marks":
        laid = _match_marks(board, about.get("match", ""), names, teams)
        return ScreenContent("marks" if laid else "board", board, clock, laid_open=laid)
    if mode == "match":
        table = _screen_match(board, about.get("match", ""))
        return ScreenContent("match" if table else "board", board, clock, table=table)
    if mode == "radar":
        portrait = _team_profile(board, about.get("team", ""), teams)
        return ScreenContent("radar" if portrait else "board", board, clock, portrait=portrait)
    if mode == "reveal":
        announced = _revealed_places(board, about.get("stage", ""))
        return ScreenContent(
            "reveal" if announced else "board", board, clock, announcement=announced
        )
    return ScreenContent(mode, board, clock)


def _screen_match(board: Board, key: str) -> ScreenMatch | None:
    for stage in board.stages:
        for round_ in stage.rounds:
            for match in round_.matches:
                if match.key == key:
                    topic = next((t for t in stage.topics if t.key == match.topic), None)
                    return ScreenMatch(stage, round_, match, topic)
    return None


def _team_profile(board: Board, key: str, teams: Teams) -> TeamProfile | None:
    # The stage that people look for stands first, so the newest total is found first.
    for stage in board.stages:
        for row in stage.rows:
            if row.team == key:
                return TeamProfile(key, row.name, stage, row)
    return TeamProfile(key, teams[key], None, None) if key in teams else None


def _revealed_places(board: Board, key: str) -> RevealedPlaces | None:
    stage = next((stage for stage in board.stages if stage.key == key), None)
    if stage is None:
        return None
    # Rows that stood there when the board was frozen are no announcement.
    rows = stage.rows if stage.to_come is not None or stage.release == "published" else []
    newest = [row for row in rows if row.rank == rows[0].rank]
    return RevealedPlaces(stage, newest, rows[len(newest) :], stage.to_come or 0)


def _match_marks(
    board: Board, key: str, names: Mapping[str, Any], teams: Teams
) -> MatchMarks | None:
    table = _screen_match(board, key)
    laid = next((laid for laid in names.get("marks", ()) if laid["match"] == key), None)
    if table is None or laid is None:
        return None
    return MatchMarks(
        table=table,
        combine=laid["combine"],
        judges=laid.get("names", []),
        entries=[
            EntryMarks(teams.get(entry["team"], entry["team"]), entry["side"], entry["score"])
            for entry in laid["entries"]
        ],
        dimensions={d["key"]: d["name"] for d in names["dimensions"]},
    )
