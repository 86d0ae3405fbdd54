"""POST of a tablet's report: that it is there, and what it could not send yet.

The answer tells an open page what has changed under it: a round, a sheet, the rubric; and the
messages that are still unread.
"""

import datetime as dt
import re
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.store import judge_messages, judge_sheets, sheets
from competition.store.judge_auth import AuthenticatedJudge
from competition.web import errors, presence, sessions
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.api.json_body import NotJson, read_json_body
from competition.web.api.sheets import not_json
from competition.web.message_texts import shown_text
from competition.web.presence import UnsentSheet

MAX_UNSENT = 200
MAX_AGE_SECONDS = 30 * 24 * 3600
_DEVICE = re.compile(r"[0-9a-f]{8,64}")
_NAME = re.compile(r"[a-z0-9_-]{1,64}")
_FIELDS = ("match", "team", "state", "phase")


@bp.post("/judge/presence")
def post_presence() -> ResponseReturnValue:
    """Record the report, in memory only, and answer the states of the judge's sheets.

    An empty object reports nothing: whoever has no device of its own only asks.
    """
    judge = auth.authenticated_judge()
    sessions.judge()  # An open page keeps its session, though it asks for no other page.
    try:
        body = read_json_body()
    except NotJson:
        return not_json()
    if body == {}:
        return jsonify(_states(judge))
    report = _read(body)
    if report is None:
        return errors.error(
            422,
            "invalid",
            gettext(
                "Send the device's own number and the list of sheets that wait on it, "
                "each with match, team, state, phase and age_seconds."
            ),
        )
    presence.presence_list().report(judge.name, *report)
    return jsonify(_states(judge))


def _states(judge: AuthenticatedJudge) -> dict[str, Any]:
    """What the judge's open pages have to know; no marks, nothing of a round that is a draft."""
    rows = judge_sheets.states_of_judge(judge.id)
    rounds = {(row.stage, row.round): row.round_state for row in rows}
    return {
        "rounds": [
            {"stage": stage, "round": key, "state": state} for (stage, key), state in rounds.items()
        ],
        "sheets": [
            {
                "match": row.match,
                "team": row.team,
                "version": row.version,
                "state": row.state,
                "writable": sheets.closed_reason(row.round_state, row.override) is None,
            }
            for row in rows
        ],
        "rubric": judge_sheets.rubric_digest(judge.id),
        "messages": [
            {"id": each.id, "text": shown_text(each.text), "sent_at": each.sent_at}
            for each in judge_messages.unread_of_judge(judge.id)
        ],
        "conferences": judge_sheets.open_conferences(judge.id),
    }


def _read(body: Any) -> tuple[str, tuple[UnsentSheet, ...]] | None:
    """The device and its unsent sheets; None if the body is not a valid report."""
    if not isinstance(body, dict) or set(body) != {"device", "waiting"}:
        return None
    device, rows = body["device"], body["waiting"]
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        return None
    if not isinstance(rows, list) or len(rows) > MAX_UNSENT:
        return None
    unsent = [_unsent_sheet(row) for row in rows]
    return (device, tuple(each for each in unsent if each)) if all(unsent) else None


def _unsent_sheet(row: Any) -> UnsentSheet | None:
    if not isinstance(row, dict) or set(row) != {*_FIELDS, "age_seconds"}:
        return None
    names = {field: row[field] for field in _FIELDS}
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names.values()):
        return None
    if names["state"] not in ("draft", "submitted"):
        return None
    age = row["age_seconds"]
    if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= MAX_AGE_SECONDS:
        return None
    since = presence.utc_now() - dt.timedelta(seconds=age)
    return UnsentSheet(**names, since=since.isoformat(timespec="seconds"))
