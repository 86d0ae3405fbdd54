"""Which sheets nobody waits for: of teams that left, void matches, recused judges, trainees."""

from dataclasses import dataclass
from typing import Any, cast

from competition.file_types import MatchPart, TeamPart
from competition.scoring.entry import is_recused_for
from competition.scoring.leaving import reason_for_leaving
from competition.seats import counting_judges
from competition.store.models import Judge, Match, Stage, Team


@dataclass(frozen=True)
class NotAwaited:
    """Why a sheet is not awaited.

    `code` is `withdrawn`, `disqualified`, `void`, `recused` or `trainee`; `kept` where the sheet of
    the judge who was replaced counts, `replaced` where that of the one who came does. `reason` is
    the organiser's, a text for people, or None.
    """

    code: str
    reason: Any = None


def why_not_awaited(match: Match, team: Team, judge: Judge) -> NotAwaited | None:
    """Why nobody waits for this judge's sheet for this team; None where it is awaited."""
    if left := reason_team_left(team, match.round.stage):
        return NotAwaited(left, team.reason)
    if match.void:
        return NotAwaited("void", match.void)
    if judge.key in (match.trainees or ()):
        return NotAwaited("trainee")
    if match.replacements and judge.key not in counting_judges(_seats_of(match), team.key):
        seated = any(seat.judge_id == judge.id for seat in match.seats)
        return NotAwaited("kept" if seated else "replaced")
    for recusal in match.recused or []:
        if recusal["judge"] == judge.key and is_recused_for(recusal, team.key):
            return NotAwaited("recused", recusal.get("reason"))
    return None


def marking_judges(match: Match) -> list[Judge]:
    """Whose sheets there may be, in order: the panel, those it replaced, and trainees."""
    seated = [seat.judge for seat in match.seats]
    replaced = [part["from"] for part in match.replacements or ()]
    beside = [*replaced, *(match.trainees or ())]
    if not beside:
        return seated
    judges = {judge.key: judge for judge in match.round.stage.competition.judges}
    return [*seated, *(judges[key] for key in dict.fromkeys(beside))]


def _seats_of(match: Match) -> MatchPart:
    return {
        "key": match.key,
        "entries": [],
        "panel": [seat.judge.key for seat in match.seats],
        "replacements": match.replacements or [],
    }


def reason_team_left(team: Team, stage: Stage) -> str | None:
    """`withdrawn` or `disqualified` for a team that has left in this stage; None for one in it."""
    fields = ("withdrawn", "withdrawn_from", "disqualified")
    part = cast(TeamPart, {field: getattr(team, field) for field in fields})
    return reason_for_leaving(part, stage.key, [each.key for each in stage.competition.stages])
