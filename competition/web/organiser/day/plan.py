"""The day as a plan: now, next, done; rounds opened and closed; what the public sees."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, TextAreaField

from competition.actions import rounds, stage_release
from competition.store import late_sheets
from competition.store.models import Competition, Stage
from competition.web.htmx import page_or_fragment
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.day.release_text import mode_meanings, release_outlook
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import RELEASE_MODES, ROUND_STATES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.placeholders import placeholders
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.sheet_progress import SheetProgress
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_NAMED = 6


class StateForm(PlainForm):
    """A round's new state, with the reason where one is needed."""

    reason = TextAreaField(lazy_gettext("Reason"))


class ReleaseForm(PlainForm):
    """The second deliberate touch. `before` is the release this page spoke about."""

    before = HiddenField()
    sure = BooleanField(lazy_gettext("Yes, this is what the public shall see"))


@bp.get("/organiser/c/<key>")
def plan_page(key: str) -> ResponseReturnValue:
    """Now, next and done; htmx fetches the same again every few seconds."""
    return page_or_fragment(
        "organiser/day/plan.html", "organiser/day/_plan.html", **_plan(competition_or_404(key))
    )


@bp.route(
    "/organiser/c/<key>/round/<stage_key>/<round_key>/<any('draft', 'open', 'closed'):state>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def round_state_page(key: str, stage_key: str, round_key: str, state: str) -> ResponseReturnValue:
    """Say what opening or closing means, then do it."""
    competition = competition_or_404(key)
    round_ = lookup.round_or_404(competition, stage_key, round_key)
    if round_.state == state:
        return redirect_with(f"/organiser/c/{key}", gettext("It is so already."))
    form = StateForm()
    name = f"{stage_key}/{round_key}"
    reason = form.reason.data or ""
    if is_sent(form) and succeeded(
        form, lambda: rounds.set_state(competition.key, name, state, by(), reason)
    ):
        words = {
            "draft": gettext("The round is taken back: judges no longer see it."),
            "open": gettext("The round is open: its judges can score now."),
            "closed": gettext("The round is closed: nobody can change a sheet."),
        }
        return redirect_with(f"/organiser/c/{key}", words[state])
    desk = SheetProgress(competition)
    return organiser_page(
        "day/round_state.html",
        422 if form.is_submitted() else 200,
        form=form,
        round=round_,
        state=state,
        desk=desk,
        progress=desk.of_round(round_),
        reopened=desk.held(round_.matches, "reopened"),
        states=ROUND_STATES,
    )


@bp.get("/organiser/c/<key>/release/<stage_key>")
def release_page(key: str, stage_key: str) -> ResponseReturnValue:
    """What the public sees of a stage, and what it could see."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    return organiser_page(
        "day/release.html", stage=stage, modes=RELEASE_MODES, meaning=mode_meanings(competition)
    )


@bp.route("/organiser/c/<key>/release/<stage_key>/<mode>", methods=["GET", "POST"])
@keeps_what_was_typed
def confirm_release_page(key: str, stage_key: str, mode: str) -> ResponseReturnValue:
    """Say in words what the public will see, and do it at the second touch."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    if mode not in RELEASE_MODES:
        abort(404)
    if stage.release == mode:
        return redirect_with(f"/organiser/c/{key}", gettext("It is so already."))
    form = ReleaseForm()
    if is_sent(form):
        if form.before.data != stage.release:
            form.general.append(
                gettext("The release was changed meanwhile. Read again what would happen now.")
            )
        elif not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif succeeded(
            form, lambda: stage_release.set_release(competition.key, stage_key, mode, by())
        ):
            words = gettext(
                "%(stage)s is now “%(mode)s” for the public.",
                stage=localized(stage.name),
                mode=RELEASE_MODES[mode],
            )
            return redirect_with(f"/organiser/c/{key}", words)
        form.sure.data = False
    form.before.data = stage.release
    made_up = [localized(name) for _path, name in placeholders(file_without_sheets(competition))]
    if len(made_up) > MOST_NAMED:
        rest = gettext("%(num)s more", num=len(made_up) - MOST_NAMED)
        made_up = [*made_up[:MOST_NAMED], rest]
    return organiser_page(
        "day/confirm_release.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        mode=mode,
        modes=RELEASE_MODES,
        outlook=release_outlook(competition, stage, mode, made_up),
    )


def _is_over(stage: Stage) -> bool:
    """Whether all is marked, and the result has yet to be frozen or published."""
    closed = [round_.state == "closed" for round_ in stage.rounds]
    return stage.release in ("hidden", "live") and bool(closed) and all(closed)


def _plan(competition: Competition) -> dict[str, Any]:
    whole = file_without_sheets(competition)
    grouped: dict[str, list[Any]] = {"open": [], "draft": [], "closed": []}
    for stage in competition.stages:
        for round_ in stage.rounds:
            grouped[round_.state].append(round_)
    return {
        "desk": SheetProgress(competition),
        "now": grouped["open"],
        "next": grouped["draft"],
        "done": grouped["closed"],
        "stages": competition.stages,
        "over": {stage.key for stage in competition.stages if _is_over(stage)},
        "modes": RELEASE_MODES,
        "meaning": mode_meanings(competition),
        "states": ROUND_STATES,
        "conflicts": conflicts_of_interest(whole),
        "judges": {judge.key: judge.name for judge in competition.judges},
        "teams": {team.key: team.name for team in competition.teams},
        "placeholders": placeholders(whole),
        "late": late_sheets.count_undecided(competition),
    }
