"""What makes awards public at once, takes one back, or corrects what was revealed."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import award_reveal as actions
from competition.actions.award_changes import waiting_awards
from competition.actions.corrections import CorrectionNeeded
from competition.web.organiser.award_lines import award_lines
from competition.web.organiser.blueprint import bp
from competition.web.organiser.correction import correction_page
from competition.web.organiser.forms.base import ConfirmForm, PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.organiser.results.awards import line_or_404
from competition.web.organiser.results.withdraw import take_back_page
from competition.web.sessions import by


class AwardsPublicForm(ConfirmForm):
    """Confirms that all awards become public at once."""

    sure = BooleanField(lazy_gettext("Yes, make these awards public now"))


@bp.route("/organiser/c/<key>/awards-publish", methods=["GET", "POST"])
@keeps_what_was_typed
def publish_awards_page(key: str) -> ResponseReturnValue:
    """Say which awards become public, and to whom they go; then make them public."""
    competition, form = competition_or_404(key), AwardsPublicForm()
    if is_valid_submission(form) and confirmed(
        form, lambda: actions.publish_awards(competition.key, by())
    ):
        return redirect_with(f"/organiser/c/{key}/awards", gettext("The awards are public now."))
    lines = [line for line in award_lines(competition) if not line.is_whole]
    return form_page(
        "results/awards_publish.html",
        form,
        ready=[line for line in lines if not line.why_not],
        others=[line for line in lines if line.why_not],
    )


@bp.route("/organiser/c/<key>/awards/<name>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_back_award_page(key: str, name: str) -> ResponseReturnValue:
    """Take a revealed award off everything public, with a reason."""
    competition = competition_or_404(key)
    line = line_or_404(competition, name)
    return take_back_page(
        "results/award_take_back.html",
        lambda reason: actions.take_back_award(competition.key, name, reason, by()),
        f"/organiser/c/{key}/awards",
        gettext("The award is taken back."),
        is_public=line.shown is not None,
        line=line,
    )


@bp.route("/organiser/c/<key>/awards-correct", methods=["GET", "POST"])
@keeps_what_was_typed
def correct_awards_page(key: str) -> ResponseReturnValue:
    """Show who would get a revealed award now, and correct it once confirmed."""
    competition = competition_or_404(key)
    if submit(PlainForm(), lambda: actions.correct_awards(competition.key, by())):
        return redirect_with(f"/organiser/c/{key}/awards", gettext("The award is corrected."))
    waiting = waiting_awards(competition)
    if not waiting:
        abort(404)
    return correction_page(CorrectionNeeded(competition.key, [], "", awards=waiting))
