"""Rulings: the panel's order of tied teams, recorded and withdrawn."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, TextAreaField

from competition.actions import rulings as actions
from competition.actions.rubrics import scoring_of_stage
from competition.actions.standings import count_standings, teams_sharing_places
from competition.advance import stage_part
from competition.file_types import RulingVotePart
from competition.scoring.ruling_votes import voting_judges
from competition.store import queries
from competition.store.models import Competition, Stage
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
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
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


class RulingForm(PlainForm):
    """The panel's order of tied teams, best first, and its minutes."""

    teams = FieldList(ChoiceField(), lazy_gettext("Order, best first"), max_entries=100)
    votes = FieldList(ChoiceField(), lazy_gettext("How each judge voted"), max_entries=1000)
    """For each judge one choice for every place but the last, which follows."""
    minutes = TextAreaField(lazy_gettext("Minutes: who decided, and why"))


@bp.route("/organiser/c/<key>/ruling/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def ruling_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Record the panel's decision on a tie; `?rank=` says which, `?order=` begins with an order."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    tied = _tied_teams(competition, stage)
    names = names_by_key(file_without_sheets(competition))
    form = RulingForm()
    if not form.is_submitted():
        for team in _in_order(tied):
            form.teams.append_entry(team)
    for field in form.teams:
        field.choices = [(team, names["team_names"][team]) for team in tied]
    part = stage_part(file_without_sheets(competition), stage_key)
    judges = voting_judges(part, tied)
    while len(form.votes) < len(judges) * (len(tied) - 1):
        form.votes.append_entry("")
    for field in form.votes:
        field.choices = [("", gettext("abstained")), *form.teams[0].choices]
    if is_valid_submission(form):
        order, minutes = [field.data for field in form.teams], form.minutes.data or ""
        votes = _votes(form, judges, tied)
        if sorted(order) != sorted(tied):
            form.general.append(gettext("Name each of the tied teams once, best first."))
        elif votes is None:
            form.general.append(
                gettext("A vote names each of the tied teams once, best first, or none.")
            )
        elif run_action(
            form,
            lambda: actions.add_ruling(competition.key, stage_key, order, minutes, by(), votes),
        ):
            return redirect_with(f"/organiser/c/{key}/results", gettext("The ruling is recorded."))
    return form_page(
        "results/ruling.html",
        form,
        stage=stage,
        tied=tied,
        judges=judges,
        decides="ruling" in scoring_of_stage(stage).get("tie_break", ()),
        **names,
    )


@bp.route("/organiser/c/<key>/rulings/<int:number>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_ruling_page(key: str, number: int) -> ResponseReturnValue:
    """Withdraw a ruling, with the reason."""
    competition = competition_or_404(key)
    rulings = queries.rulings_of(competition)
    return withdraw_page(
        competition,
        lambda reason: actions.remove_ruling(competition.key, number, reason, by()),
        back=f"/organiser/c/{key}/results",
        message=gettext("The ruling is withdrawn."),
        ruling=next((r for r in rulings if r.id == number), None) or abort(404),
    )


def _votes(form: RulingForm, judges: list[str], tied: list[str]) -> list[RulingVotePart] | None:
    """Each judge's vote; none where nobody chose anything, None where one is not whole."""
    chosen = [field.data or "" for field in form.votes]
    if not any(chosen):
        return []
    votes: list[RulingVotePart] = []
    each = len(tied) - 1
    for number, judge in enumerate(judges):
        places = chosen[number * each : (number + 1) * each]
        last = [team for team in tied if team not in places]
        if not any(places):
            votes.append({"judge": judge, "teams": []})
        elif len(last) != 1:
            return None
        else:
            votes.append({"judge": judge, "teams": [*places, *last]})
    return votes


def _in_order(tied: list[str]) -> list[str]:
    """The tied teams, those first that the address puts in an order, as a play-off does."""
    first = [team for team in request.args.get("order", "").split(",") if team in tied]
    return list(dict.fromkeys([*first, *tied]))


def _tied_teams(competition: Competition, stage: Stage) -> list[str]:
    """The teams tied on the place of `?rank=`, else on the first tied one; 404 without a tie."""
    shared = teams_sharing_places(count_standings(competition)[stage.key])
    rank = parse_whole_number(request.args.get("rank"))
    if rank in shared:
        return shared[rank]
    if not shared:
        abort(404)
    return next(iter(shared.values()))
