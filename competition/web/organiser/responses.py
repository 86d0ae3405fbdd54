"""How the organiser's pages answer: a page, a redirect with a message, a refused form."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.refusals import NotFound, Refused
from competition.web.organiser.forms.base import PlainForm

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form is shown again after a failed CSRF check; see `show_again`."""
    view.keeps_what_was_typed = True  # type: ignore[attr-defined]
    return view


def organiser_page(template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page of this face."""
    return make_response(render_template(f"organiser/{template}", **context), status)


def redirect_with(address: str, said: str = "", kind: str = "good") -> ResponseReturnValue:
    """Lead on after something was done, and say what."""
    if said:
        flash(said, kind)
    return redirect(address, 303)


def succeeded(form: PlainForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal goes to the form. What is not there stays a 404."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def is_sent(form: PlainForm) -> bool:
    """Whether the form was sent and holds; an expired page is said so in words."""
    sound: bool = form.validate_on_submit()
    if form.is_submitted() and form.is_expired():
        form.general.append(
            gettext(
                "This page had been open for too long. What you typed is still here; "
                "please send it once more."
            )
        )
    return sound
