"""What an appeal is about, as it stands: the sheets as submitted, deductions, total and place."""

from dataclasses import dataclass
from typing import Any

from competition.actions import rubrics, sheet_access
from competition.actions.correction_record import recorded_corrections
from competition.actions.snapshots import pending_corrections
from competition.actions.standings import count_standings, teams_sharing_places
from competition.file_types import AppealPart
from competition.store import queries, sheets
from competition.store.decision_models import Deduction
from competition.store.marking_judges import has_sheets
from competition.store.models import Competition, Judge, Match, Team
from competition.store.sheets import Sheet
from competition.web.organiser.sheet_progress import matches_of


@dataclass(frozen=True)
class AppealedSheet:
    """A judge's sheet for the entry, None while there is none; `rule` is what the judge marks."""

    judge: Judge
    is_seated: bool
    sheet: Sheet | None
    rule: Any


@dataclass(frozen=True)
class AppealedEntry:
    """The team's entry in one match."""

    match: Match
    team: Team
    rubric: Any
    sheets: list[AppealedSheet]
    deductions: list[Deduction]

    def total(self, marks: dict[str, str]) -> str:
        """What a sheet's marks add up to, by the factors of the rubric."""
        return rubrics.marks_total(self.match, marks)


def appealed_matter(competition: Competition, appeal: AppealPart) -> dict[str, Any]:
    """What the page of an appeal shows beside the appeal itself."""
    stage_key, team_key = appeal["stage"], appeal["team"]
    counted = count_standings(competition)[stage_key]
    corrections = recorded_corrections(competition.key)
    return {
        "entries": _entries(competition, appeal),
        "row": next((row for row in counted["standings"] if row["team"] == team_key), None),
        "unranked": next((row for row in counted["unranked"] if row["team"] == team_key), None),
        "ties": teams_sharing_places(counted),
        "is_pending": any(each.stage == stage_key for each in pending_corrections(competition)),
        "corrections": [each for each in corrections if each.appeal == appeal["key"]],
        "receipt": sheet_access.receipt_text,
    }


def _entries(competition: Competition, appeal: AppealPart) -> list[AppealedEntry]:
    """The appealed match; without one every match of the team in the stage."""
    stage = next(each for each in competition.stages if each.key == appeal["stage"])
    deductions = queries.deductions_of(competition)
    return [
        AppealedEntry(
            match=match,
            team=entry.team,
            rubric=rubrics.rubric_of_match(match),
            sheets=_sheets(competition, match, entry.team),
            deductions=[
                each
                for each in deductions
                if (each.match_id, each.team_id) == (match.id, entry.team_id)
            ],
        )
        for match in matches_of(stage)
        if appeal.get("match", match.key) == match.key
        for entry in match.entries
        if entry.team.key == appeal["team"]
    ]


def _sheets(competition: Competition, match: Match, team: Team) -> list[AppealedSheet]:
    """The panel's sheets in the order of its seats, then those of others who mark or marked."""
    seated = [seat.judge for seat in match.seats]
    others = [
        judge for judge in competition.judges if judge not in seated and has_sheets(match, judge)
    ]
    return [
        AppealedSheet(
            judge=judge,
            is_seated=judge in seated,
            sheet=sheets.find_sheet(match.id, team.id, judge.id),
            rule=rubrics.rule_of_sheet(match, team, judge),
        )
        for judge in (*seated, *others)
    ]
