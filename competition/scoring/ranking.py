"""Places for one stage: highest total first, ties broken as far as the rules go, who advances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from competition.scoring.decimals import one_denominator
from competition.scoring.stage import Scorebook, StageTotal, TeamInStage
from competition.scoring.tie_break import TieBreakAttempt, break_tie


@dataclass(slots=True)
class Placed:
    """A ranked team's place in a stage. `tries` are the tie-breaks it was part of, in order."""

    rank: int
    team: TeamInStage
    total: Fraction
    parts: StageTotal
    tied: bool
    decided_by: str | None
    tries: list[TieBreakAttempt]


@dataclass(slots=True)
class Unranked:
    """A team with an entry but no place, and why: withdrawn, missing_sheet or missing_carry."""

    team: TeamInStage
    reason: str
    parts: StageTotal | None


@dataclass(slots=True)
class Ranking:
    """The places of one stage, best first, and the teams without one, in the order of `teams`."""

    placed: list[Placed]
    unranked: list[Unranked]


@dataclass(slots=True)
class TiedLine:
    """More teams advance than were asked for, because these share the last place."""

    zone: str | None
    teams: list[str]


def rank_stage(book: Scorebook, stage: Mapping[str, Any]) -> Ranking:
    """Place every team of a stage that has a total.

    Equal totals share a place and use up the places they cover (1, 2, 2, 4); tie-breaks give
    different places inside them. Teams that still share a place stand in the order of `teams`.
    """
    scored: list[tuple[TeamInStage, StageTotal, Fraction]] = []
    unranked: list[Unranked] = []
    for team in book.teams(stage["key"]).values():
        parts = None if team.withdrawn else book.stage_total(stage, team)
        if team.withdrawn:
            unranked.append(Unranked(team, "withdrawn", parts))
        elif parts is None:
            unranked.append(Unranked(team, "missing_sheet", parts))
        elif parts.total is None:
            unranked.append(Unranked(team, "missing_carry", parts))
        else:
            scored.append((team, parts, parts.total))

    rulings = [
        {team: place for place, team in enumerate(ruling["teams"], start=1)}
        for ruling in book.document.get("rulings") or ()
        if ruling["stage"] == stage["key"]
    ]
    keys = one_denominator(total for _, _, total in scored)
    order = sorted(range(len(scored)), key=keys.__getitem__, reverse=True)
    placed: list[Placed] = []
    for _, places in groupby(order, key=keys.__getitem__):
        equal = {scored[place][0].team: scored[place] for place in places}
        groups, tries = break_tie(book.rule, rulings, [team for team, _, _ in equal.values()])
        mine: dict[str, list[TieBreakAttempt]] = {key: [] for key in equal}
        for attempt in tries:
            for team in attempt.teams:
                mine[team.team].append(attempt)
        for group in groups:
            rank = len(placed) + 1
            for team in group:
                _, parts, total = equal[team.team]
                own = mine[team.team]
                decisive = [attempt.rule for attempt in own if attempt.decided]
                decided_by = decisive[-1] if decisive else None
                tied = len(group) > 1
                placed.append(Placed(rank, team, total, parts, tied, decided_by, own))
    return Ranking(placed, unranked)


def advancing(
    zones: Mapping[str, str | None], placed: Sequence[Placed], top: int
) -> tuple[set[str], list[TiedLine]]:
    """Say which teams are among the `top` of their zone, everyone tied on the last place included.

    `zones` gives each team's zone; teams without one form one together. `placed` is best first.
    """
    by_zone: dict[str | None, list[Placed]] = {}
    for place in placed:
        by_zone.setdefault(zones[place.team.team], []).append(place)
    through: set[str] = set()
    lines: list[TiedLine] = []
    for zone, rows in by_zone.items():
        last = rows[min(top, len(rows)) - 1].rank if top > 0 else 0
        passing = [row for row in rows if row.rank <= last]
        through.update(row.team.team for row in passing)
        if len(passing) > top:
            lines.append(TiedLine(zone, [row.team.team for row in passing if row.rank == last]))
    return through, lines
