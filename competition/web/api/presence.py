"""POST of what a tablet says of itself: that it is there, and what it could not send yet."""

import datetime as dt
import re
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.web import errors, presence
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.api.json_body import NotJson, read_json_body
from competition.web.api.sheets import not_json
from competition.web.presence import UnsentSheet

MOST_WAITING = 200
LONGEST_AGE_SECONDS = 30 * 24 * 3600
_DEVICE = re.compile(r"[0-9a-f]{8,64}")
_WORD = re.compile(r"[a-z0-9_-]{1,64}")
_FIELDS = ("match", "team", "state", "phase")


@bp.post("/judge/presence")
def post_presence() -> ResponseReturnValue:
    """Note it for the control room; 204. It is kept in memory only, and no mark is in it."""
    judge = auth.authenticated_judge()
    try:
        body = read_json_body()
    except NotJson:
        return not_json()
    found = _read(body)
    if found is None:
        return errors.error(
            422,
            "invalid",
            gettext(
                "Send the device's own number and the list of sheets that wait on it, "
                "each with match, team, state, phase and age_seconds."
            ),
        )
    presence.presence_list().report(judge.name, *found)
    return "", 204


def _read(body: Any) -> tuple[str, tuple[UnsentSheet, ...]] | None:
    """The device and what waits on it; None for another shape."""
    if not isinstance(body, dict) or set(body) != {"device", "waiting"}:
        return None
    device, rows = body["device"], body["waiting"]
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        return None
    if not isinstance(rows, list) or len(rows) > MOST_WAITING:
        return None
    waiting = [_waiting(row) for row in rows]
    return (device, tuple(w for w in waiting if w)) if all(waiting) else None


def _waiting(row: Any) -> UnsentSheet | None:
    if not isinstance(row, dict) or set(row) != {*_FIELDS, "age_seconds"}:
        return None
    words = {name: row[name] for name in _FIELDS}
    if not all(isinstance(word, str) and _WORD.fullmatch(word) for word in words.values()):
        return None
    age = row["age_seconds"]
    if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= LONGEST_AGE_SECONDS:
        return None
    since = presence.utc_now() - dt.timedelta(seconds=age)
    return UnsentSheet(**words, since=since.isoformat(timespec="seconds"))
