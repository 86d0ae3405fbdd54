"""Undo the last act: what it was, what the public sees then, and the inverse once confirmed."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import undo
from competition.actions.undo_types import Undo
from competition.store.audit import AuditRow
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.changed_meanwhile import MeanwhileRow, changes_meanwhile
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import RELEASE_MODES, SCREEN_MODES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number

_DIGITS = 12


class LastActForm(PlainForm):
    """Confirms that the act of this number in the audit is undone, with a reason if one is kept."""

    number = HiddenField()
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/undo", methods=["GET", "POST"])
@keeps_what_was_typed
def undo_page(key: str) -> ResponseReturnValue:
    """What the last act was and what becomes of it, or why it cannot be undone; then undo it."""
    competition = competition_or_404(key)
    form = LastActForm()
    number = parse_whole_number(form.number.data, _DIGITS) or 0

    def carry_out() -> None:
        undo.undo_last_act(competition, number, form.reason.data or "", by())

    if submit(form, carry_out):
        return redirect_with(f"/organiser/c/{key}/control", gettext("The last act is undone."))
    row = undo.last_organisers_act(competition.key)
    # What was refused is shown with the act that is the last one now.
    form.number.data = str(row.number) if row else ""
    return form_page(
        "day/undo.html",
        form,
        act=describe_act(row),
        undo=undo.how_to_undo(competition, row, by()) if row else None,
        releases=RELEASE_MODES,
        modes=SCREEN_MODES,
    )


def describe_act(row: AuditRow | None) -> MeanwhileRow | None:
    """An act as the audit page calls it; None without one."""
    return changes_meanwhile([row])[0] if row else None


def undo_context(competition: Competition) -> dict[str, Any]:
    """What the control room says of the last act: what it was, and whether it can be undone."""
    row = undo.last_organisers_act(competition.key)
    can_undo = row is not None and isinstance(undo.how_to_undo(competition, row, by()), Undo)
    return {"last_act": describe_act(row), "can_undo": can_undo}
