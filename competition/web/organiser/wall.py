"""The wall: who has submitted what, judge by team, without a single mark."""

import datetime as dt
import hashlib
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from competition.store import late
from competition.store.parts import Competition, Round
from competition.web import language
from competition.web.htmx import answer, wants_fragment

from . import bp
from .finding import competition
from .hearing import hearing, why
from .plan import ROUND_STATES
from .progress import Desk


@bp.get("/organiser/c/<key>/wall")
def wall(key: str) -> ResponseReturnValue:
    """The sheets that can be written or are held; 204 to a page that shows just this already."""
    of = competition(key)
    desk, every = Desk(of), request.args.get("all") == "1"
    context: dict[str, Any] = {
        "rounds": _rounds(of, desk, every),
        "next": any(round_.state == "draft" for stage in of.stages for round_ in stage.rounds),
        "desk": desk,
        "every": every,
        "competition": of,
        "states": ROUND_STATES,
        "hearing": hearing,
        "why": why,
        "late": late.count_waiting(of),
    }
    fragment = render_template("organiser/_wall_rounds.html", **context)
    seal = hashlib.sha256(f"{language.current()}{fragment}".encode()).hexdigest()[:16]
    if wants_fragment() and request.args.get("seen") == seal:
        response = make_response("", 204)
        response.vary.add("HX-Request")
        return response
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return answer(
        "organiser/wall.html",
        "organiser/_wall.html",
        **context,
        seal=seal,
        now=now,
        shown=fragment,
    )


def _rounds(of: Competition, desk: Desk, every: bool) -> list[Round]:
    """The open rounds, and those in which a single sheet is reopened or locked."""
    rounds = [round_ for stage in of.stages for round_ in stage.rounds]
    return [r for r in rounds if every or r.state == "open" or desk.held(r.matches)]
