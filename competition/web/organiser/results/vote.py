"""The audience's vote: who votes on what, opened, closed, counted, made public, made an award."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from competition.actions import audience_vote
from competition.file_types import Document
from competition.store import audience_votes
from competition.store.audience_votes import VoteState
from competition.store.models import Competition
from competition.web import observers
from competition.web.addresses import public_url
from competition.web.htmx import wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.vote_names import all_choices, named

TEAMS, MEMBERS = "teams", "members"


class VoteForm(PlainForm):
    """Who votes, and what may be chosen: `teams`, `members`, or either of a stage's teams."""

    mode = ChoiceField(
        lazy_gettext("Who votes"),
        choices=[
            ("tickets", lazy_gettext("Printed tickets: each code is one vote")),
            ("devices", lazy_gettext("Devices: one vote each; this can be cheated")),
        ],
        default="tickets",
    )
    scope = ChoiceField(lazy_gettext("What may be chosen"), default=TEAMS)


@bp.route("/organiser/c/<key>/vote", methods=["GET", "POST"])
@keeps_what_was_typed
def audience_vote_page(key: str) -> ResponseReturnValue:
    """The vote as it stands, with the count that only organisers see; its set-up while a draft."""
    competition = competition_or_404(key)
    vote = audience_vote.vote_of(competition)
    file = file_without_sheets(competition)
    form = VoteForm()
    scopes = _scopes(file)
    form.scope.choices = [(scope, label) for scope, (label, _) in scopes.items()]

    def set_up() -> None:
        _, choices = scopes[form.scope.data]
        parts = [dict([choice.split("/", 1)]) for choice in choices]
        audience_vote.set_up_vote(competition.key, form.mode.data, parts, by())

    if submit(form, set_up):
        return redirect_with(f"/organiser/c/{key}/vote", gettext("Saved. The vote can be opened."))
    if not form.is_submitted() and vote.mode:
        form.mode.data = vote.mode
        form.scope.data = next(
            (scope for scope, (_, each) in scopes.items() if each == list(vote.choices)), TEAMS
        )
    context = _context(competition, file, vote)
    if wants_fragment():
        return organiser_page("results/_vote_count.html", **context)
    return form_page("results/vote.html", form, **context)


@bp.route("/organiser/c/<key>/vote/<act>", methods=["GET", "POST"])
@keeps_what_was_typed
def audience_vote_act_page(key: str, act: str) -> ResponseReturnValue:
    """Say what an act makes public or ends, then do it."""
    competition = competition_or_404(key)
    vote = audience_vote.vote_of(competition)
    file = file_without_sheets(competition)
    form = PlainForm()
    run, told = _acts(competition, file).get(act) or abort(404)
    if submit(form, run):
        back = f"/organiser/c/{key}/{'awards' if act == 'award' else 'vote'}"
        return redirect_with(back, told)
    if not vote.state and not form.is_submitted():
        return redirect_with(f"/organiser/c/{key}/vote")
    context = _context(competition, file, vote)
    return form_page(
        "results/vote_act.html",
        form,
        act=act,
        winners=audience_vote.winners_of(context["counts"]),
        **context,
    )


def _acts(competition: Competition, file: Document) -> dict[str, tuple[Callable[[], object], str]]:
    """What each act does, and what the next page says."""
    key = competition.key
    names = {each.choice: each.name for each in all_choices(file).values()}
    return {
        "open": (
            lambda: audience_vote.open_vote(key, by()),
            gettext("The vote is open."),
        ),
        "close": (
            lambda: audience_vote.close_vote(key, by()),
            gettext("The vote is closed and counted."),
        ),
        "publish": (
            lambda: audience_vote.publish_vote(key, by()),
            gettext("The result of the vote is public."),
        ),
        "award": (
            lambda: audience_vote.make_award(key, names, by()),
            gettext("The award is among the awards; nothing of it is public yet."),
        ),
    }


def _context(competition: Competition, file: Document, vote: VoteState) -> dict[str, Any]:
    """What the pages show; the count of an open vote is for organisers alone."""
    shows_count = vote.state == "closed" or not observers.is_observing()
    counts = audience_votes.count_cast_votes(vote.competition_id) if shows_count else {}
    choices = named(file, vote.choices)
    if vote.state in ("open", "closed"):
        choices.sort(key=lambda each: -counts.get(each.choice, 0))
    address = f"{public_url(current_app.config)}/c/{competition.key}/vote"
    return {
        "vote": vote,
        "choices": choices,
        "counts": counts,
        "shows_count": shows_count,
        "total": sum(counts.values()),
        "tickets": audience_votes.count_tickets(vote.competition_id),
        "address": address,
        **names_by_key(file),
    }


def _scopes(file: Document) -> dict[str, tuple[str, list[str]]]:
    """What may be chosen, by the value of its option: its label and the choices."""
    everything = list(all_choices(file).values())
    teams = {team["key"]: team for team in file["teams"]}

    def of(kind: str, keys: set[str]) -> list[str]:
        wanted = [each for each in everything if each.choice.startswith(f"{kind}/")]
        return [each.choice for each in wanted if each.team in keys]

    here = {key for key, team in teams.items() if not team.get("withdrawn")}
    here -= {key for key, team in teams.items() if team.get("disqualified")}
    scopes = {
        TEAMS: (gettext("All teams"), of("team", here)),
        MEMBERS: (gettext("All contestants"), of("member", here)),
    }
    names = names_by_key(file)["stage_names"]
    for stage in file["stages"] if len(file["stages"]) > 1 else ():
        entered = {
            entry["team"]
            for round_ in stage.get("rounds", ())
            for match in round_["matches"]
            for entry in match["entries"]
        }
        keys = (set(stage.get("teams", ())) | entered) & here
        name = names[stage["key"]]
        scopes[f"{TEAMS}/{stage['key']}"] = (
            gettext("Teams in %(stage)s", stage=name),
            of("team", keys),
        )
        scopes[f"{MEMBERS}/{stage['key']}"] = (
            gettext("Contestants in %(stage)s", stage=name),
            of("member", keys),
        )
    return {scope: each for scope, each in scopes.items() if len(each[1]) > 1 or scope == TEAMS}
