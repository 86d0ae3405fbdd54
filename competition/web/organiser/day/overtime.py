"""The overtime of a match: what it would cost, and an organiser who decides."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import overtime as actions
from competition.store.models import Competition, Match
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import (
    competition_or_404,
    file_without_sheets,
    match_or_404,
)
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


class OvertimeForm(PlainForm):
    """A decision about the overtime of a team in a phase, as the page showed it."""

    decision = HiddenField()
    phase = HiddenField()
    team = HiddenField()
    seconds = HiddenField()
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/matches/<match_key>/overtime", methods=["GET", "POST"])
@keeps_what_was_typed
def match_overtime_page(key: str, match_key: str) -> ResponseReturnValue:
    """Every proposal and decision; a decision is sent to the same address."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    form = OvertimeForm()
    if submit(form, lambda: _decide(competition, match, form)):
        said = (
            gettext("The points are deducted.")
            if form.decision.data == "confirm"
            else gettext("The overtime is waived: nothing is deducted.")
        )
        return redirect_with(f"/organiser/c/{key}/matches/{match_key}/overtime", said)
    return form_page(
        "day/overtime.html",
        form,
        match=match,
        overtime=actions.match_overtime(match),
        deducted=actions.phases_deducted(match),
        **names_by_key(file_without_sheets(competition)),
    )


def _decide(competition: Competition, match: Match, form: OvertimeForm) -> None:
    seconds = parse_whole_number(form.seconds.data) or 0
    about = (competition.key, match.key, form.phase.data or "", form.team.data or "", seconds)
    if form.decision.data == "confirm":
        actions.confirm_overtime(*about, by())
    else:
        actions.waive_overtime(*about, form.reason.data or "", by())
