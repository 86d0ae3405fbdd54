"""Deductions: their ledger, another one as points or as a percentage, and withdrawing one."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import deductions as actions
from competition.actions.deduction_ledger import ledger_of
from competition.actions.refusals import Refused
from competition.actions.rubrics import scoring_of_stage
from competition.store import queries
from competition.store.models import Competition
from competition.web.organiser.appeal_words import suggest_reason
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
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.results.withdraw import withdraw_page
from competition.web.organiser.sheet_progress import matches_of
from competition.web.sessions import by


class Amount(NamedTuple):
    """The points of a deduction; with a `percent` those that it gives of `total`."""

    points: str
    percent: str = ""
    total: str = ""


class DeductionForm(PlainForm):
    """Points deducted from a team's total in a match, or so many percent of it.

    `shown` are the points that were shown for the percentage, to be confirmed.
    """

    entry = ChoiceField(lazy_gettext("Team and match"))
    points = DecimalField(lazy_gettext("Points"))
    percent = DecimalField(lazy_gettext("Or percent of the total"))
    reason = StringField(lazy_gettext("Reason"))
    shown = HiddenField()


@bp.route("/organiser/c/<key>/deductions", methods=["GET", "POST"])
@keeps_what_was_typed
def deductions_page(key: str) -> ResponseReturnValue:
    """The ledger of deductions, and a form for another one; `?entry=match/team` chooses whose."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    names = names_by_key(file)
    form = DeductionForm()
    form.points.decimals = max(
        2, *(int(scoring_of_stage(stage).get("decimals", 2)) for stage in competition.stages), 0
    )
    form.entry.choices = [("", gettext("Choose…")), *_entries(competition, names)]
    if not form.is_submitted():
        form.entry.data = request.args.get("entry", "")
    suggest_reason(form, "reason", competition)
    amount = _amount(form, competition) if is_valid_submission(form) else None
    if amount is not None and amount.percent and form.shown.data != amount.points:
        entry = dict(form.entry.choices)[form.entry.data]
        return organiser_page(
            "results/deduction_percent.html", form=form, amount=amount, entry=entry
        )
    if amount is not None and run_action(form, lambda: _deduct(form, competition, amount)):
        return redirect_with(
            f"/organiser/c/{key}/deductions", gettext("The deduction is recorded.")
        )
    return form_page(
        "results/deductions.html",
        form,
        ledger=ledger_of(competition),
        phases={part["key"]: part["name"] for part in file.get("clock", {}).get("phases", ())},
        **names,
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


def _amount(form: DeductionForm, competition: Competition) -> Amount | None:
    """What is to be deducted; without an answer the refusals are on the form."""
    match_key, _, team_key = (form.entry.data or "").partition("/")
    if not team_key:
        form.entry.refusals = [gettext("Choose the team and the match.")]
        return None
    points, percent = form.points.plain, form.percent.plain
    if bool(points) == bool(percent):
        form.points.refusals = [gettext("Enter either points or a percentage.")]
        return None
    if not (form.reason.data or "").strip():
        form.reason.refusals = [gettext("Give the reason; it is kept with the result.")]
        return None
    if points:
        return Amount(points)
    try:
        found = actions.points_of_percent(competition, match_key, team_key, percent)
    except Refused as refusal:
        form.percent.refusals = [refusal.text(gettext)]
        return None
    return Amount(found.points, percent, found.total)


def _deduct(form: DeductionForm, competition: Competition, amount: Amount) -> None:
    match_key, _, team_key = (form.entry.data or "").partition("/")
    actions.add_deduction(
        *(competition.key, match_key, team_key, amount.points, form.reason.data or "", by()),
        percent=amount.percent or None,
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
