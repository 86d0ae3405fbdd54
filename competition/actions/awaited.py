"""Which sheets nobody waits for: of teams that left, of void matches, of recused judges."""

from dataclasses import dataclass
from typing import Any, cast

from competition.file_types import TeamPart
from competition.scoring.entry import is_recused_for
from competition.scoring.leaving import reason_for_leaving
from competition.store.models import Judge, Match, Stage, Team


@dataclass(frozen=True)
class NotAwaited:
    """Why a sheet is not awaited.

    `code` is `withdrawn`, `disqualified`, `void` or `recused`; `reason` is the organiser's, a text
    for people, or None.
    """

    code: str
    reason: Any = None


def why_not_awaited(match: Match, team: Team, judge: Judge) -> NotAwaited | None:
    """Why nobody waits for this judge's sheet for this team; None where it is awaited."""
    if left := reason_team_left(team, match.round.stage):
        return NotAwaited(left, team.reason)
    if match.void:
        return NotAwaited("void", match.void)
    for recusal in match.recused or []:
        if recusal["judge"] == judge.key and is_recused_for(recusal, team.key):
            return NotAwaited("recused", recusal.get("reason"))
    return None


def reason_team_left(team: Team, stage: Stage) -> str | None:
    """`withdrawn` or `disqualified` for a team that has left in this stage; None for one in it."""
    fields = ("withdrawn", "withdrawn_from", "disqualified")
    part = cast(TeamPart, {field: getattr(team, field) for field in fields})
    return reason_for_leaving(part, stage.key, [each.key for each in stage.competition.stages])
