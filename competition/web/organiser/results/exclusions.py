"""What counts: void matches, recused judges, teams that leave; each asked for, each taken back."""

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField

from competition.actions import exclusions as actions
from competition.actions.shown_marks import marks_shown
from competition.scoring.entry import recused_judges
from competition.store import file_export, queries
from competition.store.models import Competition, Judge, Match, Stage, Team
from competition.web.organiser import lookup
from competition.web.organiser.appeal_words import suggest_reason
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, MultiChoiceField
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
from competition.web.organiser.sheet_progress import matches_of
from competition.web.sessions import by
from competition.web.template_filters import localized

WHOLE, DISQUALIFIED = "competition", "disqualified"


class ExclusionForm(PlainForm):
    """Why something is taken out of the count or put back."""

    reason = TextAreaField(lazy_gettext("Reason"))


class RecusalForm(ExclusionForm):
    """For which teams, `match/team` each, a judge is recused."""

    entries = MultiChoiceField(lazy_gettext("Recused for"))


class LeavingForm(ExclusionForm):
    """From when on a team is out."""

    since = ChoiceField(lazy_gettext("The team is"))


@bp.get("/organiser/c/<key>/counts/<match_key>")
def what_counts_page(key: str, match_key: str) -> ResponseReturnValue:
    """What of a match counts, and the ways to change it."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    return organiser_page(
        "results/counts.html",
        match=match,
        **_names(competition),
    )


@bp.route("/organiser/c/<key>/void/<match_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def void_page(key: str, match_key: str) -> ResponseReturnValue:
    """Take a match out of the count, or let it count again."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    form = ExclusionForm()
    suggest_reason(form, "reason", competition)
    act = actions.count_match_again if match.void else actions.void_match
    if _is_done(form, lambda reason: act(competition.key, match_key, reason, by())):
        # The match has been changed by now.
        message = (
            gettext("The match does not count.")
            if act is actions.void_match
            else gettext("The match counts again.")
        )
        return redirect_with(f"/organiser/c/{key}/counts/{match_key}", message)
    return form_page(
        "results/void.html",
        form,
        match=match,
        only_here=[
            entry.team.key for entry in match.entries if not _has_other_match(entry.team, match)
        ],
        has_marks_shown=match.key in marks_shown(competition.key),
        **_names(competition),
    )


