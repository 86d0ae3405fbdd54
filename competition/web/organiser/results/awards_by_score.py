"""An award by hand given to everybody from a score on: grades of a review, a course's pass line."""

from fractions import Fraction
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms.validators import ValidationError

from competition.actions import awards as actions
from competition.actions.award_changes import who_reached
from competition.awards import Standing
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, DecimalField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.results.awards import award_or_404
from competition.web.sessions import by


class ScoreLineForm(PlainForm):
    """The stage, and the scores from which and below which the award is given."""

    stage = ChoiceField(lazy_gettext("Stage"))
    low = DecimalField(lazy_gettext("From this score on"), needed=True)
    below = DecimalField(lazy_gettext("Below (optional)"))

    def validate_below(self, field: DecimalField) -> None:
        """Above the score from which it is given."""
        if field.plain and self.low.plain and Fraction(field.plain) <= Fraction(self.low.plain):
            raise ValidationError(gettext("This has to be more than the score above."))

    def reached(self, competition: Competition) -> list[Standing]:
        """Who has such a score."""
        below = Fraction(self.below.plain) if self.below.plain else None
        return who_reached(competition, self.stage.data or "", Fraction(self.low.plain), below)


@bp.route("/organiser/c/<key>/awards/<name>/by-score", methods=["GET", "POST"])
@keeps_what_was_typed
def award_by_score_page(key: str, name: str) -> ResponseReturnValue:
    """Ask for the scores, show who has them, then give the award to all of these."""
    competition = competition_or_404(key)
    award = award_or_404(competition, name)
    if award["by"] != "hand":
        abort(404)
    file = file_without_sheets(competition)
    names = names_by_key(file)
    form = ScoreLineForm()
    form.stage.choices = list(names["stage_names"].items())
    reached: list[Standing] | None = None
    if is_valid_submission(form):
        reached = form.reached(competition)
        if request.form.get("then") == "give":
            part = {**award, "winners": [_winner(each) for each in reached]}
            if run_action(form, lambda: actions.save_award(key, part, by(), name)):
                return redirect_with(
                    f"/organiser/c/{key}/awards",
                    ngettext("%(num)s winner.", "%(num)s winners.", len(reached)),
                )
    return form_page(
        "results/award_by_score.html",
        form,
        award=award,
        reached=reached,
        team_of={
            member["key"]: team["key"]
            for team in file["teams"]
            for member in team.get("members", ())
        },
        **names,
    )


def _winner(standing: Standing) -> dict[str, Any]:
    return {standing.candidate.kind: standing.candidate.written}
