"""What to check before a stage's totals are shown: missing sheets, ties, late and reopened ones.

`templates/organiser/stage_checks.html` has the sentences.
"""

from dataclasses import dataclass

from competition.actions.standings import teams_sharing_places
from competition.scoring.types import StageStandings
from competition.store import late_sheets
from competition.store.models import Competition, Stage
from competition.web.organiser.names import distinct
from competition.web.organiser.sheet_progress import SheetCount, matches_of, sheet_progress


@dataclass(frozen=True)
class StageChecks:
    """The state of a stage; `ties` are (place, names of the teams that share it)."""

    sheets: SheetCount
    late: int
    ties: list[tuple[int, list[str]]]
    reopened: int

    def __bool__(self) -> bool:
        """Whether there is anything to warn of."""
        return bool(self.sheets.missing or self.late or self.ties or self.reopened)


def stage_checks(competition: Competition, stage: Stage, counted: StageStandings) -> StageChecks:
    """Check a stage; `counted` are its standings as from `standings.count_standings`."""
    names = distinct(competition.teams)
    progress = sheet_progress(competition)
    return StageChecks(
        sheets=progress.for_stage(stage),
        late=sum(
            sheet.match.round.stage_id == stage.id
            for sheet in late_sheets.undecided_sheets(competition)
        ),
        ties=[
            (rank, [names[key] for key in teams])
            for rank, teams in teams_sharing_places(counted).items()
        ],
        reopened=progress.count_overrides(matches_of(stage), "reopened"),
    )
