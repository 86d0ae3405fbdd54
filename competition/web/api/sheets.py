"""PUT and GET of one sheet (contract in `docs/api.md`)."""

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import sheets as actions
from competition.store.people import Judge

from .. import errors
from ..judge.who import speak_as_for
from . import bp, who
from .body import NotJson, read

ADDRESS = "/competitions/<competition>/sheets/<match>/<team>"


@bp.get(ADDRESS)
def get_sheet(competition: str, match: str, team: str) -> ResponseReturnValue:
    """The judge's own sheet as it stands; version 0 before the first write."""
    judge = who.asking()
    return jsonify(actions.current(actions.desk(judge, competition, match, team)))


@bp.put(ADDRESS)
def put_sheet(competition: str, match: str, team: str) -> ResponseReturnValue:
    """Store a version of the judge's own sheet; the answer follows the commit."""
    judge = who.passing()
    try:
        body = read()
    except NotJson:
        return not_json()
    key = request.headers.get("Idempotency-Key")
    try:
        receipt = actions.write(judge, competition, match, team, body, key)
    except actions.Invalid as refusal:
        return invalid(who.asking(), refusal)
    except actions.Conflict as conflict:
        return _answer(409, {"current": conflict.current})
    except actions.Closed as closed:
        speak_as_for(who.asking())
        return errors.error(423, closed.code, closed.text(gettext))
    return jsonify(receipt.answer())


def not_json() -> Response:
    """The answer to a body that cannot be read."""
    return errors.error(400, "not_json", gettext("The body is not JSON in UTF-8."))


def invalid(judge: Judge, refusal: actions.Invalid) -> Response:
    """The answer to a body that cannot be a sheet: a sentence for each field."""
    speak_as_for(judge)
    return _answer(422, {"errors": {f: r.text(gettext) for f, r in refusal.errors.items()}})


def _answer(status: int, body: dict[str, object]) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response
