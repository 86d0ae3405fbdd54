"""A reveal as its presenter sees it: what the hall sees, and one step further."""

import json
from dataclasses import dataclass

from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import reveals
from competition.store.models import Competition, Stage
from competition.web.template_filters import localized


@dataclass(frozen=True)
class PresenterPlace:
    """A place as the presenter says it: its number, its teams with their totals."""

    rank: int
    teams: list[tuple[str, str]]


@dataclass(frozen=True)
class PresenterView:
    """The reveal as its presenter sees it: what the hall sees, and one step further."""

    stage: Stage
    step: int
    steps: int
    now: PresenterPlace | None
    next: PresenterPlace | None
    without: list[str]

    @property
    def is_over(self) -> bool:
        """Whether the winner is named."""
        return self.step == self.steps


def presenter_view(competition: Competition) -> PresenterView | None:
    """The reveal that is going on."""
    going = reveals.find_reveal(competition.id)
    stage = next((s for s in competition.stages if going and s.key == going.stage_key), None)
    if going is None or stage is None:
        return None
    return presenter_view_at(competition, stage, json.loads(going.standings), going.step)


def presenter_view_at(
    competition: Competition, stage: Stage, standing: StageStandings, step: int
) -> PresenterView:
    """A stage's places at a step, as the presenter sees them."""
    order = rules.places_to_reveal(standing)
    names: dict[str, str] = {team.key: localized(team.name) for team in competition.teams}

    def place(number: int) -> PresenterPlace | None:
        if not 1 <= number <= len(order):
            return None
        rows = order[number - 1]
        teams = [(names.get(row["team"]) or row["team"], row["total"]) for row in rows]
        return PresenterPlace(rows[0]["rank"], teams)

    without = [names.get(row["team"], row["team"]) for row in standing["unranked"]]
    return PresenterView(stage, step, len(order), place(step), place(step + 1), without)
