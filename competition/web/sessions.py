"""Who is asking: sessions kept in the database, named by a signed cookie.

One browser may be an organiser and a judge at once, so that an organiser can try a judge's
link without being signed out.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

from competition.store import accounts
from competition.store.accounts import Organiser
from competition.store.models import Judge

P = ParamSpec("P")

csrf = CSRFProtect()
ORGANISER, JUDGE = "organiser", "judge"
# A competition file with all its sheets is larger than anything else that is sent.
LARGEST_FILE = 32 * 1024 * 1024


class Cookies(SecureCookieSessionInterface):
    """Flask's sessions; what signs them is made once, not twice in every request."""

    def __init__(self) -> None:
        self._made: dict[object, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs with the application's key."""
        key = app.secret_key
        if key not in self._made:
            self._made = {key: super().get_signing_serializer(app)}
        return self._made[key]


def init_app(app: Flask) -> None:
    """Read every body before the database is touched; keep guests out of the organiser's rooms."""
    csrf.init_app(app)
    app.session_interface = Cookies()
    app.before_request(_read_body)
    app.before_request(_refuse)
    app.before_request(_check_csrf)


def start(role: str, token: str) -> None:
    """Remember a session's token in this browser."""
    session.permanent = True
    session[role] = token


def pop_token(role: str) -> str | None:
    """Forget the role's session in this browser; returns its token."""
    token = session.pop(role, None)
    return token if isinstance(token, str) else None


def organiser() -> Organiser | None:
    """The organiser who is signed in, if any."""
    if "organiser" not in g:
        signed_in = _signed_in(ORGANISER)
        g.organiser = signed_in.organiser if signed_in else None
    found: Organiser | None = g.organiser
    return found


def judge() -> Judge | None:
    """The judge whose link was opened in this browser, if it still holds."""
    if "judge" not in g:
        signed_in = _signed_in(JUDGE)
        g.judge = signed_in.judge if signed_in else None
    found: Judge | None = g.judge
    return found


def by() -> str:
    """The organiser as the audit names them."""
    signed_in = organiser()
    assert signed_in is not None
    return f"organiser {signed_in.name}"


def judge_required(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Only for a judge; anybody else gets what a missing page gives."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if judge() is None:
            abort(404)
        return view(*args, **kwargs)

    return guarded


def _signed_in(role: str) -> accounts.SignIn | None:
    token = session.get(role)
    return accounts.open_session(token) if isinstance(token, str) else None


def _read_body() -> None:
    # A body that comes slowly must not hold a database connection: see docs/decisions.md.
    if request.method in ("POST", "PUT", "PATCH", "DELETE"):
        if request.path == "/organiser/import" and ORGANISER in session:
            request.max_content_length = LARGEST_FILE
        request.get_data(cache=True)


def _refuse() -> ResponseReturnValue | None:
    """Below `/organiser` a guest is led to the sign-in, whether or not the page exists."""
    if request.path != "/organiser" and not request.path.startswith("/organiser/"):
        return None
    if organiser() is not None:
        return None
    if judge() is not None or request.method not in ("GET", "HEAD"):
        abort(404)
    return redirect(url_for("sign_in.sign_in_page", next=request.full_path.rstrip("?")))


def _check_csrf() -> None:
    # The API checks for itself: a bearer token needs no form token.
    if not request.path.startswith("/api/") and request.endpoint is not None:
        csrf.protect()
