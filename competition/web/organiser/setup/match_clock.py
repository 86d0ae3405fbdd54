"""The set-up page of the match clock."""

from typing import Any, cast

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.match_clock_setup import save_clock
from competition.file_types import ClockPart
from competition.match_clock import suggested_clock
from competition.store import match_clocks
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.match_clock_form import MatchClockForm
from competition.web.sessions import by


@bp.route("/organiser/c/<key>/clock", methods=["GET", "POST"])
@keeps_what_was_typed
def set_up_clock_page(key: str) -> ResponseReturnValue:
    """The phases and the overtime, as a table; a suggestion where there are none yet."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    stored = file.get("clock")
    clock: ClockPart = stored or suggested_clock()
    form = MatchClockForm.of(clock, file)
    if _is_saved(competition.key, form):
        return redirect_with(f"/organiser/c/{key}/clock", gettext("Saved."))
    return form_page(
        "setup/clock.html",
        form,
        is_suggestion=stored is None or bool(stored.get("placeholder")),
        begun=len(match_clocks.clocks_of(competition.key)),
    )


def _is_saved(key: str, form: Any) -> bool:
    if form.is_submitted() and form.add_rows(request.form.get("more")):
        return False
    if not is_valid_submission(form):
        return False
    return run_action(form, lambda: save_clock(key, cast(ClockPart, form.part()), by()))
