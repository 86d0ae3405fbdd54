"""The organiser's own results: standings, why a total is what it is, deductions, rulings."""

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, StringField, TextAreaField

from competition.actions import judgements
from competition.actions import standings as actions
from competition.actions.standings import ties
from competition.store import queries
from competition.store.models import Competition, Deduction, Stage
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, DecimalField
from competition.web.organiser.labels import COMBINE, RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


class DeductionForm(PlainForm):
    """Points taken off a team in a match."""

    entry = ChoiceField(lazy_gettext("Team and match"))
    points = DecimalField(lazy_gettext("Points"), needed=True)
    reason = StringField(lazy_gettext("Reason"))


class ReasonForm(PlainForm):
    """Why something is taken back."""

    reason = StringField(lazy_gettext("Reason"))


class RulingForm(PlainForm):
    """The panel's order of tied teams, best first, and its minutes."""

    teams = FieldList(ChoiceField(), lazy_gettext("Order, best first"), max_entries=100)
    minutes = TextAreaField(lazy_gettext("Minutes: who decided it, and why"))


@bp.get("/organiser/c/<key>/results")
def results_page(key: str) -> ResponseReturnValue:
    """Every stage's standings as they are in here, whatever the public sees."""
    competition = competition_or_404(key)
    return organiser_page("results/results.html", **_results(competition))


@bp.get("/organiser/c/<key>/results/<stage_key>/<team_key>")
def explanation_page(key: str, stage_key: str, team_key: str) -> ResponseReturnValue:
    """Why this total: every step, from the marks to the place."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    return organiser_page(
        "results/why.html",
        stage=stage,
        why=actions.explain_total(competition, stage_key, team_key),
        matches={match.key: match for r in stage.rounds for match in r.matches},
        scoring=competition.rubric.scoring,
        rule_combine=dict(COMBINE),
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route("/organiser/c/<key>/deductions", methods=["GET", "POST"])
@keeps_what_was_typed
def deductions_page(key: str) -> ResponseReturnValue:
    """The deductions that stand, and a further one."""
    competition = competition_or_404(key)
    known = names_by_key(file_without_sheets(competition))
    form = DeductionForm()
    form.points.decimals = max(2, int(competition.rubric.scoring.get("decimals", 2)))
    form.entry.choices = [("", gettext("Choose…")), *_entries(competition, known["match_names"])]
    if is_sent(form):
        match_key, _, team_key = (form.entry.data or "").partition("/")
        if not team_key:
            form.entry.refusals = [gettext("Choose the team and the match.")]
        else:
            points, reason = form.points.plain, form.reason.data or ""

            def act() -> None:
                judgements.add_deduction(competition.key, match_key, team_key, points, reason, by())

            if succeeded(form, act):
                return redirect_with(
                    f"/organiser/c/{key}/deductions", gettext("The deduction stands.")
                )
    return organiser_page(
        "results/deductions.html",
        422 if form.is_submitted() else 200,
        form=form,
        deductions=queries.deductions_of(competition),
        **known,
    )


@bp.route("/organiser/c/<key>/deductions/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_deduction_page(key: str, number: int) -> ResponseReturnValue:
    """Take a deduction back, with the reason."""
    competition = competition_or_404(key)
    found: Deduction | None = next(
        (d for d in queries.deductions_of(competition) if d.id == number), None
    )
    if found is None:
        abort(404)
    form = ReasonForm()
    reason = form.reason.data or ""
    if is_sent(form) and succeeded(
        form, lambda: judgements.remove_deduction(competition.key, number, reason, by())
    ):
        return redirect_with(
            f"/organiser/c/{key}/deductions", gettext("The deduction is taken back.")
        )
    status = 422 if form.is_submitted() else 200
    return organiser_page(
        "results/take_back.html",
        status,
        form=form,
        deduction=found,
        ruling=None,
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route("/organiser/c/<key>/ruling/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def ruling_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Record the panel's word on a tie; `?rank=` says which."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    tied = _tied(competition, stage)
    known = names_by_key(file_without_sheets(competition))
    form = RulingForm()
    for field in form.teams:
        field.choices = [(team, known["team_names"][team]) for team in tied]
    if not form.is_submitted():
        for team in tied:
            form.teams.append_entry(team)
            form.teams[-1].choices = [(other, known["team_names"][other]) for other in tied]
    if is_sent(form):
        order = [field.data for field in form.teams]
        if sorted(order) != sorted(tied):
            form.general.append(gettext("Name each of the tied teams once, best first."))
        else:
            minutes = form.minutes.data or ""

            def act() -> None:
                judgements.add_ruling(competition.key, stage_key, order, minutes, by())

            if succeeded(form, act):
                return redirect_with(
                    f"/organiser/c/{key}/results", gettext("The ruling is recorded.")
                )
    return organiser_page(
        "results/ruling.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        tied=tied,
        decides="ruling" in competition.rubric.scoring.get("tie_break", ()),
        **known,
    )


@bp.route("/organiser/c/<key>/rulings/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_ruling_page(key: str, number: int) -> ResponseReturnValue:
    """Take a ruling back, with the reason."""
    competition = competition_or_404(key)
    found = next((r for r in queries.rulings_of(competition) if r.id == number), None)
    if found is None:
        abort(404)
    form = ReasonForm()
    reason = form.reason.data or ""
    if is_sent(form) and succeeded(
        form, lambda: judgements.remove_ruling(competition.key, number, reason, by())
    ):
        return redirect_with(f"/organiser/c/{key}/results", gettext("The ruling is taken back."))
    status = 422 if form.is_submitted() else 200
    return organiser_page(
        "results/take_back.html",
        status,
        form=form,
        deduction=None,
        ruling=found,
        **names_by_key(file_without_sheets(competition)),
    )


def _results(competition: Competition) -> dict[str, Any]:
    counted = actions.count_standings(competition)
    return {
        "counted": counted,
        "stages": competition.stages,
        "ties": {key: ties(stage) for key, stage in counted.items()},
        "rulings": queries.rulings_of(competition),
        "modes": RELEASE_MODES,
        "decides": "ruling" in competition.rubric.scoring.get("tie_break", ()),
        **names_by_key(file_without_sheets(competition)),
    }


def _entries(competition: Competition, matches: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every team in every match, to choose from."""
    return [
        (
            f"{match.key}/{entry.team.key}",
            f"{localized(entry.team.name)} · {matches[match.key]}",
        )
        for stage in competition.stages
        for round_ in stage.rounds
        for match in round_.matches
        for entry in match.entries
    ]


def _tied(competition: Competition, stage: Stage) -> list[str]:
    """The tied teams that a ruling is asked for: those of `?rank=`, else of the first tie."""
    shared = ties(actions.count_standings(competition)[stage.key])
    asked = request.args.get("rank", "")
    if asked.isascii() and asked.isdigit() and int(asked[:9]) in shared:
        return shared[int(asked[:9])]
    if not shared:
        abort(404)
    return next(iter(shared.values()))
