"""The wall: who has submitted what, judge by team, without a single mark."""

import datetime as dt
import hashlib
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from competition.store.events import Competition, Round
from competition.web import language
from competition.web.htmx import answer, wants_fragment

from . import bp
from .finding import competition
from .progress import Desk


@bp.get("/organiser/c/<key>/wall")
def wall(key: str) -> ResponseReturnValue:
    """The open rounds' sheets; 204 to a page that shows just this already."""
    of = competition(key)
    shown, every = _rounds(of), request.args.get("all") == "1"
    if every:
        shown = [round_ for stage in of.stages for round_ in stage.rounds]
    context: dict[str, Any] = {"rounds": shown, "desk": Desk(of), "every": every, "competition": of}
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


def _rounds(of: Competition) -> list[Round]:
    """The open rounds; where none is open, those in which a sheet is reopened."""
    rounds = [round_ for stage in of.stages for round_ in stage.rounds]
    return [round_ for round_ in rounds if round_.state == "open"]
