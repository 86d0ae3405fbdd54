"""The overlay of a live broadcast: a lower third over whatever the camera shows.

The query chooses what it shows. On air a wrong query is no error page but the board.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.board_types import Board, BoardStage, BoardTopic, Text
from competition.web.audience.current_snapshot import PublicView, current_view_or_404
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional
from competition.web.whole_number import parse_whole_number

BOARD, MATCH, CLOCK = "board", "match", "clock"
FEWEST_ROWS, ROWS, MOST_ROWS = 1, 6, 12


@dataclass(frozen=True)
class OverlayTeam:
    """A team at the table; `total` where the public may see what it got in this match."""

    team: str
    name: Text
    side: str
    total: str | None


@dataclass(frozen=True)
class OverlayMatch:
    """A match as it is called up on air."""

    number: int
    stage: BoardStage
    topic: BoardTopic | None
    seats: list[OverlayTeam]


@dataclass(frozen=True)
class OverlayRequest:
    """What the query asks for, once it is known to be there."""

    show: str
    match: str
    rows: int


@bp.get("/c/<key>/overlay")
def overlay_page(key: str) -> ResponseReturnValue:
    """The lower third; `?show=board|match|clock`, `match=<key>`, `rows=1…12`, `lang=`."""
    showing = current_view_or_404(key)
    sittings = _overlay_matches(showing)
    wish = _requested(request.args, sittings)

    def make() -> str:
        return render_template(
            "audience/overlay.html",
            board=showing.board,
            stage=_current(showing.board),
            wish=wish,
            sitting=sittings.get(wish.match),
            competition_key=showing.key,
        )

    page = cached_page(showing, (wish, language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True)


def _requested(said: Mapping[str, str], sittings: Mapping[str, OverlayMatch]) -> OverlayRequest:
    show, match, rows = said.get("show"), said.get("match", ""), said.get("rows", "")
    if show == CLOCK:
        return OverlayRequest(CLOCK, "", ROWS)
    if show == MATCH and match in sittings:
        return OverlayRequest(MATCH, match, ROWS)
    asked = parse_whole_number(rows, digits=3)
    asked = ROWS if asked is None else min(max(asked, FEWEST_ROWS), MOST_ROWS)
    return OverlayRequest(BOARD, "", asked)


def _current(board: Board) -> BoardStage | None:
    return board.stages[0] if board.stages else None


def _overlay_matches(showing: PublicView) -> dict[str, OverlayMatch]:
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
        match["key"]: OverlayMatch(
            number=number,
            stage=known[stage["key"]],
            topic=next((t for t in known[stage["key"]].topics if t.key == match["topic"]), None),
            seats=[
                OverlayTeam(
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
