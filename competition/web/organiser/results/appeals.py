"""The appeal desk: appeals in their order, another one, and one appeal with what it is about."""

from collections.abc import Mapping
from typing import Any, cast

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField

from competition.actions import appeals as actions
from competition.actions.appeal_list import MOVES, acts_on_appeal, appeals_of
from competition.actions.appeals import NewAppeal
from competition.actions.standings import count_standings
from competition.file_types import AppealAbout, AppealPart, AppealState
from competition.store.models import Competition
from competition.web.organiser import lookup
from competition.web.organiser.appeal_words import DECIDED, OPEN, in_all_languages
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, WholeNumberField
from competition.web.organiser.labels import APPEAL_ABOUT, APPEAL_STATES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
    submit,
)
from competition.web.organiser.results.appealed_entries import appealed_matter
from competition.web.organiser.sheet_progress import matches_of
from competition.web.sessions import by


class AppealForm(PlainForm):
    """An appeal as it is filed. `matter` is a stage, or `stage/match`."""

    team = ChoiceField(lazy_gettext("Team that appeals"))
    matter = ChoiceField(lazy_gettext("What it is about"))
    about = ChoiceField(lazy_gettext("Kind of appeal"), APPEAL_ABOUT)
    claim = TextAreaField(lazy_gettext("What the team claims, in its own words"))
    late_reason = StringField(lazy_gettext("Reason for taking it after the time for appeals"))
    public_reason = StringField(lazy_gettext("What the public reads beside the result"))


class AppealMoveForm(PlainForm):
    """What becomes of an appeal, in words, and what the public reads of it."""

    state = ChoiceField(lazy_gettext("What was done"))
    words = TextAreaField(lazy_gettext("What was heard or decided, and why"))
    public_reason = StringField(lazy_gettext("What the public reads beside the result"))


class TimeForm(PlainForm):
    """How long appeals are taken from now on."""

    minutes = WholeNumberField(lazy_gettext("Minutes from now"), high=actions.MOST_MINUTES)


@bp.route("/organiser/c/<key>/appeals", methods=["GET", "POST"])
@keeps_what_was_typed
def appeals_page(key: str) -> ResponseReturnValue:
    """The appeals in their order, the times for appeals, and a form for another appeal."""
    competition = competition_or_404(key)
    names = names_by_key(file_without_sheets(competition))
    form = AppealForm()
    form.team.choices = [("", gettext("Choose…")), *names["team_names"].items()]
    form.matter.choices = [("", gettext("Choose…")), *_matters(competition, names)]
    if not form.is_submitted():
        form.public_reason.data = in_all_languages(competition, OPEN)
    if is_valid_submission(form):
        stage_key, _, match_key = (form.matter.data or "").partition("/")
        new = NewAppeal(
            stage=stage_key,
            team=form.team.data or "",
            about=cast(AppealAbout, form.about.data),
            claim=form.claim.data or "",
            match=match_key,
            late_reason=form.late_reason.data or "",
        )
        filed: list[str] = []

        def file_it() -> None:
            filed.append(
                actions.file_appeal(competition.key, new, by(), form.public_reason.data or "")
            )

        if _is_of_stage(form, competition, new) and run_action(form, file_it):
            return redirect_with(
                f"/organiser/c/{key}/appeals/{filed[0]}", gettext("The appeal is filed.")
            )
    return form_page(
        "results/appeals.html",
        form,
        appeals=appeals_of(competition),
        states=APPEAL_STATES,
        kinds=dict(APPEAL_ABOUT),
        published=[each for each in competition.stages if each.release == "published"],
        minutes=actions.MINUTES_FOR_APPEALS,
        **names,
    )


@bp.post("/organiser/c/<key>/appeals-time/<stage_key>")
def post_time_for_appeals(key: str, stage_key: str) -> ResponseReturnValue:
    """Let appeals be filed for so many minutes from now, or say that there is no such time."""
    competition, form = competition_or_404(key), TimeForm()
    lookup.stage_or_404(competition, stage_key)
    address = f"/organiser/c/{key}/appeals"
    if submit(
        form,
        lambda: actions.set_time_for_appeals(
            competition.key, stage_key, form.minutes.whole or 0, by()
        ),
    ):
        return redirect_with(address, gettext("The time for appeals is set."))
    problems = [*form.general, *(str(error) for error in form.minutes.errors)]
    return redirect_with(address, " ".join(problems), "bad")


@bp.route("/organiser/c/<key>/appeals/<name>", methods=["GET", "POST"])
@keeps_what_was_typed
def appeal_page(key: str, name: str) -> ResponseReturnValue:
    """One appeal: the claim, each act, the original sheets, and what can be done now."""
    competition = competition_or_404(key)
    appeal, number = _appeal_or_404(competition, name)
    form = AppealMoveForm()
    form.state.choices = _possible(appeal)
    if not form.is_submitted():
        form.public_reason.data = in_all_languages(competition, DECIDED)

    def move() -> None:
        state = cast(AppealState, form.state.data)
        words, public = form.words.data or "", form.public_reason.data or ""
        actions.move_appeal(competition.key, name, state, words, by(), public)

    if submit(form, move):
        return redirect_with(f"/organiser/c/{key}/appeals/{name}", gettext("Saved."))
    return form_page(
        "results/appeal.html",
        form,
        appeal=appeal,
        number=number,
        acts=acts_on_appeal(competition.key, name),
        states=APPEAL_STATES,
        kinds=dict(APPEAL_ABOUT),
        stage=lookup.stage_or_404(competition, appeal["stage"]),
        **appealed_matter(competition, appeal),
        **names_by_key(file_without_sheets(competition)),
    )


def _appeal_or_404(competition: Competition, name: str) -> tuple[AppealPart, int]:
    found = next(
        (
            (appeal, number)
            for number, appeal in enumerate(appeals_of(competition), start=1)
            if appeal["key"] == name
        ),
        None,
    )
    return found or abort(404)


def _possible(appeal: AppealPart) -> list[tuple[str, Any]]:
    return [
        (state, APPEAL_STATES[state])
        for state, (_action, before) in MOVES.items()
        if appeal["state"] in before
    ]


def _matters(competition: Competition, names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every stage as a whole, and each of its matches, the published stages first."""
    found = []
    for stage in sorted(competition.stages, key=lambda each: each.release != "published"):
        whole = gettext("%(stage)s: the whole stage", stage=names["stage_names"][stage.key])
        found.append((stage.key, whole))
        for match in matches_of(stage):
            teams = [names["team_names"][entry.team.key] for entry in match.entries]
            label = f"{names['match_names'][match.key]} · {' – '.join(teams)}"
            found.append((f"{stage.key}/{match.key}", label))
    return found


def _is_of_stage(form: AppealForm, competition: Competition, new: NewAppeal) -> bool:
    """Whether the team has a part in what it appeals about; refusals are put on the form."""
    if not new.team:
        form.team.refusals = [gettext("Choose the team.")]
    if not new.stage:
        form.matter.refusals = [gettext("Choose what the appeal is about.")]
    if not new.team or not new.stage:
        return False
    if new.match:
        match = lookup.match_or_404(competition, new.match)
        is_in = any(entry.team.key == new.team for entry in match.entries)
    else:
        counted = count_standings(competition)[new.stage]
        is_in = any(
            row["team"] == new.team for row in (*counted["standings"], *counted["unranked"])
        )
    if not is_in:
        form.team.refusals = [
            gettext("This team did not take part in the stage or match that the appeal is about.")
        ]
    return is_in
