"""The organiser's own standings: reckoned from the marks, whatever the public may see."""

from typing import Any

from competition import scoring
from competition.store import mapping
from competition.store.parts import Competition

from .refusals import NotFound


def standings(of: Competition) -> dict[str, dict[str, Any]]:
    """Every stage's standings as `flask recount` gives them, by stage key."""
    counted = scoring.recount(mapping.competition_mapping(of))
    return {stage["stage"]: stage for stage in counted["stages"]}


def explanation(of: Competition, stage_key: str, team_key: str) -> dict[str, Any]:
    """Every step of one team's total (`scoring.explain`); `NotFound` where it has no entry."""
    try:
        return scoring.explain(mapping.competition_mapping(of), stage_key, team_key)
    except KeyError as error:
        raise NotFound from error
