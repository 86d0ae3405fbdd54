"""A judge's messages in the API: calling the organisers, and marking theirs as read.

What is unread comes with the answer to a tablet's report (`presence.py`).
"""

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import messages as actions
from competition.actions.refusals import Refused
from competition.store.models import Judge
from competition.web import errors
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.api.json_body import NotJson, read_json_body
from competition.web.api.sheets import not_json
from competition.web.judge.judge_context import use_judges_language
from competition.web.message_texts import shown_text


@bp.post("/judge/messages")
def post_call() -> ResponseReturnValue:
    """Call the organisers; the same `Idempotency-Key` again is the same call."""
    judge = auth.requesting_judge()
    try:
        body = read_json_body()
    except NotJson:
        return not_json()
    if not isinstance(body, dict) or set(body) != {"text"} or not isinstance(body["text"], str):
        return errors.error(422, "invalid", gettext("Send the text of the call, and nothing else."))
    try:
        key = request.headers.get("Idempotency-Key", "")
        call = actions.call_organisers(judge, body["text"], key)
    except actions.TooManyCalls as refusal:
        return _refused(judge, refusal, 429, "too_many")
    except actions.InvalidMessage as refusal:
        return _refused(judge, refusal, 422, "invalid")
    return jsonify({"id": call.id, "text": shown_text(call.text), "sent_at": call.sent_at})


@bp.post("/judge/messages/<int:number>/read")
def post_read(number: int) -> ResponseReturnValue:
    """Mark a message as read; marked again it stays as it is."""
    message = actions.mark_read(auth.requesting_judge(), number)
    return jsonify({"id": message.id, "read_at": message.read_at})


def _refused(judge: Judge, refusal: Refused, status: int, code: str) -> Response:
    use_judges_language(judge)
    return errors.error(status, code, refusal.text(gettext))
