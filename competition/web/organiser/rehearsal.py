"""The reveal rehearsed on made-up marks: for the presenter alone, never at a public address."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import rehearsal as actions
from competition.actions.refusals import Refused
from competition.scoring import reveal as rules
from competition.store import snapshots
from competition.store.parts import Competition
from competition.store.show import CLOCK
from competition.web.audience.board import arrange
from competition.web.audience.scene import Scene, scene

from . import bp, finding
from .finding import competition, page
from .led import as_led


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>")
def rehearsal(key: str, stage_key: str) -> ResponseReturnValue:
    """The presenter's view, with made-up places; `?step=` says how far it is."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    try:
        standing = actions.standing(of, stage_key)
    except Refused as refusal:
        return page("rehearsal.html", stage=stage, led=None, why=refusal.text(gettext))
    step = _step(standing)
    return page("rehearsal.html", stage=stage, led=as_led(of, stage, standing, step), why="")


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>/screen")
def rehearsal_screen(key: str, stage_key: str) -> ResponseReturnValue:
    """What the hall would see, marked as a rehearsal."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    try:
        standing = actions.standing(of, stage_key)
    except Refused as refusal:
        return page("rehearsal.html", stage=stage, led=None, why=refusal.text(gettext))
    step = _step(standing)
    drawn = _scene(of, stage_key, standing, step)
    led = as_led(of, stage, standing, step)
    return page("rehearsal_screen.html", stage=stage, led=led, scene=drawn, board=drawn.board)


def _step(standing: dict[str, Any]) -> int:
    typed = request.args.get("step", "")
    sound = typed.isascii() and typed.isdigit() and len(typed) < 6
    return min(int(typed), rules.steps(standing)) if sound else 0


def _scene(of: Competition, stage_key: str, standing: dict[str, Any], step: int) -> Scene:
    """The scene as the projector would draw it: arranged by the same code, of another place."""
    newest = snapshots.newest(of.key)
    names = newest.names() if newest else {}
    left = rules.to_come(standing, step)
    names["reveal"] = {"stage": stage_key, "to_come": left} if left else {}
    public = {
        "number": 0,
        "state": {s.key: "hidden" for s in of.stages}
        | {stage_key: "frozen" if left else "published"},
        "stages": [
            rules.shown(standing, step) if s.key == stage_key else {"stage": s.key}
            for s in of.stages
        ],
    }
    return scene(arrange(public, names), "reveal", {"stage": stage_key}, CLOCK, names)
