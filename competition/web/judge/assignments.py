"""What one judge has to score: matches as tables, a row for each team."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from competition import scoring
from competition.actions import sheets as actions
from competition.store import file_export, queries, sheets
from competition.store.models import Competition, Entry, Judge, Match, Team
from competition.store.sheets import Sheet, SheetVersion


@dataclass(frozen=True)
class SheetAssignment:
    """One team at one of the judge's tables; `closed` says why its sheet takes no writes."""

    entry: Entry
    sheet: Sheet | None
    newest: SheetVersion | None
    counting: SheetVersion | None
    closed: actions.Closed | None

    @property
    def team(self) -> Team:
        """The team."""
        return self.entry.team

    @property
    def side(self) -> str:
        """`labour`, `employer` or `solo`."""
        return self.entry.side

    @property
    def is_reopened(self) -> bool:
        """Whether this sheet alone may be written although its round is closed."""
        closed_round = self.entry.match.round.state == "closed"
        return closed_round and self.sheet is not None and self.sheet.hold == "reopened"

    @property
    def why(self) -> str:
        """Why the sheet takes no writes, for its judge; "" when it does."""
        return self.closed.text(gettext) if self.closed else ""

    @property
    def state(self) -> str:
        """The newest version's state; `empty` before the first."""
        return self.newest.state if self.newest else "empty"

    @property
    def is_missed(self) -> bool:
        """Whether the round closed over marks that were never submitted: nothing counts."""
        draft_only = self.state == "draft" and self.counting is None
        return draft_only and self.closed is not None and self.closed.code == "round_closed"

    @property
    def look(self) -> str:
        """The state as it is shown: `missed` for a draft that the round closed over."""
        return "missed" if self.is_missed else self.state

    @property
    def version(self) -> int:
        """The newest version's number; 0 before the first."""
        return self.newest.number if self.newest else 0


@dataclass(frozen=True)
class MatchAssignment:
    """A match at which the judge sits; `number` counts from 1 within its round."""

    match: Match
    number: int
    rows: list[SheetAssignment]

    @property
    def is_open(self) -> bool:
        """Whether any of its sheets takes a write now."""
        return any(row.closed is None for row in self.rows)

    @property
    def is_done(self) -> bool:
        """Whether every sheet is submitted, and no draft lies over one."""
        return all(row.state == "submitted" for row in self.rows)


def match_assignments(judge: Judge) -> list[MatchAssignment]:
    """The judge's matches in the order of the file, those of draft rounds left out."""
    own = {(sheet.match_id, sheet.team_id): sheet for sheet in sheets.sheets_of_judge(judge.id)}
    newest = sheets.newest_of_judge(judge.id)
    counting = sheets.newest_of_judge(judge.id, submitted=True)

    def row(match: Match, entry: Entry) -> SheetAssignment:
        sheet = own.get((match.id, entry.team_id))
        number = sheet.id if sheet else -1
        closed = actions.why_closed(match, sheet)
        return SheetAssignment(entry, sheet, newest.get(number), counting.get(number), closed)

    return [
        MatchAssignment(match, match.position + 1, [row(match, entry) for entry in match.entries])
        for match in queries.matches_of_judge(judge.id)
        if match.round.state != "draft"
    ]


def find_assignment(judge: Judge, match_key: str) -> MatchAssignment | None:
    """One of the judge's tables, or None where there is none of that key."""
    return next((found for found in match_assignments(judge) if found.match.key == match_key), None)


def rubric_dimensions(competition: Competition) -> list[dict[str, Any]]:
    """The dimensions in their order, `min` filled in."""
    return [
        {"min": "0", **dimension}
        for dimension in file_export.rubric_mapping(competition.rubric)["dimensions"]
    ]


def highest_total(dimensions: list[dict[str, Any]]) -> str:
    """The most a sheet can come to: Σ max × factor, exact."""
    return scoring.plain(
        sum((Fraction(d["max"]) * Fraction(d["factor"]) for d in dimensions), Fraction(0))
    )
