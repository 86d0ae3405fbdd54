"""The cells of a paper sheet as two clerks typed them: which differ, and how often.

A cell is a dimension's mark, named by its key; a contestant's, `personal.<key>`; or the `comment`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from competition.actions.sheet_checks import PERSONAL, CheckedSheet
from competition.store.day_models import PaperEntry
from competition.store.paper_entries import TypedSheet
from competition.store.sheet_rules import SheetRule

COMMENT = "comment"
Cells = dict[str, str]
"""What stands in each cell; "" where nothing does."""


@dataclass
class TypingErrors:
    """How many cells were typed, and in how many of them two clerks, or clerk and decision, differ.

    `by_clerk` has, for each clerk, the cells of sheets decided since and those typed otherwise
    than decided. Comments are no cells here.
    """

    cells: int = 0
    differing: int = 0
    by_clerk: dict[str, tuple[int, int]] = field(default_factory=dict)


def names_of_cells(rule: SheetRule) -> list[str]:
    """The cells of a sheet in their order, the comment last."""
    personal = [PERSONAL + key for key in rule.members] if rule.personal else []
    return [*(dimension["key"] for dimension in rule.dimensions), *personal, COMMENT]


def cells_of(sheet: PaperEntry | CheckedSheet) -> Cells:
    """What was typed."""
    personal = {PERSONAL + key: value for key, value in (sheet.personal or {}).items()}
    return {**sheet.marks, **personal, COMMENT: sheet.comment or ""}


def body_of(cells: Mapping[str, str], rule: SheetRule, base_version: int) -> dict[str, Any]:
    """The cells as the body of a judge's write."""
    personal = {
        name.removeprefix(PERSONAL): value
        for name, value in cells.items()
        if name.startswith(PERSONAL)
    }
    dimensions = [dimension["key"] for dimension in rule.dimensions]
    return {
        "marks": {key: cells.get(key, "") for key in dimensions},
        **({"personal": personal} if personal else {}),
        "comment": cells.get(COMMENT, ""),
        "state": "submitted",
        "base_version": base_version,
    }


def differing_cells(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The names of the cells that differ: marks by their value, comments but for their blanks.

    >>> differing_cells({"law": "8", "comment": "Good  work"}, {"law": "8.0", "comment": "Good"})
    ['comment']
    """
    names = dict.fromkeys((*first, *second))
    return [name for name in names if _value(name, first) != _value(name, second)]


def count_errors(sheets: Iterable[TypedSheet]) -> TypingErrors:
    """Of the sheets that were typed twice."""
    errors = TypingErrors()
    for sheet in sheets:
        if len(sheet.typed) < 2:
            continue
        first, second = (_marks(entry) for entry in sheet.typed)
        errors.cells += len(first | second)
        errors.differing += len(differing_cells(first, second))
        if sheet.outcome not in ("equal", "decided"):
            continue
        final = _marks(sheet.decided) if sheet.decided else first
        for entry in sheet.typed:
            typed = _marks(entry)
            cells, wrong = errors.by_clerk.get(entry.clerk, (0, 0))
            wrong += len(differing_cells(typed, final))
            errors.by_clerk[entry.clerk] = (cells + len(typed | final), wrong)
    return errors


def _marks(entry: PaperEntry) -> Cells:
    return {name: value for name, value in cells_of(entry).items() if name != COMMENT}


def _value(name: str, cells: Mapping[str, str]) -> object:
    text = cells.get(name, "")
    if name == COMMENT:
        return text.split()
    return Decimal(text) if text else None
