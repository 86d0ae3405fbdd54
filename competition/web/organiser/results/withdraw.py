"""Withdrawing a deduction, a ruling or a signature, with a reason: the same page for all."""

from collections.abc import Callable
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import StringField

from competition.store.models import Competition
from competition.web.organiser.appeal_words import suggest_reason
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import form_page, redirect_with, submit


class ReasonForm(PlainForm):
    """Why something is withdrawn."""

    reason = StringField(lazy_gettext("Reason"))


def withdraw_page(
    competition: Competition,
    act: Callable[[str], object],
    back: str,
    message: str,
    **shown: Any,
) -> ResponseReturnValue:
    """Ask for the reason, call `act` with it, then go `back` (an address) with `message`.

    `shown` is `deduction`, `ruling`, `signature`, or `agreed` with its `match`.
    """
    form = ReasonForm()
    suggest_reason(form, "reason", competition)
    if submit(form, lambda: act(form.reason.data or "")):
        return redirect_with(back, message)
    return form_page(
        "results/withdraw.html",
        form,
        back=back,
        **shown,
        **names_by_key(file_without_sheets(competition)),
    )


def take_back_page(
    template: str,
    act: Callable[[str], object],
    back: str,
    message: str,
    *,
    is_public: bool,
    **shown: Any,
) -> ResponseReturnValue:
    """The same for what goes off everything public; 404 where it `is_public` no more."""
    form = ReasonForm()
    if submit(form, lambda: act(form.reason.data or "")):
        return redirect_with(back, message)
    if not is_public:
        abort(404)
    return form_page(template, form, **shown)
