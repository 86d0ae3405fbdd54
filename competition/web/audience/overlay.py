"""The overlay of a live broadcast: a lower third over whatever the camera shows.

The query chooses what it shows. On air a wrong query is no error page but the board.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from competition.web import language

from . import bp
from .answers import conditional
from .kept import kept
from .pieces import Board, Stage, Text, Topic
from .showing import Showing, newest_or_404

BOARD, MATCH, CLOCK = "board", "match", "clock"
FEWEST_ROWS, ROWS, MOST_ROWS = 1, 6, 12


@dataclass(frozen=True)
class Seat:
    """A team at the table; `total` where the public may see what it got in this match."""

    team: str
    name: Text
    side: str
    total: str | None


@dataclass(frozen=True)
class Sitting:
    """A match as it is called up on air."""

    number: int
    stage: Stage
    topic: Topic | None
    seats: list[Seat]


@dataclass(frozen=True)
class Wish:
    """What the query asks for, once it is known to be there."""

    show: str
    match: str
    rows: int


@bp.get("/c/<key>/overlay")
def overlay(key: str) -> ResponseReturnValue:
    """The lower third; `?show=board|match|clock`, `match=<key>`, `rows=1…12`, `lang=`."""
    showing = newest_or_404(key)
    sittings = _sittings(showing)
    wish = _wish(request.args, sittings)

    def make() -> str:
        return render_template(
            "audience/overlay.html",
            board=showing.board,
            stage=_current(showing.board),
            wish=wish,
            sitting=sittings.get(wish.match),
            competition_key=showing.key,
        )

    page = kept(showing, (wish, language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True)


def _wish(said: Mapping[str, str], sittings: Mapping[str, Sitting]) -> Wish:
    show, match, rows = said.get("show"), said.get("match", ""), said.get("rows", "")
    if show == CLOCK:
        return Wish(CLOCK, "", ROWS)
    if show == MATCH and match in sittings:
        return Wish(MATCH, match, ROWS)
    asked = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 4 else ROWS
    return Wish(BOARD, "", min(max(asked, FEWEST_ROWS), MOST_ROWS))


def _current(board: Board) -> Stage | None:
    return board.stages[0] if board.stages else None


def _sittings(showing: Showing) -> dict[str, Sitting]:
    """Every match by its key."""
    teams = {team["key"]: team["name"] for team in showing.names["teams"]}
    known = {stage.key: stage for stage in showing.board.stages}
    totals = {
        (entry["match"], row["team"]): entry["total"]
        for stage in showing.public["stages"]
        for row in stage.get("standings", [])
        for entry in row["entries"]
    }
    return {
        match["key"]: Sitting(
            number=number,
            stage=known[stage["key"]],
            topic=next((t for t in known[stage["key"]].topics if t.key == match["topic"]), None),
            seats=[
                Seat(
                    e["team"],
                    teams.get(e["team"], e["team"]),
                    e["side"],
                    totals.get((match["key"], e["team"])),
                )
                for e in match["entries"]
            ],
        )
        for stage in showing.names["stages"]
        if stage["key"] in known
        for round_ in stage["rounds"]
        for number, match in enumerate(round_["matches"], start=1)
    }
