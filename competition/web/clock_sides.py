"""The sides of a match as the face of its clock names them, for those who may see any match."""

from typing import Any

from competition.store.models import Match
from competition.web.distinct_names import distinct_texts


def clock_sides(match: Match) -> list[dict[str, Any]]:
    """`[{"side", "teams": [names]}]`, in the order of the entries."""
    names = distinct_texts(match.round.stage.competition.teams)
    sides: dict[str, list[Any]] = {}
    for entry in match.entries:
        sides.setdefault(entry.side, []).append(names[entry.team.key])
    return [{"side": side, "teams": teams} for side, teams in sides.items()]
