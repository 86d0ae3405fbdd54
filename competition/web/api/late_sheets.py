"""PUT of a sheet that arrives after its round was closed (contract in `docs/api.md`)."""

import datetime as dt
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import late_sheets as actions
from competition.actions.refusals import Refused
from competition.actions.sheet_access import Closed
from competition.actions.sheet_checks import InvalidSheet
from competition.messages import N_
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.api.json_body import NotJson, read_json_body
from competition.web.api.sheets import ADDRESS, closed_answer, invalid, not_json

MAX_AGE_SECONDS = 30 * 24 * 3600


@bp.put(f"{ADDRESS}/late")
def put_late(competition: str, match: str, team: str) -> ResponseReturnValue:
    """Offer a refused write to the organiser; repeated, it returns what has been decided.

    The body is that of the refused write plus `age_seconds`: how many seconds ago it was written.
    The tablet's clock may be wrong, so only the difference is sent.
    """
    sender = auth.authenticated_judge().sender
    judge = auth.requesting_judge()
    try:
        body = read_json_body()
    except NotJson:
        return not_json()
    key = request.headers.get("Idempotency-Key")
    try:
        written_at = _written_at(body)
        write = actions.LateWrite(body, key, written_at, sender=sender)
        late_sheet = actions.hand_in_late(judge, competition, match, team, write)
    except InvalidSheet as refusal:
        return invalid(judge, refusal)
    except Closed as closed:
        return closed_answer(judge, closed)
    answer = late_sheet.answer()
    if late_sheet.decision == "after_close":
        answer["message"] = gettext(
            "Written after the round was closed, so it is not passed on. Please ask the organiser."
        )
    return jsonify(answer)


def _written_at(body: Any) -> str | None:
    """Take `age_seconds` out of the body; returns the time of writing by the server's clock."""
    age = body.pop("age_seconds", None) if isinstance(body, dict) else None
    if age is None:
        return None
    is_whole = isinstance(age, int) and not isinstance(age, bool)
    if not is_whole or not 0 <= age <= MAX_AGE_SECONDS:
        raise InvalidSheet(
            {
                "age_seconds": Refused(
                    N_("A whole number of seconds since it was written, %(most)s at most."),
                    most=MAX_AGE_SECONDS,
                )
            }
        )
    written = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=age)
    return written.isoformat(timespec="seconds")
