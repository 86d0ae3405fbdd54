"""Changes of a match's teams: late, on the other side, with a reserve; a name; the match again."""

from collections.abc import Callable
from typing import Any, cast

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import FormField, TextAreaField

from competition.actions import match_changes as actions
from competition.actions import match_repeats
from competition.file_types import Text
from competition.store import queries
from competition.store.models import Competition, Match, Member, Team
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, LocalizedText, WholeNumberField
from competition.web.organiser.forms.moments import MomentField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets, match_or_404
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
    submit,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


class MatchActForm(PlainForm):
    """An act about a match that needs nothing but its reason."""

    reason = TextAreaField(lazy_gettext("Reason"))


class LateForm(MatchActForm):
    """Which team came late, and by how many minutes."""

    team = ChoiceField(lazy_gettext("Team"))
    minutes = WholeNumberField(
        lazy_gettext("Minutes"), low=1, high=actions.LONGEST_DELAY, needed=True
    )


class SubstituteForm(MatchActForm):
    """Who leaves and which reserve comes, `team/member` each."""

    leaves = ChoiceField(lazy_gettext("Who leaves"))
    comes = ChoiceField(lazy_gettext("Who comes"))


class RepeatForm(MatchActForm):
    """What is different in the repeat."""

    topic = ChoiceField(lazy_gettext("Topic"))
    starts = MomentField(lazy_gettext("Starts"))


class MemberNameForm(MatchActForm):
    """How a contestant's name is written."""

    name = FormField(LocalizedText, lazy_gettext("Full name"))


@bp.route("/organiser/c/<key>/matches/<match_key>/late", methods=["GET", "POST"])
@keeps_what_was_typed
def late_team_page(key: str, match_key: str) -> ResponseReturnValue:
    """Record that a team came late."""
    competition, match, names = _found(key, match_key)
    form = LateForm(data={"team": request.args.get("team")})
    teams = [(e.team.key, names["team_names"][e.team.key]) for e in match.entries]
    form.team.choices = [("", gettext("Choose…")), *teams]

    def record() -> None:
        actions.record_late(
            *(competition.key, match_key, form.team.data, form.minutes.whole or 0),
            *(form.reason.data or "", by()),
        )

    if is_valid_submission(form):
        if not form.team.data:
            form.team.refusals = [gettext("Choose one from the list.")]
        elif run_action(form, record):
            return _to_people(match, gettext("The late arrival is recorded."))
    return form_page("people/late.html", form, match=match, **names)


