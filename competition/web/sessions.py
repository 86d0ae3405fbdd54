"""Who is signed in: sessions in the database, identified by a signed cookie.

A browser can be an organiser's and a judge's at once, so that an organiser can try a judge's
link without being signed out.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

from competition.actions.accounts import end_session, note_session_use
from competition.store import accounts, tables
from competition.store.accounts import Organiser
from competition.store.day_models import TableLink
from competition.store.db import Busy
from competition.store.judge_auth import Sender, sender_of
from competition.store.models import Judge
from competition.web import observers, proxies
from competition.web.htmx import wants_fragment

P = ParamSpec("P")

csrf = CSRFProtect()
ORGANISER, JUDGE, TABLE = "organiser", "judge", "table"
REAL_JUDGE = "real_judge"
"""Where a browser keeps the judge's session of the real contest while it is in the rehearsal."""


# How long after its last noted use another use is noted: a write, so not with every page.
_NOTED_EVERY = {ORGANISER: dt.timedelta(minutes=10), JUDGE: dt.timedelta(hours=6)}


class SignedOut(Exception):
    """A form came from an organiser's or a clerk's page whose session has ended meanwhile."""


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
    if role == JUDGE:
        _forget_own_session()
    session[role] = token


def pop_token(role: str) -> str | None:
    """Remove the role's session from this browser; returns its token."""
    renew_csrf_token()
    if role == JUDGE:
        _forget_own_session()
    token = session.pop(role, None)
    return token if isinstance(token, str) else None


def renew_csrf_token() -> None:
    """Let no form token that was known before be valid any more: whoever signs in is somebody else.

    A browser may have been given its cookie, and so its token, by another person.
    """
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def organiser() -> Organiser | None:
    """The organiser or observer who is signed in, if any."""
    _read_account()
    found: Organiser | None = g.organiser
    return found


def clerk() -> Organiser | None:
    """The clerk 记分员 who is signed in, if any."""
    _read_account()
    found: Organiser | None = g.clerk
    return found


def _read_account() -> None:
    """Read who is signed in with a name and a password: an organiser, an observer, or a clerk."""
    if "organiser" in g:
        return
    signed_in = _signed_in(ORGANISER)
    account = signed_in.organiser if signed_in else None
    role = account.role if account else None
    g.organiser, g.clerk = (None, account) if role == "clerk" else (account, None)
    # Read here, because an act that removes a competition lets go of all rows.
    g.is_observer = role == "observer"


def judge() -> Judge | None:
    """The judge whose link was opened in this browser, if it is still valid."""
    if "judge" not in g:
        signed_in = _signed_in(JUDGE) or _back_from_rehearsal()
        g.judge = signed_in.judge if signed_in else None
        g.judge_session = signed_in
    found: Judge | None = g.judge
    return found


def go_to_rehearsal(token: str, names: Sequence[str]) -> None:
    """Begin a session in the rehearsal; the judge's own is kept, with the cookie's other `names`.

    It is taken up again on the way back, and by itself once the rehearsal is over.
    """
    own = {name: session[name] for name in (JUDGE, *names) if name in session}
    start(JUDGE, token)
    session[REAL_JUDGE] = own


def is_away_in_rehearsal() -> bool:
    """Whether this browser came to the rehearsal from the real contest."""
    return REAL_JUDGE in session


def come_back_from_rehearsal() -> None:
    """End the session in the rehearsal, and take up the judge's own again."""
    own = session.pop(REAL_JUDGE)
    if token := pop_token(JUDGE):
        end_session(token)
    session.update(own)
    g.pop("judge", None)


def table() -> TableLink | None:
    """The table whose link was opened in this browser, if it is still valid."""
    if "table" not in g:
        proof = session.get(TABLE)
        g.table = tables.table_by_proof(proof) if isinstance(proof, str) else None
    found: TableLink | None = g.table
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
    """The name of the organiser or observer as the audit log records it."""
    signed_in = organiser()
    assert signed_in is not None
    return accounts.name_in_audit(signed_in)


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


def _back_from_rehearsal() -> accounts.SignIn | None:
    """The judge's own session, where the rehearsal that the browser was in is over."""
    if REAL_JUDGE not in session:
        return None
    session.update(session.pop(REAL_JUDGE))
    return _signed_in(JUDGE)


def _forget_own_session() -> None:
    """Whoever signs out or opens a link in the rehearsal does not come back as who was there."""
    own = session.pop(REAL_JUDGE, None)
    if own is not None and own.get(JUDGE) is not None:
        end_session(own[JUDGE])


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
    """Redirect guests of `/organiser` and `/clerk` to the sign-in, whether or not the page exists.

    Clerks find nothing below the one, organisers and observers nothing below the other.
    """
    is_clerks = _is_at("/clerk")
    if not is_clerks and not _is_at("/organiser"):
        return None
    if organiser() is not None or clerk() is not None:
        # What is not theirs they find as what is not there, whatever the method.
        is_theirs = (clerk() is not None) == is_clerks and (is_clerks or not observers.is_refused())
        return None if is_theirs else abort(404)
    had_session = ORGANISER in session
    if request.method not in ("GET", "HEAD"):
        if had_session and not wants_fragment():
            raise SignedOut
        abort(404)
    if not had_session and (judge() is not None or table() is not None):
        abort(404)
    return redirect(url_for("sign_in.sign_in_page", next=request.full_path.rstrip("?")))


def _is_at(root: str) -> bool:
    return request.path == root or request.path.startswith(f"{root}/")


def _check_csrf() -> None:
    # The API checks for itself: a bearer token needs no form token.
    if not request.path.startswith("/api/") and request.endpoint is not None:
        csrf.protect()
