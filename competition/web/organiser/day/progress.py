"""The wall: who has submitted what, judge by team, without a single mark."""

import datetime as dt
import hashlib
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from competition.store import late_sheets
from competition.store.models import Competition, Round
from competition.web import language
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.day.tablets import tablet_status, why_unsent
from competition.web.organiser.labels import ROUND_STATES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.sheet_progress import SheetProgress


@bp.get("/organiser/c/<key>/wall")
def progress_page(key: str) -> ResponseReturnValue:
    """The sheets that can be written or are held; 204 to a page that shows just this already."""
    competition = competition_or_404(key)
    desk, every = SheetProgress(competition), request.args.get("all") == "1"
    context: dict[str, Any] = {
        "rounds": _rounds(competition, desk, every),
        "next": any(
            round_.state == "draft" for stage in competition.stages for round_ in stage.rounds
        ),
        "desk": desk,
        "every": every,
        "competition": competition,
        "states": ROUND_STATES,
        "hearing": tablet_status,
        "why": why_unsent,
        "late": late_sheets.count_undecided(competition),
    }
    fragment = render_template("organiser/day/_progress_rounds.html", **context)
    seal = hashlib.sha256(f"{language.current()}{fragment}".encode()).hexdigest()[:16]
    if wants_fragment() and request.args.get("seen") == seal:
        response = make_response("", 204)
        response.vary.add("HX-Request")
        return response
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return page_or_fragment(
        "organiser/day/progress.html",
        "organiser/day/_progress.html",
        **context,
        seal=seal,
        now=now,
        shown=fragment,
    )


def _rounds(competition: Competition, desk: SheetProgress, every: bool) -> list[Round]:
    """The open rounds, and those in which a single sheet is reopened or locked."""
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    return [r for r in rounds if every or r.state == "open" or desk.held(r.matches)]
