"""Who has submitted what: counted for the plan, shown cell by cell on the wall. No marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import ngettext

from competition.actions.sheets import receipt_text
from competition.store import late_sheets, queries, sheets
from competition.store.models import Competition, Judge, Match, Round, Stage, Team
from competition.store.sheets import Sheet


@dataclass(frozen=True)
class SheetState:
    """One judge's sheet for one team, as the wall shows it.

    `state` is `none`, `draft`, `submitted`, or `changing` (what was submitted counts while a
    draft lies over it); `hold` is "", `reopened` or `locked`; `receipt` the number under which
    what counts was received, as its judge sees it too.
    """

    match: Match
    team: Team
    judge: Judge
    state: str = "none"
    filled: int = 0
    hold: str = ""
    receipt: str = ""

    @property
    def counts(self) -> bool:
        """Whether a submitted version counts."""
        return self.state in ("submitted", "changing")


@dataclass(frozen=True)
class SheetCount:
    """How many of the sheets that are expected count already."""

    counted: int
    expected: int

    @property
    def missing(self) -> int:
        """How many are still to come."""
        return self.expected - self.counted


class SheetProgress:
    """The sheets of a competition, read once."""

    def __init__(self, competition: Competition) -> None:
        self.dimensions = len(competition.rubric.dimensions)
        # Held, so that the session keeps what hangs on them while the page is rendered.
        self._matches = queries.all_matches_of(competition)
        self._sheets = {
            (sheet.match_id, sheet.team_id, sheet.judge_id): sheet
            for sheet in sheets.with_versions(competition)
        }

    def cell(self, match: Match, team: Team, judge: Judge) -> SheetState:
        """The state of one sheet."""
        sheet = self._sheets.get((match.id, team.id, judge.id))
        if sheet is None:
            return SheetState(match, team, judge)
        newest, counting = sheet.newest, sheet.counting
        filled = len(newest.marks) if newest else 0
        receipt = receipt_text(counting) if counting else ""
        return SheetState(match, team, judge, _state(sheet), filled, sheet.hold, receipt)

    def cells(self, match: Match) -> list[list[SheetState]]:
        """A row a seat, a cell a team."""
        return [
            [self.cell(match, entry.team, seat.judge) for entry in match.entries]
            for seat in match.seats
        ]

    def held(self, matches: Iterable[Match], *holds: str) -> int:
        """How many sheets of these matches are `reopened`, `locked`, or what is asked for."""
        wanted = holds or ("reopened", "locked")
        return sum(
            cell.hold in wanted for match in matches for row in self.cells(match) for cell in row
        )

    def is_written(self, matches: Iterable[Match]) -> bool:
        """Whether any judge has written in one of these matches, on a panel or no longer."""
        ids = {match.id for match in matches}
        return any(sheet.version for at, sheet in self._sheets.items() if at[0] in ids)

    def missing(self, match: Match) -> dict[str, list[SheetState]]:
        """The sheets that are waited for, by the key of their team."""
        found: dict[str, list[SheetState]] = {}
        for cell in self._waited_for(match):
            if not cell.counts:
                found.setdefault(cell.team.key, []).append(cell)
        return found

    def of_match(self, match: Match) -> SheetCount:
        """The match's progress; a withdrawn team's sheets are not waited for."""
        cells = self._waited_for(match)
        return SheetCount(sum(cell.counts for cell in cells), len(cells))

    def _waited_for(self, match: Match) -> list[SheetState]:
        return [cell for row in self.cells(match) for cell in row if not cell.team.withdrawn]

    def of_round(self, round_: Round) -> SheetCount:
        """The round's progress."""
        return self.of_matches(round_.matches)

    def of_matches(self, matches: Iterable[Match]) -> SheetCount:
        """The progress of several matches together."""
        parts = [self.of_match(match) for match in matches]
        return SheetCount(sum(p.counted for p in parts), sum(p.expected for p in parts))


def _state(sheet: Sheet) -> str:
    newest, counting = sheet.newest, sheet.counting
    if newest is None:
        return "none"
    if counting is None:
        return "draft"
    return "submitted" if counting is newest else "changing"


def late_sheet_texts(competition: Competition, stage: Stage) -> list[str]:
    """That sheets of the stage came too late and are undecided, where there are any."""
    waiting = sum(
        sheet.match.round.stage_id == stage.id
        for sheet in late_sheets.undecided_sheets(competition)
    )
    if not waiting:
        return []
    return [
        ngettext(
            "%(num)s sheet came too late and waits for your decision.",
            "%(num)s sheets came too late and wait for your decision.",
            waiting,
        )
    ]
