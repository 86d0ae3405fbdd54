"""Deductions: the list, another one, and withdrawing one."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import deductions as actions
from competition.store import queries
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, DecimalField
from competition.web.organiser.labels import SIDES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.results.withdraw import withdraw_page
from competition.web.organiser.sheet_progress import matches_of
from competition.web.sessions import by


class DeductionForm(PlainForm):
    """Points deducted from a team's total in a match."""

    entry = ChoiceField(lazy_gettext("Team and match"))
    points = DecimalField(lazy_gettext("Points"), needed=True)
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/deductions", methods=["GET", "POST"])
@keeps_what_was_typed
def deductions_page(key: str) -> ResponseReturnValue:
    """The deductions in force, and a form for another one."""
    competition = competition_or_404(key)
    names = names_by_key(file_without_sheets(competition))
    form = DeductionForm()
    form.points.decimals = max(2, int(competition.rubric.scoring.get("decimals", 2)))
    form.entry.choices = [("", gettext("Choose…")), *_entries(competition, names)]

    def deduct() -> None:
        actions.add_deduction(
            competition.key, match_key, team_key, form.points.plain, form.reason.data or "", by()
        )

    if is_valid_submission(form):
        match_key, _, team_key = (form.entry.data or "").partition("/")
        if not team_key:
            form.entry.refusals = [gettext("Choose the team and the match.")]
        elif run_action(form, deduct):
            return redirect_with(
                f"/organiser/c/{key}/deductions", gettext("The deduction is recorded.")
            )
    return form_page(
        "results/deductions.html", form, deductions=queries.deductions_of(competition), **names
    )


@bp.route("/organiser/c/<key>/deductions/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_deduction_page(key: str, number: int) -> ResponseReturnValue:
    """Withdraw a deduction, with the reason."""
    competition = competition_or_404(key)
    deductions = queries.deductions_of(competition)
    return withdraw_page(
        competition,
        lambda reason: actions.remove_deduction(competition.key, number, reason, by()),
        back=f"/organiser/c/{key}/deductions",
        message=gettext("The deduction is withdrawn."),
        deduction=next((d for d in deductions if d.id == number), None) or abort(404),
    )


def _entries(competition: Competition, names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every team in every match with its side, to choose from."""
    sides = dict(SIDES)
    return [
        (
            f"{match.key}/{entry.team.key}",
            f"{names['team_names'][entry.team.key]} · {sides[entry.side]} · "
            f"{names['match_names'][match.key]}",
        )
        for stage in competition.stages
        for match in matches_of(stage)
        for entry in match.entries
    ]
