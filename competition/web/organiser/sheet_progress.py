"""Who has submitted what: counted for Today, shown cell by cell on Progress. No marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from competition.actions.awaited import marking_judges, why_not_awaited
from competition.actions.rubrics import rubric_of_match
from competition.actions.sheet_access import format_receipt
from competition.store import current_competition
from competition.store.models import Competition, Judge, Match, Round, Stage, Team
from competition.store.sheet_rules import sheet_rule
from competition.store.sheet_states import SheetId, SheetRecord


@dataclass(frozen=True)
class SheetState:
    """One judge's sheet for one team, as Progress shows it.

    `state` is `none`, `draft`, `submitted`, or `changing` (submitted, with a newer draft);
    `override` is "", `reopened` or `locked`; `receipt` is the receipt number of the version
    that counts, the one the judge sees too; `wanted` is how many marks the judge gives there;
    `not_awaited` says why nobody waits for the sheet:
    `withdrawn`, `disqualified`, `void`, `recused`, or "" where it is awaited; `imported` that the
    version that counts did not come from the judge.
    """

    match: Match
    team: Team
    judge: Judge
    state: str = "none"
    filled: int = 0
    wanted: int = 0
    override: str = ""
    receipt: str = ""
    not_awaited: str = ""
    imported: bool = False

    @property
    def counts(self) -> bool:
        """Whether a submitted version counts."""
        return self.state in ("submitted", "changing")


@dataclass(frozen=True)
class SheetCount:
    """How many of the expected sheets are submitted."""

    counted: int
    expected: int

    @property
    def missing(self) -> int:
        """How many are still to come."""
        return self.expected - self.counted


def sheet_progress(competition: Competition) -> "SheetProgress":
    """The progress of a competition now."""
    current = current_competition.of(competition)
    if current is None:
        sheets = current_competition.read_sheet_records(competition)
        return SheetProgress(competition, sheets, {})
    known: dict[int, _KnownCells] = current.once_of_set_up("cells", lambda _state: {})
    return current.once(
        "progress", lambda state: SheetProgress(state.competition, state.sheets, known)
    )


class _KnownCells(NamedTuple):
    """The cells of a match, and the sheets that they were made from."""

    sheets: list[SheetRecord | None]
    cells: list[list[SheetState]]


class SheetProgress:
    """The sheets of a competition. What a match shows is made once, and again when it changes."""

    def __init__(
        self,
        competition: Competition,
        sheets: Mapping[SheetId, SheetRecord],
        known: dict[int, _KnownCells],
    ) -> None:
        self._wanted: dict[tuple[int, str | None], int] = {}
        self._sheets = sheets
        self._known = known

    def cell(self, match: Match, team: Team, judge: Judge) -> SheetState:
        """The state of one sheet."""
        sheet = self._sheets.get((match.id, team.id, judge.id))
        why = why_not_awaited(match, team, judge)
        not_awaited = why.code if why else ""
        wanted = self._marks_wanted(match, judge)
        if sheet is None:
            return SheetState(match, team, judge, wanted=wanted, not_awaited=not_awaited)
        receipt = format_receipt(sheet.receipt) if sheet.receipt else ""
        return SheetState(
            *(match, team, judge, sheet.state, sheet.filled, wanted),
            *(sheet.override, receipt, not_awaited, sheet.is_imported),
        )

    def _marks_wanted(self, match: Match, judge: Judge) -> int:
        """How many dimensions a judge of this category marks in the match's stage."""
        kind = match.round.stage_id, judge.category
        if kind not in self._wanted:
            rule = sheet_rule(rubric_of_match(match), judge.category, ())
            self._wanted[kind] = len(rule.dimensions)
        return self._wanted[kind]

    def cells(self, match: Match) -> list[list[SheetState]]:
        """One row for each judge who has sheets there, the panel first; one cell for each team."""
        judges = marking_judges(match)
        sheets = [
            self._sheets.get((match.id, entry.team_id, judge.id))
            for judge in judges
            for entry in match.entries
        ]
        known = self._known.get(match.id)
        if known is None or known.sheets != sheets:
            cells = [
                [self.cell(match, entry.team, judge) for entry in match.entries] for judge in judges
            ]
            known = self._known[match.id] = _KnownCells(sheets, cells)
        return known.cells

    def count_overrides(self, matches: Iterable[Match], *overrides: str) -> int:
        """How many sheets of these matches have one of the overrides; without any named, both."""
        wanted = overrides or ("reopened", "locked")
        return sum(
            cell.override in wanted
            for match in matches
            for row in self.cells(match)
            for cell in row
        )

    def has_marks(self, matches: Iterable[Match]) -> bool:
        """Whether any judge has written in one of these matches, still on its panel or not."""
        ids = {match.id for match in matches}
        return any(sheet.state != "none" for key, sheet in self._sheets.items() if key[0] in ids)

    def missing(self, match: Match) -> dict[str, list[SheetState]]:
        """The sheets still to come, by the key of their team."""
        found: dict[str, list[SheetState]] = {}
        for cell in self._expected(match):
            if not cell.counts:
                found.setdefault(cell.team.key, []).append(cell)
        return found

    def for_match(self, match: Match) -> SheetCount:
        """The match's sheets that are awaited."""
        cells = self._expected(match)
        return SheetCount(sum(cell.counts for cell in cells), len(cells))

    def for_round(self, round_: Round) -> SheetCount:
        """The round's sheets."""
        return self.for_matches(round_.matches)

    def for_stage(self, stage: Stage) -> SheetCount:
        """The stage's sheets."""
        return self.for_matches(matches_of(stage))

    def for_matches(self, matches: Iterable[Match]) -> SheetCount:
        """The sheets of several matches together."""
        counts = [self.for_match(match) for match in matches]
        return SheetCount(sum(c.counted for c in counts), sum(c.expected for c in counts))

    def _expected(self, match: Match) -> list[SheetState]:
        return [cell for row in self.cells(match) for cell in row if not cell.not_awaited]


def matches_of(stage: Stage) -> list[Match]:
    """The matches of a stage in their order."""
    return [match for round_ in stage.rounds for match in round_.matches]
