"""A published stage that waits for its correction, because a judge wrote to a reopened sheet."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import stage_release
from competition.actions.corrections import CorrectionNeeded
from competition.actions.snapshots import pending_corrections
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.correction import correction_page
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import keeps_what_was_typed, redirect_with, submit
from competition.web.sessions import by


@bp.route("/organiser/c/<key>/correction/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def pending_correction_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Show what waits to be corrected in a published stage, and correct it once confirmed."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    if submit(PlainForm(), lambda: stage_release.correct_stage(competition.key, stage.key, by())):
        return redirect_with(
            f"/organiser/c/{key}/results", gettext("The published result is corrected.")
        )
    waiting = [each for each in pending_corrections(competition) if each.stage == stage.key]
    if not waiting:
        abort(404)
    return correction_page(CorrectionNeeded(competition.key, waiting, ""))
