"""What the projector draws: a board and the mode the organiser has chosen, brought together.

A pure function of the public board and of what is on the screen; what the board does not hold
cannot be drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .pieces import Board, Match, Round, Row, Stage, Text, Topic

Teams = Mapping[str, Text]


@dataclass(frozen=True)
class Table:
    """A match as it is called up: where it stands, who sits there, what is bargained about."""

    stage: Stage
    round: Round
    match: Match
    topic: Topic | None


@dataclass(frozen=True)
class Portrait:
    """One team; `row` is None while the public may not see a total of it."""

    key: str
    name: Text
    stage: Stage | None
    row: Row | None


@dataclass(frozen=True)
class Announcement:
    """A stage's places as they are revealed: the newest, those before it, how many are to come."""

    stage: Stage
    newest: list[Row]
    before: list[Row]
    to_come: int


@dataclass(frozen=True)
class Laid:
    """One team's marks in a match, as `scoring.lay_open` gives them, with names for people."""

    name: Text
    side: str
    score: Mapping[str, Any]


@dataclass(frozen=True)
class LaidOpen:
    """A match's marks: how they are combined, who the judges are if they are named, each team."""

    table: Table
    combine: str
    judges: list[Text]
    entries: list[Laid]
    dimensions: Mapping[str, Text]


@dataclass(frozen=True)
class Scene:
    """One state of the projector. `mode` is `board` where what it was about is no more."""

    mode: str
    board: Board
    clock: Mapping[str, Any]
    table: Table | None = None
    portrait: Portrait | None = None
    announcement: Announcement | None = None
    laid_open: LaidOpen | None = None


def scene(
    board: Board,
    mode: str,
    about: Mapping[str, str],
    clock: Mapping[str, Any],
    names: Mapping[str, Any],
) -> Scene:
    """Bring the board and the chosen mode together; `names` are the snapshot's."""
    teams = {team["key"]: team["name"] for team in names["teams"]}
    if mode == "marks":
        laid = _laid_open(board, about.get("match", ""), names, teams)
        return Scene("marks" if laid else "board", board, clock, laid_open=laid)
    if mode == "match":
        table = _table(board, about.get("match", ""))
        return Scene("match" if table else "board", board, clock, table=table)
    if mode == "radar":
        portrait = _portrait(board, about.get("team", ""), teams)
        return Scene("radar" if portrait else "board", board, clock, portrait=portrait)
    if mode == "reveal":
        announced = _announcement(board, about.get("stage", ""))
        return Scene("reveal" if announced else "board", board, clock, announcement=announced)
    return Scene(mode, board, clock)


def _table(board: Board, key: str) -> Table | None:
    for stage in board.stages:
        for round_ in stage.rounds:
            for match in round_.matches:
                if match.key == key:
                    topic = next((t for t in stage.topics if t.key == match.topic), None)
                    return Table(stage, round_, match, topic)
    return None


def _portrait(board: Board, key: str, teams: Teams) -> Portrait | None:
    # The stage that people look for stands first, so the newest total is found first.
    for stage in board.stages:
        for row in stage.rows:
            if row.team == key:
                return Portrait(key, row.name, stage, row)
    return Portrait(key, teams[key], None, None) if key in teams else None


def _announcement(board: Board, key: str) -> Announcement | None:
    stage = next((stage for stage in board.stages if stage.key == key), None)
    if stage is None:
        return None
    # Rows that stood there when the board was frozen are no announcement.
    rows = stage.rows if stage.to_come is not None or stage.release == "published" else []
    newest = [row for row in rows if row.rank == rows[0].rank]
    return Announcement(stage, newest, rows[len(newest) :], stage.to_come or 0)


def _laid_open(board: Board, key: str, names: Mapping[str, Any], teams: Teams) -> LaidOpen | None:
    table = _table(board, key)
    laid = next((laid for laid in names.get("marks", ()) if laid["match"] == key), None)
    if table is None or laid is None:
        return None
    return LaidOpen(
        table=table,
        combine=laid["combine"],
        judges=laid.get("names", []),
        entries=[
            Laid(teams.get(entry["team"], entry["team"]), entry["side"], entry["score"])
            for entry in laid["entries"]
        ],
        dimensions={d["key"]: d["name"] for d in names["dimensions"]},
    )
