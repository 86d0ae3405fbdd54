"""A reveal as its presenter sees it: what the projector shows, and the place after it."""

import json
from dataclasses import dataclass

from competition.both_languages import BothLanguages
from competition.host_script import HostScript
from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import reveals
from competition.store.models import Competition, Stage
from competition.web.organiser.host_words import host_script_of
from competition.web.organiser.names import distinct


@dataclass(frozen=True)
class PresenterPlace:
    """A place: its number, and (name, total) of each team that has it."""

    rank: int
    teams: list[tuple[str, str]]


@dataclass(frozen=True)
class PresenterWords:
    """What the host reads at a step, and with the one after it."""

    now: list[BothLanguages]
    next: list[BothLanguages]


@dataclass(frozen=True)
class PresenterView:
    """A reveal at one of its steps; `without_place` are the names of teams that have no place."""

    stage: Stage
    step: int
    steps: int
    now: PresenterPlace | None
    next: PresenterPlace | None
    without_place: list[str]
    words: PresenterWords | None = None

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
    standings: StageStandings = json.loads(reveal.standings)
    words = _words(host_script_of(competition, stage.key), standings, reveal.step)
    return presenter_view_at(competition, stage, standings, reveal.step, words)


def presenter_view_at(
    competition: Competition,
    stage: Stage,
    standings: StageStandings,
    step: int,
    words: PresenterWords | None = None,
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
    return PresenterView(
        stage, step, len(order), place(step), place(step + 1), without_place, words
    )


def _words(script: HostScript, standings: StageStandings, step: int) -> PresenterWords | None:
    """The words beside a step; None where marks have changed since the reveal began."""
    order = [[row["team"] for row in rows] for rows in rules.places_to_reveal(standings)]
    if order != [each["teams"] for each in script["steps"]]:
        return None
    said = [
        script["opening"],
        *([line["text"] for line in each["lines"]] for each in script["steps"]),
    ]
    end = [*script["awards"], *script["closing"]]
    now = said[step] + (end if step == len(order) else [])
    return PresenterWords(now, said[step + 1] if step < len(order) else [])