@bp.route("/organiser/c/<key>/matches/<match_key>/late/<team_key>/back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_late_back_page(key: str, match_key: str, team_key: str) -> ResponseReturnValue:
    """Take a late arrival back."""
    competition, match, names = _found(key, match_key)
    if not any(part["team"] == team_key for part in match.late or ()):
        abort(404)
    return _asked(
        match,
        names,
        lambda reason: actions.take_late_back(competition.key, match_key, team_key, reason, by()),
        question=gettext("Was %(team)s not late?", team=names["team_names"][team_key]),
        lines=[gettext("A deduction that was made for it stays; withdraw it under Deductions.")],
        message=gettext("The late arrival is taken back."),
    )


@bp.route("/organiser/c/<key>/matches/<match_key>/swap-sides", methods=["GET", "POST"])
@keeps_what_was_typed
def swap_sides_page(key: str, match_key: str) -> ResponseReturnValue:
    """Ask, then let the two teams change sides."""
    competition, match, names = _found(key, match_key)
    form = MatchActForm()
    if submit(
        form,
        lambda: actions.swap_sides(competition.key, match_key, form.reason.data or "", by()),
    ):
        return _to_people(match, gettext("The sides are swapped."))
    return form_page("people/swap_sides.html", form, match=match, **names)


@bp.route("/organiser/c/<key>/matches/<match_key>/substitute", methods=["GET", "POST"])
@keeps_what_was_typed
def substitute_page(key: str, match_key: str) -> ResponseReturnValue:
    """Send in a reserve."""
    competition, match, names = _found(key, match_key)
    form = SubstituteForm()
    form.leaves.choices = _members(match, names, reserves=False)
    form.comes.choices = _members(match, names, reserves=True)

    def substitute() -> None:
        team, _, leaves = form.leaves.data.partition("/")
        comes = form.comes.data.partition("/")[2]
        actions.substitute(
            competition.key, match_key, team, leaves, comes, form.reason.data or "", by()
        )

    if is_valid_submission(form):
        for field in (form.leaves, form.comes):
            if not field.data:
                field.refusals = [gettext("Choose one from the list.")]
        if form.leaves.data and form.comes.data:
            if form.leaves.data.partition("/")[0] != form.comes.data.partition("/")[0]:
                form.comes.refusals = [gettext("Choose a reserve of the same team.")]
            elif run_action(form, substitute):
                return _to_people(match, gettext("The reserve takes part from this match on."))
    return form_page("people/substitute.html", form, match=match, **names)


@bp.route(
    "/organiser/c/<key>/matches/<match_key>/substitute/<team_key>/<member_key>/back",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def take_substitution_back_page(
    key: str, match_key: str, team_key: str, member_key: str
) -> ResponseReturnValue:
    """Take a substitution back."""
    competition, match, names = _found(key, match_key)
    wanted = (team_key, member_key)
    if not any((part["team"], part["comes"]) == wanted for part in match.substitutions or ()):
        abort(404)
    return _asked(
        match,
        names,
        lambda reason: actions.take_substitution_back(
            competition.key, match_key, team_key, member_key, reason, by()
        ),
        question=gettext("Take the substitution back?"),
        lines=[gettext("The two contestants change places again. Marks stay as they are.")],
        message=gettext("The substitution is taken back."),
    )


@bp.route("/organiser/c/<key>/matches/<match_key>/repeat", methods=["GET", "POST"])
@keeps_what_was_typed
def repeat_match_page(key: str, match_key: str) -> ResponseReturnValue:
    """Ask what is to be different, then void the match and make its repeat."""
    competition, match, names = _found(key, match_key)
    form = RepeatForm(data={"topic": match.topic.key if match.topic else ""})
    form.topic.choices = [("", gettext("none")), *names["topic_names"].items()]
    form.starts.stand_in(file_without_sheets(competition), None)

    def repeat() -> None:
        changes = match_repeats.RepeatChanges(form.topic.data, form.starts.moment)
        match_repeats.repeat_match(
            competition.key, match_key, changes, form.reason.data or "", by()
        )

    if submit(form, repeat):
        return _to_people(match, gettext("The match does not count; its repeat stands after it."))
    return form_page("people/repeat.html", form, match=match, **names)


@bp.route("/organiser/c/<key>/teams/<team_key>/names/<member_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def member_name_page(key: str, team_key: str, member_key: str) -> ResponseReturnValue:
    """Correct a contestant's name; `?match=` is the match whose people page led here."""
    competition = competition_or_404(key)
    team = queries.find_team(competition, team_key) or abort(404)
    member = next((each for each in team.members if each.key == member_key), None) or abort(404)
    match = queries.find_match(competition, request.args.get("match", ""))
    back = f"/organiser/c/{key}/" + (f"matches/{match.key}/people" if match else "teams")
    form = MemberNameForm(data={"name": member.name})

    def correct() -> None:
        name = cast(Text, form.name.form.text() or {})
        actions.correct_member_name(
            competition.key, team_key, member_key, name, form.reason.data or "", by()
        )

    if is_valid_submission(form):
        if not form.name.form.text():
            form.name.refusals = [gettext("Fill this in.")]
        elif run_action(form, correct):
            return redirect_with(back, gettext("The name is corrected."))
    return form_page(
        "people/member_name.html",
        form,
        competition=competition,
        team=team,
        member=member,
        back=back,
        **names_by_key(file_without_sheets(competition)),
    )


def _found(key: str, match_key: str) -> tuple[Competition, Match, dict[str, Any]]:
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    return competition, match, dict(names_by_key(file_without_sheets(competition)))


def _to_people(match: Match, message: str) -> ResponseReturnValue:
    key = match.round.stage.competition.key
    return redirect_with(f"/organiser/c/{key}/matches/{match.key}/people", message)


def _asked(
    match: Match,
    names: dict[str, Any],
    act: Callable[[str], None],
    *,
    question: str,
    lines: list[str],
    message: str,
) -> ResponseReturnValue:
    """Ask for the reason of taking something back, and do it."""
    form = MatchActForm()
    if submit(form, lambda: act(form.reason.data or "")):
        return _to_people(match, message)
    return form_page(
        "people/take_back.html", form, match=match, question=question, lines=lines, **names
    )


def _members(match: Match, names: dict[str, Any], *, reserves: bool) -> list[tuple[str, str]]:
    """The members of both teams, reserves or the others, to choose from."""

    def label(team: Team, member: Member) -> str:
        return f"{names['team_names'][team.key]} · {localized(member.name)}"

    return [
        ("", gettext("Choose…")),
        *(
            (f"{entry.team.key}/{member.key}", label(entry.team, member))
            for entry in match.entries
            for member in entry.team.members
            if bool(member.reserve) == reserves
        ),
    ]
