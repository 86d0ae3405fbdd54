"""The day as a plan: now, next, done; rounds opened and closed; what the public sees."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, TextAreaField

from competition.actions import rounds, stages
from competition.store import late
from competition.store.parts import Competition, Stage
from competition.web.htmx import answer
from competition.web.sessions import by
from competition.web.words import said

from . import bp, finding
from .conflicts import conflicts
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page, without_sheets
from .forms.base import PlainForm
from .made_up import placeholders
from .progress import Desk
from .release_words import MODES, meaning, outlook

ROUND_STATES = {
    "draft": lazy_gettext("Not open yet"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
}
MOST_NAMED = 6


class StateForm(PlainForm):
    """A round's new state, with the reason where one is needed."""

    reason = TextAreaField(lazy_gettext("Reason"))


class ReleaseForm(PlainForm):
    """The second deliberate touch. `before` is the release this page spoke about."""

    before = HiddenField()
    sure = BooleanField(lazy_gettext("Yes, this is what the public shall see"))


@bp.get("/organiser/c/<key>")
def plan(key: str) -> ResponseReturnValue:
    """Now, next and done; htmx fetches the same again every few seconds."""
    return answer("organiser/plan.html", "organiser/_plan.html", **_plan(competition(key)))


@bp.route(
    "/organiser/c/<key>/round/<stage_key>/<round_key>/<any('draft', 'open', 'closed'):state>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def round_state(key: str, stage_key: str, round_key: str, state: str) -> ResponseReturnValue:
    """Say what opening or closing means, then do it."""
    of = competition(key)
    round_ = finding.round_(of, stage_key, round_key)
    if round_.state == state:
        return go(f"/organiser/c/{key}", gettext("It is so already."))
    form = StateForm()
    name = f"{stage_key}/{round_key}"
    reason = form.reason.data or ""
    if is_sent(form) and acted(form, lambda: rounds.set_state(of.key, name, state, by(), reason)):
        words = {
            "draft": gettext("The round is taken back: judges no longer see it."),
            "open": gettext("The round is open: its judges can score now."),
            "closed": gettext("The round is closed: nobody can change a sheet."),
        }
        return go(f"/organiser/c/{key}", words[state])
    desk = Desk(of)
    return page(
        "round_state.html",
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
def release(key: str, stage_key: str) -> ResponseReturnValue:
    """What the public sees of a stage, and what it could see."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    return page("release.html", stage=stage, modes=MODES, meaning=meaning(of))


@bp.route("/organiser/c/<key>/release/<stage_key>/<mode>", methods=["GET", "POST"])
@keeps_what_was_typed
def confirm_release(key: str, stage_key: str, mode: str) -> ResponseReturnValue:
    """Say in words what the public will see, and do it at the second touch."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    if mode not in MODES:
        abort(404)
    if stage.release == mode:
        return go(f"/organiser/c/{key}", gettext("It is so already."))
    form = ReleaseForm()
    if is_sent(form):
        if form.before.data != stage.release:
            form.general.append(
                gettext("The release was changed meanwhile. Read again what would happen now.")
            )
        elif not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif acted(form, lambda: stages.release(of.key, stage_key, mode, by())):
            words = gettext(
                "%(stage)s is now “%(mode)s” for the public.",
                stage=said(stage.name),
                mode=MODES[mode],
            )
            return go(f"/organiser/c/{key}", words)
        form.sure.data = False
    form.before.data = stage.release
    made_up = [said(name) for _path, name in placeholders(without_sheets(of))]
    if len(made_up) > MOST_NAMED:
        rest = gettext("%(num)s more", num=len(made_up) - MOST_NAMED)
        made_up = [*made_up[:MOST_NAMED], rest]
    return page(
        "confirm_release.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        mode=mode,
        modes=MODES,
        outlook=outlook(of, stage, mode, made_up),
    )


def _is_over(stage: Stage) -> bool:
    """Whether all is marked, and the result has yet to be frozen or published."""
    closed = [round_.state == "closed" for round_ in stage.rounds]
    return stage.release in ("hidden", "live") and bool(closed) and all(closed)


def _plan(of: Competition) -> dict[str, Any]:
    whole = without_sheets(of)
    grouped: dict[str, list[Any]] = {"open": [], "draft": [], "closed": []}
    for stage in of.stages:
        for round_ in stage.rounds:
            grouped[round_.state].append(round_)
    return {
        "desk": Desk(of),
        "now": grouped["open"],
        "next": grouped["draft"],
        "done": grouped["closed"],
        "stages": of.stages,
        "over": {stage.key for stage in of.stages if _is_over(stage)},
        "modes": MODES,
        "meaning": meaning(of),
        "states": ROUND_STATES,
        "conflicts": conflicts(whole),
        "judges": {judge.key: judge.name for judge in of.judges},
        "teams": {team.key: team.name for team in of.teams},
        "placeholders": placeholders(whole),
        "late": late.count_waiting(of),
    }
