"""Places in one stage: highest total first, ties broken as far as possible; who advances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from competition.file_types import StagePart
from competition.scoring.decimals import common_numerators
from competition.scoring.stage import Scorebook, StageTotal, TeamInStage
from competition.scoring.tie_break import TieBreakAttempt, break_tie
from competition.scoring.types import UnrankedReason


@dataclass(slots=True)
class Placed:
    """A ranked team's place in a stage.

    `attempts` are the tie-breaks that compared it, in order; `decided_by` is the last of them
    that decided anything.
    """

    rank: int
    team: TeamInStage
    total: Fraction
    stage_total: StageTotal
    tied: bool
    decided_by: str | None
    attempts: list[TieBreakAttempt]


@dataclass(slots=True)
class Unranked:
    """A team that is in the stage without a place, and why."""

    team: TeamInStage
    reason: UnrankedReason
    stage_total: StageTotal | None


@dataclass(slots=True)
class Ranking:
    """The places of one stage, best first, and the teams without one, in the file's order."""

    placed: list[Placed]
    unranked: list[Unranked]


@dataclass(slots=True)
class AdvanceTie:
    """More teams of a zone advance than planned, because these share the last place that does."""

    zone: str | None
    rank: int
    teams: list[str]


def rank_stage(book: Scorebook, stage: StagePart) -> Ranking:
    """Rank every team of a stage that has a total.

    Equal totals share a place and use up the places they cover (1, 2, 2, 4), unless a tie-break
    separates them. Teams that still share a place are listed in the file's order.
    """
    scored: list[tuple[TeamInStage, StageTotal, Fraction]] = []
    unranked: list[Unranked] = []
    for team in book.teams(stage["key"]).values():
        stage_total = None if team.left else book.stage_total(stage, team)
        if team.left:
            unranked.append(Unranked(team, team.left, stage_total))
        elif stage_total is None:
            unranked.append(Unranked(team, _reason(stage, team), stage_total))
        elif stage_total.total is None:
            unranked.append(Unranked(team, "missing_carry", stage_total))
        else:
            scored.append((team, stage_total, stage_total.total))

    rulings = [
        {team: place for place, team in enumerate(ruling["teams"], start=1)}
        for ruling in book.document.get("rulings") or ()
        if ruling["stage"] == stage["key"]
    ]
    # A written test has no dimensions, no head judge and no deductions.
    is_paper, rule = stage.get("kind") == "paper", book.rule(stage["key"])
    tie_breaks = [name for name in rule.tie_break if not is_paper or name == "ruling"]
    totals = common_numerators(total for _, _, total in scored)
    order = sorted(range(len(scored)), key=totals.__getitem__, reverse=True)
    placed: list[Placed] = []
    for _, indexes in groupby(order, key=totals.__getitem__):
        equal = {scored[index][0].team: scored[index] for index in indexes}
        tied = [team for team, _, _ in equal.values()]
        groups, attempts = break_tie(rule, tie_breaks, rulings, tied)
        attempts_of: dict[str, list[TieBreakAttempt]] = {key: [] for key in equal}
        for attempt in attempts:
            for team in attempt.teams:
                attempts_of[team.team].append(attempt)
        for group in groups:
            rank = len(placed) + 1
            for team in group:
                _, stage_total, total = equal[team.team]
                own = attempts_of[team.team]
                decisive = [attempt.rule for attempt in own if attempt.decided]
                decided_by = decisive[-1] if decisive else None
                is_tied = len(group) > 1
                placed.append(Placed(rank, team, total, stage_total, is_tied, decided_by, own))
    return Ranking(placed, unranked)


def _reason(stage: StagePart, team: TeamInStage) -> UnrankedReason:
    """Why a team that is in a stage and has not left it has no total of its own."""
    if stage.get("kind") == "paper":
        return "missing_score"
    if not team.entries and team.void_matches:
        return "void"
    return "missing_sheet" if team.missing else "no_sheet"


def advancing_teams(
    zones: Mapping[str, str | None], ranked: Sequence[tuple[str, int]], top: int
) -> tuple[set[str], list[AdvanceTie]]:
    """Return the teams among the `top` of their zone, including all tied on the last place.

    `zones` gives each team's zone; teams without one form a zone together. `ranked` are teams
    with their ranks, best first, without teams that cannot go on. The ties are those that let
    more than `top` teams of a zone advance.
    """
    by_zone: dict[str | None, list[tuple[str, int]]] = {}
    for team, rank in ranked:
        by_zone.setdefault(zones[team], []).append((team, rank))
    advancing: set[str] = set()
    ties: list[AdvanceTie] = []
    for zone, rows in by_zone.items():
        _team, last = rows[min(top, len(rows)) - 1]
        best = [team for team, rank in rows if rank <= last]
        advancing.update(best)
        if len(best) > top:
            tied = [team for team, rank in rows if rank == last]
            ties.append(AdvanceTie(zone, last, tied))
    return advancing, ties
