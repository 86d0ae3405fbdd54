"""The rehearsal of a contest: begun, filled with made-up marks, and ended, on one page."""

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from competition.actions import whole_rehearsal as actions
from competition.actions.archive import count_content
from competition.store import queries
from competition.store.models import Competition
from competition.web.addresses import public_url
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class RehearsalForm(PlainForm):
    """Which match gets made-up marks; "" is every match of an open round."""

    match = ChoiceField(choices=[("", "")])


@bp.route("/organiser/c/<key>/rehearsal", methods=["GET", "POST"])
@keeps_what_was_typed
def whole_rehearsal_page(key: str) -> ResponseReturnValue:
    """Say what a rehearsal is and begin one; or where everything of it is, and fill in marks.

    The page is the same below the competition and below its rehearsal.
    """
    competition = competition_or_404(key)
    rehearsal = _rehearsal_of(competition)
    form = RehearsalForm()
    if rehearsal is None:
        if submit(form, lambda: actions.begin_rehearsal(key, by())):
            message = gettext("The rehearsal is ready. It has no mark yet.")
            return redirect_with(f"/organiser/c/{key}/rehearsal", message)
        return form_page("day/begin_rehearsal.html", form)
    owing = actions.matches_that_owe(rehearsal)
    names = match_names(file_without_sheets(rehearsal))
    form.match.choices = [("", ""), *names.items()]
    written: list[int] = []

    def fill_in() -> None:
        match = form.match.data or None
        written.append(actions.fill_in_made_up_marks(rehearsal.key, by(), match))

    if submit(form, fill_in):
        message = ngettext(
            "%(num)s made-up sheet or score is in.",
            "%(num)s made-up sheets and scores are in.",
            written[0],
        )
        return redirect_with(f"/organiser/c/{key}/rehearsal#marks", message)
    return form_page(
        "day/whole_rehearsal.html",
        form,
        rehearsal=rehearsal,
        real=queries.find_competition(rehearsal.rehearsal_of or ""),
        owing=[(match, names[match], count) for match, count in owing.items()],
        base=public_url(current_app.config),
    )


@bp.route("/organiser/c/<key>/rehearsal/end", methods=["GET", "POST"])
@keeps_what_was_typed
def end_rehearsal_page(key: str) -> ResponseReturnValue:
    """Say what goes, then wipe the rehearsal."""
    competition = competition_or_404(key)
    rehearsal = _rehearsal_of(competition) or abort(404)
    real = queries.find_competition(rehearsal.rehearsal_of or "")
    form, content = PlainForm(), count_content(rehearsal)
    # Read here, because the act lets go of all rows.
    after = f"/organiser/c/{real.key}" if real else "/organiser"
    if submit(form, lambda: actions.end_rehearsal(rehearsal.key, by())):
        message = gettext("The rehearsal is over, and everything of it is wiped.")
        return redirect_with(after, message)
    return form_page(
        "day/end_rehearsal.html", form, rehearsal=rehearsal, real=real, content=content
    )


def _rehearsal_of(competition: Competition) -> Competition | None:
    """The competition itself where it is a rehearsal, otherwise its rehearsal, if there is one."""
    is_one = competition.rehearsal_of is not None
    return competition if is_one else queries.find_rehearsal(competition.key)
