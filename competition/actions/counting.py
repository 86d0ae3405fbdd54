"""Which sheets count at all: not those of void matches, recused judges and teams that have left.

The same answer as scoring gives for the file, for rows: what is not counted is not waited for,
and the judge is told.
"""

from typing import Literal

from competition.scoring.entry import recused_judges
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.types import LeavingReason
from competition.store import file_export
from competition.store.models import Match, Stage, Team

NotCounted = LeavingReason | Literal["void", "recused"]
"""Why a sheet does not count."""


def left_in_stage(team: Team, stage: Stage) -> LeavingReason | None:
    """Why the team is out of the stage, or None if it is in."""
    if not (team.disqualified or team.withdrawn or team.withdrawn_from):
        return None
    stages = [each.key for each in stage.competition.stages]
    return reason_for_leaving(file_export.team_part(team), stage.key, stages)


def why_not_counted(match: Match, team: Team, judge_key: str) -> NotCounted | None:
    """Why the judge's sheet for the team in the match does not count; None if it does.

    Such a sheet is not expected. It can still be written while its round is open: whatever is
    taken out of the count can be put back, and the marks are then there.
    """
    if match.void:
        return "void"
    if left := left_in_stage(team, match.round.stage):
        return left
    if match.recused and judge_key in recused_judges(file_export.match_part(match), team.key):
        return "recused"
    return None
