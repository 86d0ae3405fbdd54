"""The rubric in force in a match, and what one judge's sheet there is checked by."""

from collections.abc import Iterable, Mapping
from typing import Any

from competition import scoring
from competition.file_types import RubricPart, ScoringPart
from competition.store import file_export
from competition.store.models import Judge, Match, Stage, Team
from competition.store.sheet_rules import SheetRule, sheet_rule


def rubric_of_match(match: Match) -> RubricPart:
    """The rubric of the match's stage: its own, or the competition's."""
    stage = match.round.stage
    own: RubricPart | None = stage.rubric  # type: ignore[assignment]
    return own or file_export.rubric_part(stage.competition.rubric)


def scoring_of_stage(stage: Stage) -> ScoringPart:
    """The scoring rule of a stage: its own, or the competition's."""
    rule: ScoringPart = stage.scoring or stage.competition.rubric.scoring  # type: ignore[assignment]
    return rule


def rule_of_sheet(match: Match, team: Team, judge: Judge) -> SheetRule:
    """What this judge's sheet for this team in this match is checked by."""
    members = [member.key for member in team.members]
    return sheet_rule(rubric_of_match(match), judge.category, members)


def marks_total(match: Match, marks: dict[str, str]) -> str:
    """Σ mark × factor over the marks given, as an exact decimal."""
    return total_of_marks(rubric_of_match(match)["dimensions"], marks)


def total_of_marks(dimensions: Iterable[Mapping[str, Any]], marks: dict[str, str]) -> str:
    """Like `marks_total`, with the rubric's dimensions at hand."""
    return scoring.format_exact(scoring.sheet_total(dimensions, marks)) if marks else "0"
