"""Who sends a request, and how large its body may be, decided before the body is read.

What a request carries is checked in the cheapest order: without a token or a role in a cookie
that this server has signed, it is a stranger's, and nothing is read from the database. A session
or token that was valid is taken to be so for some seconds: this decides on sizes and connections
alone, and every view checks again.
"""

import functools
import ipaddress
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from flask import Flask, abort, current_app, request
from flask_babel import gettext
from itsdangerous import BadData
from sqlalchemy.exc import SQLAlchemyError

from competition import live
from competition.store import accounts, judge_auth, tables
from competition.store.db import Unavailable
from competition.web import language, sessions

MAX_FIELDS = 1000
"""Fields of one form, and parts of one upload."""
STRANGERS_BYTES = 16 * 1024
"""A name, a password of a thousand characters, an address to go on to, and a form token."""
JSON_BYTES = 64 * 1024
"""Whatever is sent to the API."""
FORM_BYTES = 256 * 1024
"""A judge's form: a match's sheets with their longest comments, if the tablet runs no script."""
FILE_BYTES = 32 * 1024 * 1024
"""A competition file with all its sheets, or a list in a spreadsheet."""
KNOWN_SECONDS = 15.0
MAX_KNOWN = 4096
_TAKES_FILE = re.compile(
    r"/organiser/(?:import|backups/check|c/[^/]+/(?:replace|lists/[a-z]+|prints/[a-z]+))",
)
# Where the cells of a list are pasted and corrected: much of it is one form's text.
_TAKES_CELLS = re.compile(r"/organiser/c/[^/]+/lists/[a-z]+(?:/[^/]+)?")
_ROLES = {
    "judge": sessions.JUDGE,
    "table": sessions.TABLE,
    "organiser": sessions.ORGANISER,
    "clerk": sessions.ORGANISER,
}
"""Whose session the pages of each face ask for, by the beginning of their addresses."""
_EXTENSION = "request_policy"


