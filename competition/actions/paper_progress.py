"""How far the judges' paper sheets of a competition are: typed once, twice, stored. No marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from competition.actions.awaited import marking_judges, why_not_awaited
from competition.actions.paper_entries import PaperSheetKeys
from competition.store import current_competition, paper_entries, queries
from competition.store.models import Competition, Judge, Match, Team
from competition.store.paper_entries import NOTHING_TYPED, TypedSheet
from competition.store.sheet_states import SheetId, SheetRecord


class PaperState(StrEnum):
    """Where one sheet stands."""

    NOTHING = "nothing"
    ONCE = "once"
    DIFFERENT = "different"
    WAITING = "waiting"
    """Equal or decided, and not stored, because it moves a published result."""
    STORED = "stored"
    TABLET = "tablet"
    """Its judge has submitted it on the tablet."""


@dataclass(frozen=True)
class PaperSheet:
    """One judge's sheet for one team of a match, and what clerks have typed of it."""

    match: Match
    team: Team
    judge: Judge
    state: PaperState
    typed: TypedSheet

    @property
    def keys(self) -> PaperSheetKeys:
        """Whose it is."""
        return PaperSheetKeys(self.match.key, self.team.key, self.judge.key)

    def can_be_typed_by(self, clerk: str) -> bool:
        """Whether this clerk's typing is wanted: nobody's stands, or one other clerk's."""
        is_due = self.state in (PaperState.NOTHING, PaperState.ONCE)
        return is_due and self.typed.of(clerk) is None

    def can_be_decided_by(self, name: str) -> bool:
        """Whether the account of this name may decide between two typings that differ."""
        return self.state is PaperState.DIFFERENT and self.typed.of(name) is None


def paper_sheets(competition: Competition) -> dict[Match, list[list[PaperSheet]]]:
    """The sheets of the open and closed matches: a row for each judge, a cell for each team.

    Without those that nobody waits for; of trainees those too. Matches without any are left out.
    """
    stored = _sheet_records(competition)
    typed = paper_entries.typed_sheets(competition)
    entered = paper_entries.entered_sheets(competition)

    def sheet(match: Match, team: Team, judge: Judge) -> PaperSheet:
        number = (match.id, team.id, judge.id)
        record, entries = stored.get(number), typed.get(number, NOTHING_TYPED)
        if record is not None and record.counting is not None:
            state = PaperState.STORED if number in entered else PaperState.TABLET
        else:
            state = _OUTCOMES[entries.outcome]
        return PaperSheet(match, team, judge, state, entries)

    found = {}
    for match in queries.all_matches_of(competition):
        if match.round.state == "draft":
            continue
        rows = [
            [
                sheet(match, entry.team, judge)
                for entry in match.entries
                if _is_awaited(match, entry.team, judge)
            ]
            for judge in marking_judges(match)
        ]
        if any(rows):
            found[match] = [row for row in rows if row]
    return found


def count_different(competition: Competition) -> int:
    """How many sheets were typed differently by two clerks and wait for a third."""
    differing = paper_entries.different_sheets(competition)
    if not differing:
        return 0
    records = _sheet_records(competition)
    return sum(record is None or record.counting is None for record in map(records.get, differing))


def _sheet_records(competition: Competition) -> Mapping[SheetId, SheetRecord]:
    current = current_competition.of(competition)
    return current.sheets if current else current_competition.read_sheet_records(competition)


_OUTCOMES = {
    "": PaperState.NOTHING,
    "typed": PaperState.ONCE,
    "different": PaperState.DIFFERENT,
    "equal": PaperState.WAITING,
    "decided": PaperState.WAITING,
}


def _is_awaited(match: Match, team: Team, judge: Judge) -> bool:
    why = why_not_awaited(match, team, judge)
    return why is None or why.code == "trainee"
