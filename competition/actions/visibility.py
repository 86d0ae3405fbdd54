"""Which stages the public may see as they are now.

The rule: `hidden` shows that there is a stage and
nothing of its marks; `live` and `published` show its standings; `frozen` keeps what the public had
when it was frozen. A stage that carries totals of one that is not shown is treated as frozen,
because its own totals would give the others away.
"""

import json
from collections.abc import Iterable
from typing import Any

from competition.store.models import Competition, Round, Stage
from competition.store.snapshots import Snapshot, newest_snapshot

SHOWN = ("live", "published")
"""The releases with which the public sees a stage's current marks."""


def held_back_by(competition: Competition, stage: Stage) -> list[Stage]:
    """The stages whose totals `stage` carries and whose current marks the public may not see.

    While there are any, the public keeps what it had of `stage`. A stage hands on its own total
    without what it carries itself, so only stages that are carried directly count.
    """
    carried = {row["stage"] for row in stage.carry or []}
    return [s for s in competition.stages if s.key in carried and s.release not in SHOWN]


def is_current(competition: Competition, stage: Stage) -> bool:
    """Whether the public sees the stage as it is now."""
    return stage.release in SHOWN and not held_back_by(competition, stage)


def gives_away(competition: Competition, round_: Round) -> list[Stage]:
    """The stages whose results the matches of `round_` tell, though they are not released.

    Who meets in a final says who went on from the semi-final: every earlier stage that advances
    to the round's stage, or of whose teams only some are in the round.
    """
    teams = {entry.team_id for match in round_.matches for entry in match.entries}
    return _told_by(competition, round_.stage, teams)


def told_by_draw(competition: Competition, stage_key: str, drawn: Iterable[str]) -> list[Stage]:
    """The stages whose results a draw tells by what it is drawn from, keys of teams.

    That list is public with the commitment.
    """
    keys = set(drawn)
    stage = next(each for each in competition.stages if each.key == stage_key)
    return _told_by(competition, stage, {t.id for t in competition.teams if t.key in keys})


def _told_by(competition: Competition, there: Stage, teams: set[int]) -> list[Stage]:
    return [
        stage
        for stage in competition.stages[: competition.stages.index(there)]
        if teams
        and not is_current(competition, stage)
        and ((stage.advance or {}).get("to") == there.key or teams < _teams_in(stage))
    ]


def _teams_in(stage: Stage) -> set[int]:
    if stage.kind == "paper":
        # Everybody sits a written test unless it says who does.
        teams = stage.competition.teams
        return {team.id for team in teams if stage.teams is None or team.key in stage.teams}
    matches = [match for round_ in stage.rounds for match in round_.matches]
    return {entry.team_id for match in matches for entry in match.entries}


def public_stage(competition_key: str, stage_key: str) -> dict[str, Any]:
    """What the public sees of a stage."""
    return public_stages(newest_snapshot(competition_key)).get(stage_key, {"stage": stage_key})


def public_stages(snapshot: Snapshot | None) -> dict[str, dict[str, Any]]:
    """The stages of a snapshot, by key; none without a snapshot."""
    if snapshot is None:
        return {}
    return {stage["stage"]: stage for stage in json.loads(snapshot.content)["stages"]}