class VisitorPolicy:
    """What the server asks about each request; the tests' client and other servers ask too."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._cookie = re.compile(rf"(?:^|;)\s*{app.config['SESSION_COOKIE_NAME']}=\"?([^;\"]*)")
        # By what proved it: who, and until when (time.monotonic()) it is not looked up again.
        self._known: dict[str, tuple[str, float]] = {}
        self._refusals: dict[tuple[int, str, bool], tuple[str, bytes]] = {}

    def who(self, environ: Mapping[str, Any]) -> str | None:
        """The judge, organiser or table whose valid session or token it carries, or None."""
        authorization = environ.get("HTTP_AUTHORIZATION", "")
        proof = authorization or self._session_cookie(environ)
        if not proof:
            return None
        who, until = self._known.get(proof, (None, 0.0))
        if who is None or until < time.monotonic():
            self._known.pop(proof, None)
            who = self._look_up(proof, is_token=bool(authorization))
            if who is not None:
                if len(self._known) >= MAX_KNOWN:
                    self._known.clear()
                self._known[proof] = who, time.monotonic() + KNOWN_SECONDS
        return who

    def body_limit(self, environ: Mapping[str, Any], who: str | None) -> int:
        """How many bytes the request's body may have."""
        path = environ.get("PATH_INFO", "")
        if path.startswith("/api/"):
            return JSON_BYTES
        if who is not None and who.startswith(sessions.ORGANISER):
            is_file = _TAKES_FILE.fullmatch(path) is not None
            return FILE_BYTES if is_file else int(self._app.config["MAX_CONTENT_LENGTH"])
        # Whoever was signed in when the form was opened is shown again what was typed.
        role = _ROLES.get("".join(path.split("/", 2)[1:2]))
        if who is None and role is not None:
            was_signed_in = role in self._signed(self._session_cookie(environ))
            return FORM_BYTES if was_signed_in else STRANGERS_BYTES
        return STRANGERS_BYTES if who is None else FORM_BYTES

    def refusal(self, environ: Mapping[str, Any], status: int) -> tuple[str, bytes]:
        """The type and body of a refusal of a body, in the browser's language."""
        accepted = language.from_browser(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        is_api = environ.get("PATH_INFO", "").startswith("/api/")
        key = status, accepted or language.DEFAULT, is_api
        if key not in self._refusals:
            with self._app.test_request_context(f"/?lang={key[1]}"):
                self._refusals[key] = _refusal(status, is_api=is_api)
        return self._refusals[key]

    def is_proxy(self, address: str) -> bool:
        """Whether connections from this address are a trusted proxy's."""
        trusted = self._app.config.get("TRUSTED_PROXIES", ())
        return bool(trusted) and _is_in(address, tuple(trusted))

    def _session_cookie(self, environ: Mapping[str, Any]) -> str:
        found = self._cookie.search(environ.get("HTTP_COOKIE", ""))
        return found[1] if found else ""

    def _signed(self, cookie: str) -> Mapping[str, Any]:
        """What this server has signed in a session's cookie; empty if it has not."""
        if not cookie:
            return {}
        signer = sessions.signer_of(self._app)
        lifetime = int(self._app.permanent_session_lifetime.total_seconds())
        try:
            found: Mapping[str, Any] = signer.loads(cookie, max_age=lifetime)
        except BadData:
            return {}
        return found

    def _look_up(self, proof: str, *, is_token: bool) -> str | None:
        if is_token:
            scheme, _, token = proof.partition(" ")
            if scheme.lower() != "bearer":
                return None
            return self._read(None, None, token.strip())
        signed = self._signed(proof)
        organiser, judge = signed.get(sessions.ORGANISER), signed.get(sessions.JUDGE)
        table = signed.get(sessions.TABLE)
        if not any(isinstance(each, str) for each in (organiser, judge, table)):
            return None
        return self._read(organiser, judge, None) or self._read_table(table)

    def _read(self, organiser: object, judge: object, token: str | None) -> str | None:
        try:
            with self._app.app_context():
                if isinstance(organiser, str) and (session := accounts.open_session(organiser)):
                    return f"{sessions.ORGANISER} {session.organiser_id}"
                if token is not None:
                    found = judge_auth.by_token(token)
                else:
                    found = judge_auth.by_session(judge) if isinstance(judge, str) else None
        except (SQLAlchemyError, Unavailable):
            return None  # The view will say so.
        return f"{sessions.JUDGE} {found.name}" if found else None

    def _read_table(self, proof: object) -> str | None:
        try:
            with self._app.app_context():
                found = tables.table_by_proof(proof) if isinstance(proof, str) else None
                return f"{sessions.TABLE} {found.id}" if found else None
        except (SQLAlchemyError, Unavailable):
            return None  # The view will say so.


@functools.lru_cache(maxsize=1024)
def _is_in(
    written: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
) -> bool:
    try:
        address = ipaddress.ip_address(written.removeprefix("::ffff:"))
    except ValueError:
        return False
    return any(address in network for network in networks)


def init_app(app: Flask) -> None:
    """Read every body before anything else, no further than its limit."""
    app.extensions[_EXTENSION] = VisitorPolicy(app)
    app.before_request(_read_body)
    app.teardown_request(_close_uploads)


def _read_body() -> None:
    # A slow body must not hold a database connection: see docs/decisions.md.
    if refused := request.environ.get(live.REFUSED_BODY):
        abort(refused)
    # Nothing is called so, and PostgreSQL does not even take the question.
    if "\0" in request.path:
        abort(404)
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return
    policy: VisitorPolicy = current_app.extensions[_EXTENSION]
    environ = request.environ
    who = environ[live.WHO] if live.WHO in environ else policy.who(environ)
    request.max_content_length = policy.body_limit(environ, who)
    if _TAKES_CELLS.fullmatch(request.path):
        request.max_form_memory_size = request.max_content_length
    data = request.get_data(cache=True)
    # To parse a field takes as long as to read some kilobytes.
    if request.mimetype == "application/x-www-form-urlencoded" and data.count(b"&") >= MAX_FIELDS:
        abort(413)


def _close_uploads(_error: BaseException | None) -> None:
    # A large upload is a file on the disk until it is closed.
    request.close()


def _refusal(status: int, *, is_api: bool) -> tuple[str, bytes]:
    codes = {400: "bad_request", 408: "too_slow", 413: "too_large"}
    messages = {
        400: gettext("The request could not be read."),
        408: gettext("The request took too long to arrive. Please send it again."),
        413: gettext("The request is too large."),
    }
    if is_api:
        body = json.dumps({"error": codes[status], "message": messages[status]}, ensure_ascii=False)
        return "application/json", body.encode()
    return "text/plain; charset=utf-8", f"{messages[status]}\n".encode()
