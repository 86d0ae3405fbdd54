"""Let a judge sit in spite of a conflict of interest, with a reason, and take that back."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField

from competition.actions import conflicts as actions
from competition.actions import file_edits
from competition.panels.conflicts import Conflicts
from competition.panels.sentences import reasons_phrase
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class AcceptForm(PlainForm):
    """Why a judge sits there all the same."""

    reason = TextAreaField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/conflict/<match>/<judge>/<team>", methods=["GET", "POST"])
@keeps_what_was_typed
def accept_conflict_page(key: str, match: str, judge: str, team: str) -> ResponseReturnValue:
    """Accept a conflict of a judge on a panel, or where it is accepted take that back."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    part = file_edits.get_part(file, "match", match)
    reasons = Conflicts(file).reasons(judge, team)
    if judge not in part["panel"] or not reasons:
        abort(404)
    accepted = next(
        (
            each
            for each in part.get("accepted_conflicts", ())
            if (each["judge"], each["team"]) == (judge, team)
        ),
        None,
    )
    form = AcceptForm()
    reason = form.reason.data or ""

    def act() -> None:
        if accepted:
            actions.take_acceptance_back(competition.key, match, judge, team, by())
        else:
            actions.accept_conflict(competition.key, match, judge, team, reason, by())

    if submit(form, act):
        done = gettext("The conflict of interest stands again.")
        return redirect_with(
            f"/organiser/c/{key}/stages",
            done if accepted else gettext("The conflict of interest is accepted in this match."),
        )
    names = names_by_key(file)
    return form_page(
        "setup/accept_conflict.html",
        form,
        accepted=accepted,
        match=names["match_names"][match],
        match_key=match,
        judge=names["judge_names"][judge],
        team=names["team_names"][team],
        why=reasons_phrase(reasons).text(gettext),
    )
