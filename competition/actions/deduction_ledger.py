"""The ledger of deductions: those in force and those taken back, numbered as they were made."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from competition.actions.standings import scorebook
from competition.file_types import DeductionPart
from competition.scoring.percentage import percent_in_points
from competition.store import audit, file_export, queries
from competition.store.models import Competition


@dataclass(frozen=True)
class LedgerLine:
    """A deduction; `id` is None once it was taken back, and then `taken_back` tells of that.

    `now` are the points that its percentage would be now, where these are others.
    """

    number: int
    id: int | None
    part: DeductionPart
    taken_back: "TakenBack | None" = None
    now: str = ""


@dataclass(frozen=True)
class TakenBack:
    """Who took a deduction back, when and why."""

    who: str
    at: str
    reason: str


def ledger_of(competition: Competition) -> list[LedgerLine]:
    """Every deduction in the order in which they were made, from number 1 on.

    What came with a file and does not say when it was made comes first. A number stays as it is:
    what was taken back keeps its place.
    """
    kept: list[tuple[int | None, DeductionPart, TakenBack | None]] = [
        (deduction.id, file_export.deduction_part(deduction), None)
        for deduction in queries.deductions_of(competition)
    ]
    rows = audit.rows_of_actions(competition.key, ["deduction.remove", "competition.remove"])
    # After a removal another competition began under this key.
    removals = [row.number for row in rows if row.action == "competition.remove"]
    begun = max(removals, default=0)
    for row in rows:
        if row.number > begun:
            told = TakenBack(row.who, row.at, json.loads(row.after)["reason"])
            kept.append((None, json.loads(row.before), told))
    kept.sort(key=lambda each: _moment(each[1].get("at")))
    return [
        LedgerLine(number, id_, part, told, "" if told else _points_now(competition, part))
        for number, (id_, part, told) in enumerate(kept, start=1)
    ]


def _points_now(competition: Competition, part: DeductionPart) -> str:
    if "percent" not in part:
        return ""
    book = scorebook(competition)
    found = percent_in_points(book, part["match"], part["team"], part["percent"])
    is_other = found is not None and Fraction(found.points) != Fraction(part["points"])
    return found.points if found is not None and is_other else ""


def _moment(at: str | None) -> datetime:
    return datetime.fromisoformat(at) if at else datetime.min.replace(tzinfo=UTC)