@bp.route("/organiser/c/<key>/recuse/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def recuse_page(key: str, judge_key: str) -> ResponseReturnValue:
    """Recuse a judge for any team the judge marks; `?match=` and `?team=` tick some of them."""
    competition = competition_or_404(key)
    judge = queries.find_judge(competition, judge_key) or abort(404)
    matches = queries.matches_of_judge(judge.id)
    form = RecusalForm()
    suggest_reason(form, "reason", competition)
    form.entries.choices = [
        (f"{match.key}/{entry.team.key}", "") for match in matches for entry in match.entries
    ]
    if not form.is_submitted():
        form.entries.data = _ticked(judge, matches)

    def recuse(reason: str) -> None:
        chosen = (value.partition("/") for value in form.entries.data or ())
        entries = [(match_key, team_key) for match_key, _, team_key in chosen]
        actions.recuse_judge(competition.key, judge_key, entries, reason, by())

    if _is_done(form, recuse):
        return redirect_with(
            f"/organiser/c/{key}/results",
            gettext("The judge is recused; these sheets do not count."),
        )
    return form_page(
        "results/recuse.html",
        form,
        judge=judge,
        matches=matches,
        teams=_teams_of(matches),
        recused=lambda match, team: _is_recused(match, team, judge),
        stages=_stages_of(matches),
        **_names(competition),
    )


@bp.route("/organiser/c/<key>/recuse/<judge_key>/<match_key>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_recusal_back_page(key: str, judge_key: str, match_key: str) -> ResponseReturnValue:
    """Let a judge's sheets in a match count again."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    judge = queries.find_judge(competition, judge_key) or abort(404)
    recused = [each for each in match.recused or [] if each["judge"] == judge_key] or abort(404)
    form = ExclusionForm()
    if _is_done(
        form,
        lambda reason: actions.take_recusal_back(
            competition.key, match_key, judge_key, reason, by()
        ),
    ):
        return redirect_with(
            f"/organiser/c/{key}/counts/{match_key}", gettext("The judge's sheets count again.")
        )
    return form_page(
        "results/unrecuse.html",
        form,
        judge=judge,
        match=match,
        recused=recused,
        **_names(competition),
    )


@bp.route("/organiser/c/<key>/withdraw/<team_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def withdraw_team_page(key: str, team_key: str) -> ResponseReturnValue:
    """Withdraw a team from a stage on or altogether, or disqualify it."""
    competition = competition_or_404(key)
    team = queries.find_team(competition, team_key) or abort(404)
    form = LeavingForm()
    form.since.choices = [
        *(
            (f"stage/{stage.key}", gettext("withdrawn from this stage on: %(stage)s", stage=name))
            for stage in competition.stages
            for name in (localized(stage.name),)
        ),
        (WHOLE, gettext("withdrawn from the whole competition")),
        (DISQUALIFIED, gettext("disqualified")),
    ]
    if not form.is_submitted():
        form.since.data = _next_stage(competition)

    def leave(reason: str) -> None:
        kind, _, stage = form.since.data.partition("/")
        if kind == DISQUALIFIED:
            actions.disqualify_team(competition.key, team_key, reason, by())
        else:
            actions.withdraw_team(competition.key, team_key, stage or None, reason, by())

    if _is_done(form, leave):
        return redirect_with(f"/organiser/c/{key}/teams", gettext("The team has left."))
    return form_page(
        "results/leave.html",
        form,
        team=team,
        to_come=[
            match.key
            for stage in competition.stages
            for match in matches_of(stage)
            if match.round.state != "closed" and _sits_in(team, match)
        ],
        **_names(competition),
    )


@bp.route("/organiser/c/<key>/withdraw/<team_key>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def readmit_team_page(key: str, team_key: str) -> ResponseReturnValue:
    """Take a withdrawal or disqualification back."""
    competition = competition_or_404(key)
    team = queries.find_team(competition, team_key) or abort(404)
    if not (team.withdrawn or team.withdrawn_from or team.disqualified):
        abort(404)
    form = ExclusionForm()
    if _is_done(form, lambda reason: actions.readmit_team(competition.key, team_key, reason, by())):
        return redirect_with(f"/organiser/c/{key}/teams", gettext("The team is in again."))
    return form_page("results/readmit.html", form, team=team, **_names(competition))


def _is_done(form: ExclusionForm, act: Callable[[str], object]) -> bool:
    """Whether the form was sent with a reason and `act` was carried out with it."""
    if not is_valid_submission(form):
        return False
    reason = (form.reason.data or "").strip()
    if not reason:
        form.reason.refusals = [gettext("Give the reason.")]
        return False
    return run_action(form, lambda: act(reason))


def _names(competition: Competition) -> dict[str, Any]:
    return {
        "competition": competition,
        **names_by_key(file_without_sheets(competition)),
    }


def _is_recused(match: Match, team: Team, judge: Judge) -> bool:
    return judge.key in recused_judges(file_export.match_part(match), team.key)


def _sits_in(team: Team, match: Match) -> bool:
    return any(entry.team is team for entry in match.entries)


def _has_other_match(team: Team, match: Match) -> bool:
    """Whether the team has another match in the stage that counts."""
    return any(
        other is not match and not other.void and _sits_in(team, other)
        for other in matches_of(match.round.stage)
    )


def _ticked(judge: Judge, matches: list[Match]) -> list[str]:
    """The entries that the address asks to tick, without those the judge is recused for."""
    match_key, team_key = request.args.get("match"), request.args.get("team")
    return [
        f"{match.key}/{entry.team.key}"
        for match in matches
        for entry in match.entries
        if (match.key == match_key or entry.team.key == team_key)
        and not _is_recused(match, entry.team, judge)
    ]


def _teams_of(matches: list[Match]) -> list[Team]:
    """The teams that are in more than one of the matches, each once."""
    seated = [entry.team for match in matches for entry in match.entries]
    return [team for team in dict.fromkeys(seated) if seated.count(team) > 1]


def _stages_of(matches: list[Match]) -> list[Stage]:
    return list(dict.fromkeys(match.round.stage for match in matches))


def _next_stage(competition: Competition) -> str:
    """The stage that is running or comes next; where all is over, the whole competition."""
    for stage in competition.stages:
        if not stage.rounds or any(round_.state != "closed" for round_ in stage.rounds):
            return f"stage/{stage.key}"
    return WHOLE
