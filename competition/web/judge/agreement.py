"""The agreement of a match beside the dimension that marks its results, on the judge's page."""

from typing import Any

from flask import abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.web import agreements, sessions
from competition.web.agreements import ShownAgreement, TypedAgreement
from competition.web.judge import assignments, confirm_identity, judge_context
from competition.web.judge.assignments import MatchAssignment
from competition.web.judge.blueprint import bp

_RESULTS = "results"
"""The code of the dimension that marks what a match has led to; without it, the last one."""


@bp.get("/judge/matches/<match>/agreement")
@confirm_identity.confirmed_required
def get_agreement(match: str) -> ResponseReturnValue:
    """The agreement as it stands, for the open page; 204 if that is what it shows (`?seen=`)."""
    judge = sessions.judge()
    assignment = assignments.find_assignment(judge, match) if judge else None
    if judge is None or assignment is None:
        abort(404)
    judge_context.use_judges_language(judge)
    beside = agreement_beside(assignment)
    if beside["agreement"] is None:
        abort(404)
    if request.args.get("seen") == beside["agreement_seen"]:
        return "", 204
    return jsonify(
        {
            "seen": beside["agreement_seen"],
            "line": beside["agreement_line"],
            "html": render_template("judge/_agreement.html", **beside),
        }
    )


def agreement_beside(assignment: MatchAssignment) -> dict[str, Any]:
    """What the page of the match shows of its agreement, and beside which dimension."""
    match = assignment.match
    competition = match.round.stage.competition
    shown = agreements.shown_agreement(competition, match, "", TypedAgreement())
    keys = [each["key"] for each in assignment.dimensions]
    return {
        "agreement": shown,
        "agreement_dimension": _RESULTS if _RESULTS in keys else keys[-1],
        "agreement_seen": _seen(shown) if shown else "",
        "agreement_line": _line(shown) if shown else "",
        "status_names": agreements.STATUS_NAMES,
        "still_open": agreements.STILL_OPEN,
    }


def _seen(shown: ShownAgreement) -> str:
    return f"{shown.sheet.points_digest}.{shown.sheet.signed_digest}"


def _line(shown: ShownAgreement) -> str:
    """How far the sheet is, in one line."""
    sheet = shown.sheet
    settled, points = sheet.settled, len(sheet.points)
    if sheet.is_signed:
        return gettext(
            "%(settled)s of %(points)s settled, signed by both sides",
            settled=settled,
            points=points,
        )
    return gettext("%(settled)s of %(points)s settled", settled=settled, points=points)
