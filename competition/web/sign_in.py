"""The organiser's set-up link, signing in and signing out."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from wtforms import PasswordField, StringField

from competition.actions import accounts as actions
from competition.actions.off_loop import TooMuchAtOnce
from competition.actions.password_hashes import LONGEST_PASSWORD, SHORTEST_PASSWORD
from competition.actions.refusals import NotFound, Refused
from competition.store import accounts
from competition.store.accounts import Organiser
from competition.web import errors, rate_limits, request_log, sessions

bp = Blueprint("sign_in", __name__)

HOME, CLERKS_HOME = "/organiser", "/clerk"
LONGEST_KEPT = 100_000
_NEVER_KEPT = {"csrf_token", "password", "old", "new"}


class NameAndPassword(FlaskForm):
    """The form. `problem` is the one sentence shown above it, `notice` why it is shown at all."""

    name = StringField(lazy_gettext("Your name"))
    password = PasswordField(lazy_gettext("Password"))
    problem: str = ""
    notice: str = ""


@bp.route("/set-up/<token>", methods=["GET", "POST"])
def set_up_page(token: str) -> ResponseReturnValue:
    """Create the first organiser; the link works once and is a 404 afterwards."""
    if accounts.any_organiser() or accounts.unused_set_up_link(token) is None:
        if not rate_limits.bad_token():
            abort(429)
        abort(404)
    form = NameAndPassword()
    if form.validate_on_submit():
        try:
            organiser = actions.create_first_organiser(
                token, form.name.data or "", form.password.data or ""
            )
        except TooMuchAtOnce as refusal:
            form.problem = refusal.text(gettext)
            return _page("sign_in/set_up.html", form, 503)
        except Refused as refusal:
            form.problem = refusal.text(gettext)
        else:
            _start_session(organiser)
            return redirect(HOME, 303)
    return _page("sign_in/set_up.html", form, 422 if form.is_submitted() else 200)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in_page() -> ResponseReturnValue:
    """Sign somebody in and redirect to the page that was asked for, a clerk to the clerks'."""
    next_path = safe_next_path(request.values.get("next"))
    if request.method != "POST":
        if sessions.organiser() is not None:
            return redirect(_others_path(next_path), 303)
        if sessions.clerk() is not None:
            return redirect(_clerks_path(next_path), 303)
    form = NameAndPassword()
    if not form.validate_on_submit():
        form.notice = _why_signed_out()
        return _page("sign_in/sign_in.html", form, next_path=next_path)
    name = actions.sign_in_name(form.name.data or "")
    with rate_limits.password_try(name) as count_failure:
        status, account = _check_password(name, form, count_failure)
    if account is not None:
        is_clerk = account.role == "clerk"
        return redirect(_clerks_path(next_path) if is_clerk else _others_path(next_path), 303)
    return _page("sign_in/sign_in.html", form, status, next_path=next_path)


def _check_password(
    name: str, form: NameAndPassword, count_failure: Callable[[], None] | None
) -> tuple[int, Organiser | None]:
    """Begin a session if the password is right; the status, and whose session it is.

    A problem is put on the form. Without `count_failure`, it may not be tried now.
    """
    if count_failure is None:
        form.problem = gettext(
            "Too many attempts. Wait 15 minutes, then try again. A browser that has signed in "
            "before can still sign in."
        )
        return 429, None
    password = form.password.data or ""
    # An impossibly long password is checked too, as "", so that it takes as long as any other.
    is_possible = len(password) <= LONGEST_PASSWORD
    try:
        organiser = actions.check_password(name, password if is_possible else "")
    except TooMuchAtOnce as refusal:
        form.problem = refusal.text(gettext)
        return 503, None
    if organiser is None:
        count_failure()
        request_log.failed_sign_in(accounts.organiser_by_name(name))
        form.problem = gettext("Wrong name or password. Check both and try again.")
        return 422, None
    _start_session(organiser)
    return 200, organiser


