"""What a server with the role of an audience node leaves to others: everything but the audience.

Its database is a copy that follows another and cannot be written to. Whoever opens a judge's or an
organiser's address here is led to the server where it works.
"""

from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.sessions import SecureCookieSession
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from competition.web import errors, sessions

SERVED = ("audience.", "static", "bundle", "module")
"""What the endpoints begin with that an audience node serves."""
RETRY_AFTER_SECONDS = 5
_AS_SENT = "%!$&'()*+,;=:@/?-._~"


class NoSessions(sessions.SessionCookies):
    """Nobody is signed in here, and the cookies of another server on the same name stay as are."""

    def open_session(self, _app: Flask, _request: Any) -> SecureCookieSession:
        """An empty session, whatever the cookie says."""
        return self.session_class()

    def save_session(self, _app: Flask, _session: Any, _response: AnyResponse) -> None:
        """Send no cookie: it would sign out whoever is signed in elsewhere."""


def init_app(app: Flask) -> None:
    """In the role of an audience node, lead everybody else away; in any other, do nothing.

    Call it after `sessions.init_app`.
    """
    if app.config["ROLE"] == "audience":
        app.session_interface = NoSessions()
        app.before_request_funcs.setdefault(None, []).insert(0, _lead_away)


def is_served(endpoint: str | None) -> bool:
    """Whether an audience node serves this; a missing page is missing here too."""
    return endpoint is None or endpoint.startswith(SERVED)


def _lead_away() -> ResponseReturnValue | None:
    if is_served(request.endpoint):
        return None
    address = current_app.config["PUBLIC_URL"]
    # Not what was sent: a browser would have to be trusted with it at another address.
    is_read = request.method in ("GET", "HEAD") and not request.path.startswith("/api/")
    if is_read and address and urlsplit(address).netloc != request.host:
        query = quote(request.query_string, safe=_AS_SENT)
        return redirect(address + quote(request.path) + (f"?{query}" if query else ""))
    return _explain(address)


def _explain(address: str | None) -> Response:
    """503, so that a tablet keeps what it has and sends it again, until somebody mends the way."""
    if address and urlsplit(address).netloc != request.host:
        message = gettext(
            "This server only shows results to the audience. Judges and organisers work at "
            "%(address)s.",
            address=address,
        )
    else:
        message = gettext(
            "This server only shows results to the audience. Judges and organisers work at the "
            "contest's main address; ask the organisers for it."
        )
    response = errors.error(503, "audience_only", message)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
