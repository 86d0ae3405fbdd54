"""What clerks typed from judges' paper sheets, found by sheet or for a whole competition."""

from typing import NamedTuple

from sqlalchemy import select

from competition.store.day_models import PaperEntry
from competition.store.db import db
from competition.store.models import Competition
from competition.store.sheet_states import SheetId
from competition.store.sheets import Sheet, SheetVersion


class TypedSheet(NamedTuple):
    """The typings of one sheet in their order, at most two, and what was decided between them."""

    typed: list[PaperEntry]
    decided: PaperEntry | None

    def of(self, clerk: str) -> PaperEntry | None:
        """This clerk's own typing."""
        return next((entry for entry in self.typed if entry.clerk == clerk), None)

    @property
    def outcome(self) -> str:
        """ "", `typed` (once), `equal`, `different` or `decided`."""
        if self.decided:
            return "decided"
        return self.typed[0].outcome or "typed" if self.typed else ""


NOTHING_TYPED = TypedSheet([], None)


def typed_sheet(match_id: int, team_id: int, judge_id: int) -> TypedSheet:
    """What was typed of one sheet."""
    query = select(PaperEntry).filter_by(match_id=match_id, team_id=team_id, judge_id=judge_id)
    return _typed_sheet(list(db.session.scalars(query.order_by(PaperEntry.id))))


def typed_sheets(competition: Competition) -> dict[SheetId, TypedSheet]:
    """What was typed in the competition, by the ids of match, team and judge."""
    query = select(PaperEntry).filter_by(competition_id=competition.id).order_by(PaperEntry.id)
    found: dict[SheetId, list[PaperEntry]] = {}
    for entry in db.session.scalars(query):
        found.setdefault((entry.match_id, entry.team_id, entry.judge_id), []).append(entry)
    return {key: _typed_sheet(entries) for key, entries in found.items()}


def different_sheets(competition: Competition) -> set[SheetId]:
    """The sheets that two clerks typed differently and nobody has decided, by the same ids."""
    query = select(PaperEntry.match_id, PaperEntry.team_id, PaperEntry.judge_id).filter_by(
        competition_id=competition.id
    )

    def of_outcome(outcome: str) -> set[SheetId]:
        found = db.session.execute(query.where(PaperEntry.outcome == outcome))
        return {(match, team, judge) for match, team, judge in found}

    return of_outcome("different") - of_outcome("decided")


def entered_sheets(competition: Competition) -> set[SheetId]:
    """The sheets that have a version which clerks typed, by the ids of match, team and judge."""
    query = (
        select(Sheet.match_id, Sheet.team_id, Sheet.judge_id)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(SheetVersion.competition_id == competition.id)
        .where(SheetVersion.entered_by.is_not(None))
    )
    return {(match, team, judge) for match, team, judge in db.session.execute(query)}


def _typed_sheet(entries: list[PaperEntry]) -> TypedSheet:
    decided = [entry for entry in entries if entry.outcome == "decided"]
    typed = [entry for entry in entries if entry.outcome != "decided"]
    return TypedSheet(typed, decided[0] if decided else None)
