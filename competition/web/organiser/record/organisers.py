"""The organisers: the list, adding and removing one, and changing one's own password."""

from flask import abort, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, StringField

from competition.actions import accounts as actions
from competition.actions import password_hashes
from competition.store import accounts
from competition.web import rate_limits, sessions
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
    submit,
)
from competition.web.sessions import by


class OrganiserForm(PlainForm):
    """Another organiser's name and first password."""

    name = StringField(lazy_gettext("Full name"))
    password = PasswordField(lazy_gettext("Password"))
    role = ChoiceField(
        lazy_gettext("What they may do"),
        choices=[
            ("organiser", lazy_gettext("Organiser: everything except a judge's sheet")),
            ("observer", lazy_gettext("Observer: sees everything, changes nothing")),
            ("clerk", lazy_gettext("Clerk: types judges' paper sheets, sees nothing else")),
        ],
        default="organiser",
    )


class PasswordForm(PlainForm):
    """One's own password: the current one and the new one."""

    old = PasswordField(lazy_gettext("Current password"))
    new = PasswordField(lazy_gettext("New password"))


@bp.route("/organiser/organisers", methods=["GET", "POST"])
@keeps_what_was_typed
def organisers_page() -> ResponseReturnValue:
    """Everybody who signs in with a name and a password, and a form to add one."""
    form = OrganiserForm()
    name, password = form.name.data or "", form.password.data or ""
    role = form.role.data or "organiser"
    if submit(form, lambda: actions.add_organiser(name, password, by(), role)):
        return redirect_with(
            "/organiser/organisers", gettext("%(name)s can sign in now.", name=name)
        )
    return form_page(
        "record/organisers.html",
        form,
        organisers=accounts.all_organisers(),
        own=sessions.organiser(),
        shortest_password=password_hashes.SHORTEST_PASSWORD,
    )


@bp.route("/organiser/organisers/password", methods=["GET", "POST"])
@keeps_what_was_typed
def password_page() -> ResponseReturnValue:
    """Change one's own password; one's other devices are signed out."""
    signed_in = sessions.organiser() or abort(404)
    form = PasswordForm()
    if is_valid_submission(form):
        name, old, new = signed_in.name, form.old.data or "", form.new.data or ""
        keep = session[sessions.ORGANISER]
        with rate_limits.password_try(name) as count_failure:
            if count_failure is None:
                abort(429)

            def act() -> None:
                try:
                    actions.change_password(name, old, new, keep=keep)
                except actions.WrongPassword:
                    count_failure()
                    raise

            if run_action(form, act):
                message = gettext("Your password is changed. Your other devices are signed out.")
                return redirect_with("/organiser/organisers", message)
    return form_page(
        "record/password.html", form, shortest_password=password_hashes.SHORTEST_PASSWORD
    )


@bp.route("/organiser/organisers/<int:number>/remove", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_organiser_page(number: int) -> ResponseReturnValue:
    """Ask, then remove another organiser, who is signed out at once."""
    found = next((one for one in accounts.all_organisers() if one.id == number), None) or abort(404)
    name = found.name
    form = PlainForm()
    if submit(form, lambda: actions.delete_organiser(number, by())):
        message = gettext("%(name)s is no longer an organiser.", name=name)
        return redirect_with("/organiser/organisers", message)
    return form_page("record/remove_organiser.html", form, name=name)
