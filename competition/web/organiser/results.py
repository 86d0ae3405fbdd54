"""The organiser's own results: standings, why a total is what it is, deductions, rulings."""

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, StringField, TextAreaField

from competition.actions import judgements
from competition.actions import results as actions
from competition.store import events
from competition.store.parts import Competition, Deduction, Stage
from competition.web.sessions import by
from competition.web.words import said

from . import bp, finding
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page, without_sheets
from .forms.base import PlainForm
from .forms.fields import Choice, TypedNumber
from .forms.rules import COMBINE
from .naming import names
from .release_words import MODES, ties


class DeductionForm(PlainForm):
    """Points taken off a team in a match."""

    entry = Choice(lazy_gettext("Team and match"))
    points = TypedNumber(lazy_gettext("Points"), needed=True)
    reason = StringField(lazy_gettext("Reason"))


class ReasonForm(PlainForm):
    """Why something is taken back."""

    reason = StringField(lazy_gettext("Reason"))


class RulingForm(PlainForm):
    """The panel's order of tied teams, best first, and its minutes."""

    teams = FieldList(Choice(), lazy_gettext("Order, best first"), max_entries=100)
    minutes = TextAreaField(lazy_gettext("Minutes: who decided it, and why"))


@bp.get("/organiser/c/<key>/results")
def results(key: str) -> ResponseReturnValue:
    """Every stage's standings as they are in here, whatever the public sees."""
    of = competition(key)
    return page("results.html", **_results(of))


@bp.get("/organiser/c/<key>/results/<stage_key>/<team_key>")
def why(key: str, stage_key: str, team_key: str) -> ResponseReturnValue:
    """Why this total: every step, from the marks to the place."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    return page(
        "why.html",
        stage=stage,
        why=actions.explanation(of, stage_key, team_key),
        matches={match.key: match for r in stage.rounds for match in r.matches},
        scoring=of.rubric.scoring,
        rule_combine=dict(COMBINE),
        **names(without_sheets(of)),
    )


@bp.route("/organiser/c/<key>/deductions", methods=["GET", "POST"])
@keeps_what_was_typed
def deductions(key: str) -> ResponseReturnValue:
    """The deductions that stand, and a further one."""
    of = competition(key)
    known = names(without_sheets(of))
    form = DeductionForm()
    form.points.decimals = max(2, int(of.rubric.scoring.get("decimals", 2)))
    form.entry.choices = [("", gettext("Choose…")), *_entries(of, known["match_names"])]
    if is_sent(form):
        match_key, _, team_key = (form.entry.data or "").partition("/")
        if not team_key:
            form.entry.refusals = [gettext("Choose the team and the match.")]
        else:
            points, reason = form.points.plain, form.reason.data or ""

            def act() -> None:
                judgements.add_deduction(of.key, match_key, team_key, points, reason, by())

            if acted(form, act):
                return go(f"/organiser/c/{key}/deductions", gettext("The deduction stands."))
    return page(
        "deductions.html",
        422 if form.is_submitted() else 200,
        form=form,
        deductions=events.deductions(of),
        **known,
    )


@bp.route("/organiser/c/<key>/deductions/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_deduction_back(key: str, number: int) -> ResponseReturnValue:
    """Take a deduction back, with the reason."""
    of = competition(key)
    found: Deduction | None = next((d for d in events.deductions(of) if d.id == number), None)
    if found is None:
        abort(404)
    form = ReasonForm()
    reason = form.reason.data or ""
    if is_sent(form) and acted(
        form, lambda: judgements.remove_deduction(of.key, number, reason, by())
    ):
        return go(f"/organiser/c/{key}/deductions", gettext("The deduction is taken back."))
    status = 422 if form.is_submitted() else 200
    return page(
        "take_back.html",
        status,
        form=form,
        deduction=found,
        ruling=None,
        **names(without_sheets(of)),
    )


@bp.route("/organiser/c/<key>/ruling/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def ruling(key: str, stage_key: str) -> ResponseReturnValue:
    """Record the panel's word on a tie; `?rank=` says which."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    tied = _tied(of, stage)
    known = names(without_sheets(of))
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
                judgements.add_ruling(of.key, stage_key, order, minutes, by())

            if acted(form, act):
                return go(f"/organiser/c/{key}/results", gettext("The ruling is recorded."))
    return page(
        "ruling.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        tied=tied,
        decides="ruling" in of.rubric.scoring.get("tie_break", ()),
        **known,
    )


@bp.route("/organiser/c/<key>/rulings/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_ruling_back(key: str, number: int) -> ResponseReturnValue:
    """Take a ruling back, with the reason."""
    of = competition(key)
    found = next((r for r in events.rulings(of) if r.id == number), None)
    if found is None:
        abort(404)
    form = ReasonForm()
    reason = form.reason.data or ""
    if is_sent(form) and acted(
        form, lambda: judgements.remove_ruling(of.key, number, reason, by())
    ):
        return go(f"/organiser/c/{key}/results", gettext("The ruling is taken back."))
    status = 422 if form.is_submitted() else 200
    return page(
        "take_back.html",
        status,
        form=form,
        deduction=None,
        ruling=found,
        **names(without_sheets(of)),
    )


def _results(of: Competition) -> dict[str, Any]:
    counted = actions.standings(of)
    return {
        "counted": counted,
        "stages": of.stages,
        "ties": {key: ties(stage) for key, stage in counted.items()},
        "rulings": events.rulings(of),
        "modes": MODES,
        "decides": "ruling" in of.rubric.scoring.get("tie_break", ()),
        **names(without_sheets(of)),
    }


def _entries(of: Competition, matches: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every team in every match, to choose from."""
    return [
        (
            f"{match.key}/{entry.team.key}",
            f"{said(entry.team.name)} · {matches[match.key]}",
        )
        for stage in of.stages
        for round_ in stage.rounds
        for match in round_.matches
        for entry in match.entries
    ]


def _tied(of: Competition, stage: Stage) -> list[str]:
    """The tied teams that a ruling is asked for: those of `?rank=`, else of the first tie."""
    shared = ties(actions.standings(of)[stage.key])
    asked = request.args.get("rank", "")
    if asked.isascii() and asked.isdigit() and int(asked[:9]) in shared:
        return shared[int(asked[:9])]
    if not shared:
        abort(404)
    return next(iter(shared.values()))