@bp.post("/sign-out")
def post_sign_out() -> ResponseReturnValue:
    """End the organiser's session, here and on the server."""
    token = sessions.pop_token(sessions.ORGANISER)
    if token:
        actions.end_session(token)
    return redirect("/sign-in", 303)


@bp.app_errorhandler(sessions.SignedOut)
def keep_unsent_form(_signed_out: sessions.SignedOut) -> ResponseReturnValue:
    """Show a form whose organiser is signed out with what was typed, to be sent again.

    Only to the browser whose page it was, which its token proves; a 404 for everybody else.
    """
    try:
        sessions.csrf.protect()
    except CSRFError:
        return current_app.handle_user_exception(NotFound())
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_KEPT and len(value) <= LONGEST_KEPT
    ]
    page = render_template(
        "sign_in/unsent_form.html",
        fields=fields,
        notice=_why_signed_out(),
        has_file=any(file.filename for file in request.files.values()),
    )
    return make_response(page, 400)


@bp.errorhandler(CSRFError)
def repeat_form(_error: CSRFError) -> ResponseReturnValue:
    """Show the form again with the name that was typed; no password was checked."""
    form = NameAndPassword()
    form.problem = gettext("This page was open for too long. Please send it again.")
    if request.endpoint == "sign_in.set_up_page":
        token = (request.view_args or {}).get("token", "")
        if accounts.any_organiser() or accounts.unused_set_up_link(token) is None:
            # An exception raised in an error handler would not be handled.
            return current_app.handle_user_exception(NotFound())
        return _page("sign_in/set_up.html", form, 400)
    if request.endpoint == "sign_in.post_sign_out":
        return errors.error(
            400,
            "csrf",
            gettext(
                "You are still signed in: this page was open for too long. Go back, reload it, "
                "then sign out."
            ),
        )
    next_path = safe_next_path(request.values.get("next"))
    return _page("sign_in/sign_in.html", form, 400, next_path=next_path)


def safe_next_path(wanted: str | None) -> str:
    """The path to redirect to if it is on this server, otherwise the organiser's first page."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return HOME
    if not wanted.isprintable() or "\\" in wanted or " " in wanted:
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else wanted


def _clerks_path(wanted: str) -> str:
    is_theirs = wanted == CLERKS_HOME or wanted.startswith((f"{CLERKS_HOME}/", f"{CLERKS_HOME}?"))
    return wanted if is_theirs else CLERKS_HOME


def _others_path(wanted: str) -> str:
    """Not to the clerks' pages, where an organiser finds nothing."""
    return HOME if _clerks_path(wanted) == wanted else wanted


def _why_signed_out() -> str:
    """Why this browser, which was signed in, is not any more; "" where it was not."""
    token = session.get(sessions.ORGANISER)
    if not isinstance(token, str):
        return ""
    if accounts.is_idle(token):
        return gettext(
            "You have been signed out because this browser was not used for %(hours)s hours.",
            hours=accounts.IDLE_ORGANISER_HOURS,
        )
    return gettext("Your session has ended.")


def _start_session(organiser: Organiser) -> None:
    """Begin a session, with everything from earlier sessions cleared from the browser."""
    device = session.get(rate_limits.DEVICE) or secrets.token_urlsafe(12)
    for role in (sessions.ORGANISER, sessions.JUDGE):
        if old := sessions.pop_token(role):
            actions.end_session(old)
    session.clear()
    session[rate_limits.DEVICE] = device
    sessions.start(sessions.ORGANISER, actions.begin_session(organiser=organiser))


def _page(
    template: str, form: NameAndPassword, status: int = 200, **context: object
) -> ResponseReturnValue:
    context["shortest_password"] = SHORTEST_PASSWORD
    response = make_response(render_template(template, form=form, **context), status)
    if status == 503:
        response.headers["Retry-After"] = str(errors.RETRY_AFTER_SECONDS)
    return response
