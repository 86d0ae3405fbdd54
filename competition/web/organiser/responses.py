"""How the organiser's pages answer: a page, a redirect with a message, a refused form.

A view with a form reads the same everywhere::

    if submit(form, lambda: actions.do_it(competition.key, by())):
        return redirect_with(address, gettext("Done."))
    return form_page("folder/page.html", form, …)
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from competition.actions.corrections import CorrectionNeeded, confirming, following_appeal
from competition.actions.form_use import FormChanged, sending
from competition.actions.meanwhile import ChangedMeanwhile, seeing
from competition.actions.refusals import NotFound, Refused
from competition.actions.shown_fairness import noting_fallen_reports
from competition.web.organiser.changed_meanwhile import changes_meanwhile, rows_since
from competition.web.organiser.correction import confirmation_sent
from competition.web.organiser.form_keys import note_known, seen_by_sender, sent_form
from competition.web.organiser.forms.base import ConfirmForm, PlainForm
from competition.web.organiser.problem_words import in_plain_words
from competition.web.rendering import let_others_run, render_page

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def keeps_what_was_typed(view: View) -> View:
    """Mark a view whose form is shown again after a failed CSRF check (`repeat_expired_form`)."""
    view.keeps_what_was_typed = True  # type: ignore[attr-defined]
    return view


def organiser_page(template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page from `templates/organiser`."""
    let_others_run()
    return make_response(render_page(f"organiser/{template}", **context), status)


def form_page(template: str, form: PlainForm, **context: Any) -> ResponseReturnValue:
    """A page with its form: 422 when the form was sent and refused, else 200."""
    return organiser_page(template, 422 if form.is_refused() else 200, form=form, **context)


def is_prefetch() -> bool:
    """Whether a browser asks before anybody has."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose for purpose in purposes)


def redirect_with(address: str, message: str = "", kind: str = "good") -> ResponseReturnValue:
    """Redirect after a change, with a message that the next page shows; `kind` is its colour."""
    if message:
        flash(message, kind)
    return redirect(address, 303)


def is_valid_submission(form: PlainForm) -> bool:
    """Whether the form was sent and is valid; an expired page gets an explanation."""
    valid: bool = form.validate_on_submit()
    if form.is_submitted() and form.is_expired():
        form.general.append(
            gettext(
                "This page had been open for too long. What you typed is still here; "
                "please send it once more."
            )
        )
    return valid


def run_action(form: PlainForm, act: Callable[[], object]) -> bool:
    """Run `act`, once for a form's key and on what its page knew of; a refusal is put on the form.

    A correction names the appeal of `?appeal=` in the address, which led to the form. `NotFound`
    passes through and becomes a 404, `CorrectionNeeded` the page of a correction, `FormRepeated`
    the answer that the form had before.
    """
    seen = seen_by_sender()
    appeal = following_appeal(request.args.get("appeal", ""))
    try:
        with (
            appeal,
            confirming(confirmation_sent()),
            sending(sent_form()),
            seeing(seen),
            noting_fallen_reports() as fallen,
        ):
            act()
    except (NotFound, CorrectionNeeded):
        raise
    except ChangedMeanwhile as changed:
        note_known(changed.number)
        form.meanwhile, form.changed_rows = changes_meanwhile(changed.rows), changed.rows
        return False
    except FormChanged as refusal:
        form.refuse(refusal)
        if seen is not None and (rows := rows_since(seen.number)):
            form.meanwhile = changes_meanwhile(rows)
            note_known(rows[-1].number)
        return False
    except Refused as refusal:
        form.refuse(in_plain_words(refusal))
        return False
    if seen is not None:
        note_known(seen.number)
    for key in sorted(fallen):
        _say_that_the_report_is_gone(key)
    return True


def _say_that_the_report_is_gone(competition_key: str) -> None:
    said = gettext(
        "The fairness report spoke of what has just been changed, so it is no longer public."
    )
    address = f"/organiser/c/{competition_key}/fairness-release"
    again = gettext("Look at the new report and release it")
    flash(Markup('{} <a href="{}">{}</a>').format(said, address, again), "waiting")


def submit(form: PlainForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is valid, and `act` was carried out."""
    return is_valid_submission(form) and run_action(form, act)


def confirmed(form: ConfirmForm, act: Callable[[], object]) -> bool:
    """For a form that was sent: carry out `act` if its box is ticked.

    After a refusal the box is cleared, so that the next attempt is deliberate again.
    """
    if not form.sure.data:
        form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
    elif run_action(form, act):
        return True
    form.sure.data = False
    return False
