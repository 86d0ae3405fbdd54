"""The places of a stage by the competition's rule and by the plain ways beside it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from competition.fairness.cells import StageCells
from competition.fairness.combining_ways import CombiningWay, plain_ways
from competition.scoring.ranking import rank_stage

MOST_ROWS = 12
"""So many places are shown, and whoever is among the first three by another way."""
_FIRST_PLACES = 3


def ruled_ranks(cells: StageCells) -> dict[str, int]:
    """The places by the competition's own rule, tie-breaks included, best first."""
    ranking = rank_stage(cells.book, cells.stage)
    return {placed.team.team: placed.rank for placed in ranking.placed}


def plain_ranks(cells: StageCells, ruled: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """The places of the ranked teams by each plain way that there is, ties sharing a place."""
    return {
        name: ranks_of(_totals(cells, way, ruled))
        for name, way in plain_ways(cells).items()
        if way is not None
    }


def ranks_of(totals: Mapping[str, Any]) -> dict[str, int]:
    """Places by total, highest first; equal totals share one and use up those that they cover."""
    values = list(totals.values())
    return {team: 1 + sum(1 for other in values if other > total) for team, total in totals.items()}


def shown_teams(ways: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The teams to list: the first by the rule, and the first three by any way."""
    ruled = ways["as_ruled"]
    return [
        team
        for number, team in enumerate(ruled)
        if number < MOST_ROWS
        or any(ranks.get(team, MOST_ROWS) <= _FIRST_PLACES for ranks in ways.values())
    ]


def _totals(cells: StageCells, way: CombiningWay, ruled: Mapping[str, int]) -> dict[str, Fraction]:
    import numpy as np

    from competition.fairness.team_totals import entry_totals, joined_totals

    found = {}
    for team in cells.book.team_parts:
        entries = [
            entry_totals(cells, way, entry, np.ones((len(entry.sheets), 1), dtype=np.int64))
            for entry in cells.entries
            if entry.team == team
        ]
        if not entries or team not in ruled:
            continue
        joined = joined_totals(cells, way, team, entries)
        if joined.given.all():
            above = np.broadcast_to(joined.totals.numerators, (1,))
            below = np.broadcast_to(joined.totals.denominators, (1,))
            found[team] = Fraction(int(above[0]), int(below[0]))
    return found
