"""The reveal rehearsed on made-up marks: for the presenter alone, never at a public address."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import rehearsal as actions
from competition.actions.refusals import Refused
from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import snapshots
from competition.store.hall_screen import CLOCK
from competition.store.models import Competition
from competition.web.audience.board import board_from
from competition.web.audience.screen_content import ScreenContent, screen_content
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import organiser_page
from competition.web.organiser.screen.presenter import presenter_view_at


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>")
def rehearsal_page(key: str, stage_key: str) -> ResponseReturnValue:
    """The presenter's view, with made-up places; `?step=` says how far it is."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    try:
        standing = actions.made_up_standings(competition, stage_key)
    except Refused as refusal:
        return organiser_page(
            "screen/rehearsal.html", stage=stage, led=None, why=refusal.text(gettext)
        )
    step = _step(standing)
    return organiser_page(
        "screen/rehearsal.html",
        stage=stage,
        led=presenter_view_at(competition, stage, standing, step),
        why="",
    )


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>/screen")
def rehearsal_screen_page(key: str, stage_key: str) -> ResponseReturnValue:
    """What the hall would see, marked as a rehearsal."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    try:
        standing = actions.made_up_standings(competition, stage_key)
    except Refused as refusal:
        return organiser_page(
            "screen/rehearsal.html", stage=stage, led=None, why=refusal.text(gettext)
        )
    step = _step(standing)
    drawn = _screen_content(competition, stage_key, standing, step)
    led = presenter_view_at(competition, stage, standing, step)
    return organiser_page(
        "screen/rehearsal_screen.html", stage=stage, led=led, content=drawn, board=drawn.board
    )


def _step(standing: StageStandings) -> int:
    typed = request.args.get("step", "")
    sound = typed.isascii() and typed.isdigit() and len(typed) < 6
    return min(int(typed), rules.count_steps(standing)) if sound else 0


def _screen_content(
    competition: Competition, stage_key: str, standing: StageStandings, step: int
) -> ScreenContent:
    """The content as the projector would draw it: arranged by the same code, of another place."""
    newest = snapshots.newest_snapshot(competition.key)
    names = newest.names() if newest else {}
    left = rules.to_come(standing, step)
    names["reveal"] = {"stage": stage_key, "to_come": left} if left else {}
    public = {
        "number": 0,
        "state": {s.key: "hidden" for s in competition.stages}
        | {stage_key: "frozen" if left else "published"},
        "stages": [
            rules.shown_at(standing, step) if s.key == stage_key else {"stage": s.key}
            for s in competition.stages
        ],
    }
    return screen_content(board_from(public, names), "reveal", {"stage": stage_key}, CLOCK, names)
