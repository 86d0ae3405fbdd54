"""Find or refuse: what an organiser's address names, and how an answer is given."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, flash, g, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.refusals import NotFound, Refused
from competition.store import events, mapping
from competition.store.parts import Competition, Match, Round, Stage
from competition.web.organiser.forms.base import PlainForm

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form is shown again after a failed CSRF check; see `show_again`."""
    view.keeps_what_was_typed = True  # type: ignore[attr-defined]
    return view


def competition(key: str) -> Competition:
    """The competition of that key, or 404."""
    found = events.competition(key) or abort(404)
    g.competition = found
    g.fallback_language = (found.languages or ["zh"])[0]
    return found


def stage(of: Competition, key: str) -> Stage:
    """The stage of that key, or 404."""
    return events.stage(of, key) or abort(404)


def round_(of: Competition, stage_key: str, key: str) -> Round:
    """The round of that key in that stage, or 404."""
    found = events.rounds(of, f"{stage_key}/{key}")
    return found[0] if found else abort(404)


def match(of: Competition, key: str) -> Match:
    """The match of that key, or 404."""
    return events.match(of, key) or abort(404)


def without_sheets(of: Competition) -> dict[str, Any]:
    """The competition as its file says it, without marks."""
    return mapping.competition_mapping(of, sheets=False)


def page(template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page of this face."""
    return make_response(render_template(f"organiser/{template}", **context), status)


def go(address: str, said: str = "", kind: str = "good") -> ResponseReturnValue:
    """Lead on after something was done, and say what."""
    if said:
        flash(said, kind)
    return redirect(address, 303)


def acted(form: PlainForm, act: Callable[[], object]) -> bool:
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
