"""Every request that the server answers: counted, and with LOG=json a line of the log.

It is told by the server (`live/request_watcher.py`), so that an answer from memory, a stream and a
refusal that never reached a view count like any other. A path is written as the pattern of its
route with its keys filled in; whatever else an address may hold, such as a token, a file's name or
a query, is not written, and of an address that leads nowhere nothing is.
"""

import logging
import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from competition import logs, measurements
from competition.web.request_log import ASKED_BY

REQUEST_ID = "accord.request_id"
"""In the environ: what the request is called in the log and in `X-Request-ID`."""
UNKNOWN = "<unknown>"
"""Stands for the path and for the route of an address that leads nowhere."""
_GOOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SHOWN = frozenset(
    (
        *("act", "competition", "draw_key", "focal_point", "judge", "judge_key", "key", "kind"),
        *("kinds", "match", "match_key", "member_key", "mode", "number", "programme", "rank"),
        *("role", "round_key", "seat", "side", "stage", "stage_key", "state", "team", "team_key"),
        *("times", "visibility"),
    )
)
"""The parts of addresses that are keys and words of the program; all others stay unsaid."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_PLACE = re.compile(r"<(?:[^<>:]*:)?([a-z_]+)>")
_NOT_VERIFIED = (401, 403, 404, 405)
"""After these, what stands in the address is the sender's own word."""
_log = logging.getLogger("accord.requests")

Route = tuple[str, Mapping[str, Any]]


def init_app(app: Flask) -> None:
    """Have the server find what it tells of every request; see `cli/serve.py`."""
    app.extensions["request_records"] = RequestRecords(app)


class RequestRecords:
    """Counts the requests of an application, and logs them where the log is JSON."""

    def __init__(self, app: Flask) -> None:
        self._logs = bool(app.config["LOG_JSON"])
        self._routes = app.url_map.bind("localhost")
        self._find_route = lru_cache(maxsize=1024)(self._match)

    def begin(self, environ: dict[str, Any], *, from_proxy: bool) -> str | None:
        """Give a request that will be logged its id: a trusted proxy's, else one of its own."""
        if not self._logs:
            return None
        said = environ.get("HTTP_X_REQUEST_ID", "") if from_proxy else ""
        request_id = said if _GOOD_ID.fullmatch(said) else secrets.token_hex(16)
        environ[REQUEST_ID] = request_id
        environ[ASKED_BY] = "a visitor"
        return request_id

    def end(self, environ: Mapping[str, Any], status: int, seconds: float, sent: int) -> None:
        """Count an answered request; `seconds` since its body was there, `sent` bytes in all."""
        method = environ["REQUEST_METHOD"]
        method = method if method in _METHODS else "other"
        route = self._find_route(method, environ.get("PATH_INFO", ""))
        measurements.requests.add(route[0], method, f"{status // 100}xx")
        measurements.request_seconds.observe(seconds)
        if status >= 500:
            measurements.server_errors.add(str(status))
        if not self._logs:
            return
        fields = {
            "request_id": environ.get(REQUEST_ID),
            "method": method,
            "path": _shown_path(route, status),
            "status": status,
            "milliseconds": round(seconds * 1000, 3),
            "bytes": sent,
            "by": environ.get(ASKED_BY),
        }
        level = logging.WARNING if status >= 500 else logging.INFO
        _log.log(level, "request", extra={logs.FIELDS: fields, logs.FORM: logs.JSON})

    def note_malformed(self, _status: int) -> None:
        """Count what was no request; the log has a line a minute of them, not one for each."""
        measurements.malformed_requests.add()

    def _match(self, method: str, path: str) -> Route:
        """The pattern of a path's route, and what stands in its places."""
        written = path.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            rule, values = self._routes.match(written, method, return_rule=True)
        except (HTTPException, RequestRedirect):
            return UNKNOWN, {}
        return _PLACE.sub(r"<\1>", rule.rule), values


def _shown_path(route: Route, status: int) -> str:
    pattern, values = route
    if status in _NOT_VERIFIED:
        return pattern
    if pattern == "/static/<filename>":
        return f"/static/{values['filename']}"

    def fill(place: re.Match[str]) -> str:
        value = str(values.get(place[1], ""))
        return value if place[1] in _SHOWN and _KEY.fullmatch(value) else place[0]

    return _PLACE.sub(fill, pattern)
