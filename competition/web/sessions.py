"""Who is signed in: sessions in the database, identified by a signed cookie.

A browser can be an organiser's and a judge's at once, so that an organiser can try a judge's
link without being signed out.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

from competition.actions.accounts import note_session_use
from competition.store import accounts
from competition.store.accounts import Organiser
from competition.store.db import Busy
from competition.store.judge_auth import Sender, sender_of
from competition.store.models import Judge
from competition.web import proxies
from competition.web.htmx import wants_fragment

P = ParamSpec("P")

csrf = CSRFProtect()
ORGANISER, JUDGE = "organiser", "judge"


# How long after its last noted use another use is noted: a write, so not with every page.
_NOTED_EVERY = {ORGANISER: dt.timedelta(minutes=10), JUDGE: dt.timedelta(hours=6)}


class SignedOut(Exception):
    """A form came from an organiser's page whose session has ended meanwhile."""


class SessionCookies(SecureCookieSessionInterface):
    """Flask's sessions, with the signer created once, not twice in every request."""

    def __init__(self) -> None:
        self._signers: dict[object, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer with the application's key."""
        key = app.secret_key
        if key not in self._signers:
            self._signers = {key: super().get_signing_serializer(app)}
        return self._signers[key]

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie is for https alone."""
        return proxies.is_secure_client()


def init_app(app: Flask) -> None:
    """Keep guests away from the organiser's pages, and forms without a token from everything."""
    csrf.init_app(app)
    app.session_interface = SessionCookies()
    app.before_request(_keep_guests_out)
    app.before_request(_check_csrf)
    app.after_request(_note_use)


def signer_of(app: Flask) -> URLSafeTimedSerializer:
    """What signs and checks the application's cookies."""
    assert isinstance(app.session_interface, SessionCookies)
    signer = app.session_interface.get_signing_serializer(app)
    assert signer is not None
    return signer


def start(role: str, token: str) -> None:
    """Store a session's token in this browser, which gets a new CSRF token."""
    renew_csrf_token()
    session.permanent = True
    session[role] = token


def pop_token(role: str) -> str | None:
    """Remove the role's session from this browser; returns its token."""
    renew_csrf_token()
    token = session.pop(role, None)
    return token if isinstance(token, str) else None


def renew_csrf_token() -> None:
    """Let no form token that was known before be valid any more: whoever signs in is somebody else.

    A browser may have been given its cookie, and so its token, by another person.
    """
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def organiser() -> Organiser | None:
    """The organiser who is signed in, if any."""
    if "organiser" not in g:
        signed_in = _signed_in(ORGANISER)
        g.organiser = signed_in.organiser if signed_in else None
    found: Organiser | None = g.organiser
    return found


def judge() -> Judge | None:
    """The judge whose link was opened in this browser, if it is still valid."""
    if "judge" not in g:
        signed_in = _signed_in(JUDGE)
        g.judge = signed_in.judge if signed_in else None
        g.judge_session = signed_in
    found: Judge | None = g.judge
    return found


def require_organiser_still() -> None:
    """After a long wait in a request: 404 where the organiser's session has ended meanwhile."""
    g.pop("organiser", None)
    if organiser() is None:
        abort(404)


def judge_sender() -> Sender | None:
    """What this browser's writes as a judge are sent with, for the audit; None without a judge."""
    if judge() is None:
        return None
    signed_in: accounts.SignIn = g.judge_session
    return sender_of(signed_in.id, signed_in.device, signed_in.wrote_at)


def by() -> str:
    """The organiser's name as the audit log records it."""
    signed_in = organiser()
    assert signed_in is not None
    return f"organiser {signed_in.name}"


def judge_required(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Only for a judge; anybody else gets a 404, as for a missing page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if judge() is None:
            abort(404)
        return view(*args, **kwargs)

    return guarded


def _signed_in(role: str) -> accounts.SignIn | None:
    token = session.get(role)
    found = accounts.open_session(token) if isinstance(token, str) else None
    if found is not None and _counts_as_use(role):
        noted = dt.datetime.fromisoformat(found.last_used_at)
        if dt.datetime.now(dt.UTC) - noted > _NOTED_EVERY[role]:
            g.setdefault("used_sessions", []).append(found.token)
    return found


def _counts_as_use(role: str) -> bool:
    """Not an organiser's page that renews itself while nobody is there."""
    return role == JUDGE or request.method != "GET" or not wants_fragment()


def _note_use(response: Response) -> Response:
    for token in g.get("used_sessions", ()):
        with suppress(Busy):  # The next page notes it.
            note_session_use(token)
    return response


def _keep_guests_out() -> ResponseReturnValue | None:
    """Below `/organiser`, redirect guests to the sign-in, whether or not the page exists."""
    if request.path != "/organiser" and not request.path.startswith("/organiser/"):
        return None
    if organiser() is not None:
        return None
    had_session = ORGANISER in session
    if request.method not in ("GET", "HEAD"):
        if had_session and not wants_fragment():
            raise SignedOut
        abort(404)
    if judge() is not None and not had_session:
        abort(404)
    return redirect(url_for("sign_in.sign_in_page", next=request.full_path.rstrip("?")))


def _check_csrf() -> None:
    # The API checks for itself: a bearer token needs no form token.
    if not request.path.startswith("/api/") and request.endpoint is not None:
        csrf.protect()
