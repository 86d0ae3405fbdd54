"""The reveal rehearsed on made-up marks: for the presenter alone, never at a public address."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import rehearsal as actions
from competition.actions.refusals import Refused
from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import snapshots
from competition.store.hall_screen import CLOCK
from competition.store.models import Competition, Stage
from competition.web.audience.board import board_from
from competition.web.audience.screen_content import ScreenContent, screen_content
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import organiser_page
from competition.web.organiser.screen.presenter import PresenterView, presenter_view_at
from competition.web.whole_number import parse_whole_number


@dataclass(frozen=True)
class Rehearsal:
    """Made-up standings of a stage, at the step that `?step=` asks for."""

    competition: Competition
    stage: Stage
    standings: StageStandings
    step: int

    def presenter(self) -> PresenterView:
        """What the presenter sees."""
        return presenter_view_at(self.competition, self.stage, self.standings, self.step)

    def screen(self) -> ScreenContent:
        """What the projector would show, arranged by the code that arranges the real one."""
        newest = snapshots.newest_snapshot(self.competition.key)
        names = newest.names() if newest else {}
        key, left = self.stage.key, rules.to_come(self.standings, self.step)
        names["reveal"] = {"stage": key, "to_come": left} if left else {}
        public = {
            "number": 0,
            "state": {s.key: "hidden" for s in self.competition.stages}
            | {key: "frozen" if left else "published"},
            "stages": [
                rules.shown_at(self.standings, self.step) if s.key == key else {"stage": s.key}
                for s in self.competition.stages
            ],
        }
        return screen_content(board_from(public, names), "reveal", {"stage": key}, CLOCK, names)


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>")
def rehearsal_page(key: str, stage_key: str) -> ResponseReturnValue:
    """The presenter's view, with made-up places."""
    rehearsal, stage, why_not = _rehearsal_or_reason(key, stage_key)
    return organiser_page(
        "screen/rehearsal.html",
        stage=stage,
        presenter=rehearsal.presenter() if rehearsal else None,
        why_not=why_not,
    )


@bp.get("/organiser/c/<key>/show/rehearsal/<stage_key>/screen")
def rehearsal_screen_page(key: str, stage_key: str) -> ResponseReturnValue:
    """What the projector would show, marked as a rehearsal."""
    rehearsal, stage, why_not = _rehearsal_or_reason(key, stage_key)
    if rehearsal is None:
        return organiser_page("screen/rehearsal.html", stage=stage, presenter=None, why_not=why_not)
    content = rehearsal.screen()
    return organiser_page(
        "screen/rehearsal_screen.html",
        stage=stage,
        presenter=rehearsal.presenter(),
        content=content,
        board=content.board,
    )


def _rehearsal_or_reason(key: str, stage_key: str) -> tuple[Rehearsal | None, Stage, str]:
    """The rehearsal of a stage, or why there can be none; 404 without such a stage."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    try:
        standings = actions.made_up_standings(competition, stage_key)
    except Refused as refusal:
        return None, stage, refusal.text(gettext)
    asked = parse_whole_number(request.args.get("step"), digits=5) or 0
    step = min(asked, rules.count_steps(standings))
    return Rehearsal(competition, stage, standings, step), stage, ""
