"""The overlay of a live broadcast: a lower third over the camera's picture.

The query chooses what it shows. A wrong query shows the board, never an error page on air.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.board_types import Board, BoardStage, BoardTopic, Text
from competition.web.audience.current_snapshot import PublicSnapshot, public_snapshot_or_404
from competition.web.audience.match_clocks import on_air_clock
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional
from competition.web.whole_number import parse_whole_number

BOARD, MATCH, CLOCK = "board", "match", "clock"
MIN_ROWS, DEFAULT_ROWS, MAX_ROWS = 1, 6, 12


@dataclass(frozen=True)
class OverlayTeam:
    """A team in a match; `total` only where its total in this match is public."""

    team: str
    name: Text
    short_name: Text
    side: str
    total: str | None


@dataclass(frozen=True)
class OverlayMatch:
    """A match as the overlay shows it."""

    number: int
    stage: BoardStage
    topic: BoardTopic | None
    entries: list[OverlayTeam]


@dataclass(frozen=True)
class OverlayOptions:
    """What to show, as the query asks for it, with invalid values replaced by defaults."""

    show: str
    match: str
    rows: int


@bp.get("/c/<key>/overlay")
def overlay_page(key: str) -> ResponseReturnValue:
    """The lower third; `?show=board|match|clock`, `match=<key>`, `rows=1…12`, `lang=`."""
    view = public_snapshot_or_404(key)
    matches = _overlay_matches(view)
    options = _options_from(request.args, matches)

    clock_of = on_air_clock(view) if options.show == CLOCK else None

    def render() -> str:
        return render_template(
            "audience/overlay.html",
            board=view.board,
            stage=_current_stage(view.board),
            options=options,
            match=matches.get(options.match),
            clock_of=clock_of,
            competition_key=view.key,
        )

    page = cached_page(view, (options, language.chosen(), clock_of and clock_of.key), render)
    return conditional(page, "text/html", varies_by_language=True)


def _options_from(query: Mapping[str, str], matches: Mapping[str, OverlayMatch]) -> OverlayOptions:
    show, match, rows = query.get("show"), query.get("match", ""), query.get("rows", "")
    if show == CLOCK:
        return OverlayOptions(CLOCK, "", DEFAULT_ROWS)
    if show == MATCH and match in matches:
        return OverlayOptions(MATCH, match, DEFAULT_ROWS)
    asked = parse_whole_number(rows, digits=3)
    asked = DEFAULT_ROWS if asked is None else min(max(asked, MIN_ROWS), MAX_ROWS)
    return OverlayOptions(BOARD, "", asked)


def _current_stage(board: Board) -> BoardStage | None:
    return board.stages[0] if board.stages else None


def _overlay_matches(view: PublicSnapshot) -> dict[str, OverlayMatch]:
    """Every match by its key."""
    teams = {team["key"]: team["name"] for team in view.names["teams"]}
    short_names = {team["key"]: team.get("short_name") for team in view.names["teams"]}
    stages = {stage.key: stage for stage in view.board.stages}
    totals = {
        (entry["match"], row["team"]): entry["total"]
        for stage in view.public["stages"]
        for row in stage.get("standings", [])
        for entry in row["entries"]
    }
    return {
        match["key"]: OverlayMatch(
            number=number,
            stage=stages[stage["key"]],
            topic=next((t for t in stages[stage["key"]].topics if t.key == match["topic"]), None),
            entries=[
                OverlayTeam(
                    e["team"],
                    teams.get(e["team"], e["team"]),
                    short_names.get(e["team"]) or teams.get(e["team"], e["team"]),
                    e["side"],
                    totals.get((match["key"], e["team"])),
                )
                for e in match["entries"]
            ],
        )
        for stage in view.names["stages"]
        if stage["key"] in stages
        for round_ in stage.get("rounds", ())
        for number, match in enumerate(round_["matches"], start=1)
    }
