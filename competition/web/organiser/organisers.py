"""Who may organise: the list, and another one."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, StringField

from competition.actions import people as actions
from competition.store import people
from competition.web.sessions import by

from . import bp
from .finding import acted, go, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm


class OrganiserForm(PlainForm):
    """Another organiser's name and first password."""

    name = StringField(lazy_gettext("Full name"))
    password = PasswordField(lazy_gettext("Password"))


@bp.route("/organiser/organisers", methods=["GET", "POST"])
@keeps_what_was_typed
def organisers() -> ResponseReturnValue:
    """Everybody who signs in with a name and a password."""
    form = OrganiserForm()
    if is_sent(form):
        name, password = form.name.data or "", form.password.data or ""
        if acted(form, lambda: actions.add_organiser(name, password, by())):
            return go("/organiser/organisers", gettext("%(name)s may sign in now.", name=name))
    return page(
        "organisers.html",
        422 if form.is_submitted() else 200,
        form=form,
        organisers=people.organisers(),
        shortest_password=actions.SHORTEST_PASSWORD,
    )
