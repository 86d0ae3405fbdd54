"""A reveal as its presenter sees it: what the hall sees, and one step further."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.scoring import reveal as rules
from competition.store import reveals
from competition.store.parts import Competition, Stage
from competition.web.words import said


@dataclass(frozen=True)
class Place:
    """A place as the presenter says it: its number, its teams with their totals."""

    rank: int
    teams: list[tuple[str, str]]


@dataclass(frozen=True)
class Led:
    """The reveal as its presenter sees it: what the hall sees, and one step further."""

    stage: Stage
    step: int
    steps: int
    now: Place | None
    next: Place | None
    without: list[str]

    @property
    def is_over(self) -> bool:
        """Whether the winner is named."""
        return self.step == self.steps


def led(of: Competition) -> Led | None:
    """The reveal that is going on."""
    going = reveals.of(of.id)
    stage = next((s for s in of.stages if going and s.key == going.stage_key), None)
    if going is None or stage is None:
        return None
    return as_led(of, stage, json.loads(going.held), going.step)


def as_led(of: Competition, stage: Stage, standing: Mapping[str, Any], step: int) -> Led:
    """A stage's places at a step, as the presenter sees them."""
    order = rules.places(standing)
    names: dict[str, str] = {team.key: said(team.name) for team in of.teams}

    def place(number: int) -> Place | None:
        if not 1 <= number <= len(order):
            return None
        rows = order[number - 1]
        teams = [(names.get(row["team"]) or row["team"], row["total"]) for row in rows]
        return Place(rows[0]["rank"], teams)

    without = [names.get(row["team"], row["team"]) for row in standing["unranked"]]
    return Led(stage, step, len(order), place(step), place(step + 1), without)
