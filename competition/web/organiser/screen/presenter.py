"""A reveal as its presenter sees it: what the projector shows, and the place after it."""

import json
from dataclasses import dataclass

from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import reveals
from competition.store.models import Competition, Stage
from competition.web.organiser.names import distinct


@dataclass(frozen=True)
class PresenterPlace:
    """A place: its number, and (name, total) of each team that has it."""

    rank: int
    teams: list[tuple[str, str]]


@dataclass(frozen=True)
class PresenterView:
    """A reveal at one of its steps; `without_place` are the names of teams that have no place."""

    stage: Stage
    step: int
    steps: int
    now: PresenterPlace | None
    next: PresenterPlace | None
    without_place: list[str]

    @property
    def is_over(self) -> bool:
        """Whether the winner has been shown."""
        return self.step == self.steps


def presenter_view(competition: Competition) -> PresenterView | None:
    """The reveal in progress, or None."""
    reveal = reveals.find_reveal(competition.id)
    stage = next((s for s in competition.stages if reveal and s.key == reveal.stage_key), None)
    if reveal is None or stage is None:
        return None
    return presenter_view_at(competition, stage, json.loads(reveal.standings), reveal.step)


def presenter_view_at(
    competition: Competition, stage: Stage, standings: StageStandings, step: int
) -> PresenterView:
    """A stage's standings as the presenter sees them at a step."""
    order = rules.places_to_reveal(standings)
    names: dict[str, str] = distinct(competition.teams)

    def place(number: int) -> PresenterPlace | None:
        if not 1 <= number <= len(order):
            return None
        rows = order[number - 1]
        teams = [(names.get(row["team"]) or row["team"], row["total"]) for row in rows]
        return PresenterPlace(rows[0]["rank"], teams)

    without_place = [names.get(row["team"], row["team"]) for row in standings["unranked"]]
    return PresenterView(stage, step, len(order), place(step), place(step + 1), without_place)
