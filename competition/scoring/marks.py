"""The sheets that count, and their marks as integers."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from operator import mul
from typing import Any, NamedTuple

from competition.file_types import Document, SheetPart, VersionPart
from competition.scoring.decimals import to_units
from competition.scoring.rule import Rule


class Marks(NamedTuple):
    """Every sheet version that counts, by (match, team) and judge, as in the file.

    `units` gives each mark's text as an integer; `scale` units make a mark of 1.
    """

    versions: Mapping[tuple[str, str], Mapping[str, SheetPart | VersionPart]]
    units: Mapping[str, int]
    scale: int

    def in_units(self, version: SheetPart | VersionPart, rule: Rule) -> tuple[int, ...]:
        """Return a version's marks in units, in the rubric's order.

        0 stands for a dimension that the judge does not mark, so that it adds nothing.
        """
        units, marks = self.units, version["marks"]
        if rule.marked_by:
            return tuple([units[marks[key]] if key in marks else 0 for key in rule.dimensions])
        return tuple([units[marks[dimension]] for dimension in rule.dimensions])


def newest_submitted(sheet: SheetPart) -> SheetPart | VersionPart | None:
    """Return the newest version of a sheet whose state is `submitted`, or None.

    A later draft does not replace it (scoring.md, step 1).
    """
    newest: SheetPart | VersionPart | None = sheet if sheet["state"] == "submitted" else None
    for version in sheet.get("history") or ():
        if version["state"] == "submitted" and (
            newest is None or version["version"] > newest["version"]
        ):
            newest = version
    return newest


def read_marks(document: Document) -> Marks:
    """Pick the sheet versions that count, and read all their marks in one common unit."""
    versions: dict[tuple[str, str], dict[str, SheetPart | VersionPart]] = {}
    texts: set[str] = set()
    for sheet in document.get("sheets") or ():
        version = newest_submitted(sheet)
        if version is not None:
            versions.setdefault((sheet["match"], sheet["team"]), {})[sheet["judge"]] = version
            texts.update(version["marks"].values())
    return Marks(versions, *to_units(texts))


def weighted_sum(marks: Sequence[int], rule: Rule) -> int:
    """Return a sheet's raw total, Σ mark × factor, in units of 1/(`scale` × `factor_scale`)."""
    return sum(map(mul, marks, rule.factors))


def sheet_total(
    dimensions: Iterable[Mapping[str, Any]], marks: Mapping[str, str | None]
) -> Fraction:
    """Add up a sheet exactly: Σ mark × factor.

    `dimensions` are the rubric's. Marks not given yet (absent, empty or None, as in a draft) are
    left out of the sum.

    >>> dimensions = [{"key": "law", "factor": "1.5"}, {"key": "talk", "factor": "1"}]
    >>> sheet_total(dimensions, {"law": "18.5", "talk": "9"})
    Fraction(147, 4)
    """
    total = Fraction(0)
    for dimension in dimensions:
        mark = marks.get(dimension["key"])
        if mark:
            total += _weighted(mark, dimension["factor"])
    return total


@lru_cache(maxsize=65_536)
def _weighted(mark: str, factor: str) -> Fraction:
    return Fraction(mark) * Fraction(factor)
