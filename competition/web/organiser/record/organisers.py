"""Who may organise: the list, another one, one fewer, and one's own password."""

from flask import abort, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, StringField

from competition.actions import accounts as actions
from competition.store import accounts
from competition.web import rate_limits, sessions
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.sessions import by


class OrganiserForm(PlainForm):
    """Another organiser's name and first password."""

    name = StringField(lazy_gettext("Full name"))
    password = PasswordField(lazy_gettext("Password"))


class PasswordForm(PlainForm):
    """One's own password: the old one and the new one."""

    old = PasswordField(lazy_gettext("Password until now"))
    new = PasswordField(lazy_gettext("New password"))


@bp.route("/organiser/organisers", methods=["GET", "POST"])
@keeps_what_was_typed
def organisers_page() -> ResponseReturnValue:
    """Everybody who signs in with a name and a password."""
    form = OrganiserForm()
    if is_sent(form):
        name, password = form.name.data or "", form.password.data or ""
        if succeeded(form, lambda: actions.add_organiser(name, password, by())):
            return redirect_with(
                "/organiser/organisers", gettext("%(name)s may sign in now.", name=name)
            )
    return organiser_page(
        "record/organisers.html",
        422 if form.is_submitted() else 200,
        form=form,
        organisers=accounts.all_organisers(),
        own=by(),
        shortest_password=actions.SHORTEST_PASSWORD,
    )


@bp.route("/organiser/organisers/password", methods=["GET", "POST"])
@keeps_what_was_typed
def password_page() -> ResponseReturnValue:
    """Change one's own password; every other device of one's own is signed out."""
    signed_in = sessions.organiser() or abort(404)
    form = PasswordForm()
    if is_sent(form):
        name, old, new = signed_in.name, form.old.data or "", form.new.data or ""
        keep = session[sessions.ORGANISER]
        if not rate_limits.may_try_password(name):
            abort(429)
        if succeeded(form, lambda: actions.change_password(name, old, new, keep=keep)):
            words = gettext("Your password is changed. Your other devices are signed out.")
            return redirect_with("/organiser/organisers", words)
        rate_limits.bad_password(name)
    return organiser_page(
        "record/password.html",
        422 if form.is_submitted() else 200,
        form=form,
        shortest_password=actions.SHORTEST_PASSWORD,
    )


@bp.route("/organiser/organisers/<int:number>/remove", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_organiser_page(number: int) -> ResponseReturnValue:
    """Ask, then take another organiser out; whoever it is is signed out at once."""
    found = next((one for one in accounts.all_organisers() if one.id == number), None) or abort(404)
    name = found.name
    form = PlainForm()
    if is_sent(form) and succeeded(form, lambda: actions.delete_organiser(number, by())):
        words = gettext("%(name)s is no organiser any more.", name=name)
        return redirect_with("/organiser/organisers", words)
    status = 422 if form.is_submitted() else 200
    return organiser_page("record/remove_organiser.html", status, form=form, name=name)
