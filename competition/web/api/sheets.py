"""PUT and GET of one sheet (contract in `docs/api.md`)."""

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import sheet_access
from competition.actions import sheets as actions
from competition.actions.lookup import require_own_address
from competition.actions.sheet_checks import InvalidSheet
from competition.store.models import Judge
from competition.web import errors
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.api.json_body import NotJson, read_json_body
from competition.web.judge.judge_context import use_judges_language

ADDRESS = "/competitions/<competition>/sheets/<match>/<team>"


@bp.get(ADDRESS)
def get_sheet(competition: str, match: str, team: str) -> ResponseReturnValue:
    """The judge's own sheet as stored; version 0 before the first write."""
    judge = auth.requesting_judge()
    return jsonify(sheet_access.current_sheet(require_own_address(judge, competition, match, team)))


@bp.put(ADDRESS)
def put_sheet(competition: str, match: str, team: str) -> ResponseReturnValue:
    """Store a version of the judge's own sheet; the response is sent after the commit."""
    judge = auth.authenticated_judge()
    try:
        body = read_json_body()
    except NotJson:
        return not_json()
    key = request.headers.get("Idempotency-Key")
    try:
        receipt = actions.write_sheet(judge, competition, match, team, body, key, judge.sender)
    except InvalidSheet as refusal:
        return invalid(auth.requesting_judge(), refusal)
    except actions.Conflict as conflict:
        return _answer(409, {"current": conflict.current})
    except sheet_access.Closed as closed:
        return closed_answer(auth.requesting_judge(), closed)
    return jsonify(receipt.answer())


def not_json() -> Response:
    """The response to a body that is not JSON."""
    return errors.error(400, "not_json", gettext("The body is not JSON in UTF-8."))


def closed_answer(judge: Judge, closed: sheet_access.Closed) -> Response:
    """The response to a write to what takes no writes: the code and the sentence say why."""
    use_judges_language(judge)
    return errors.error(423, closed.code, closed.text(gettext))


def invalid(judge: Judge, refusal: InvalidSheet) -> Response:
    """The response to an invalid sheet: a sentence for each wrong field."""
    use_judges_language(judge)
    return _answer(422, {"errors": {f: r.text(gettext) for f, r in refusal.errors.items()}})


def _answer(status: int, body: dict[str, object]) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response
