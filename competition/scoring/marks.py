"""The sheets that count, and their marks as integers."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from operator import mul
from typing import Any, NamedTuple

from competition.scoring.decimals import to_units
from competition.scoring.rule import Rule


class Marks(NamedTuple):
    """Every sheet version that counts, by (match, team) and judge, as it stands in the file.

    `units` gives a mark's text as an integer; `scale` of them make a mark of 1.
    """

    versions: Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]
    units: Mapping[str, int]
    scale: int

    def of(self, version: Mapping[str, Any], rule: Rule) -> tuple[int, ...]:
        """Give a version's marks in units, in the rubric's order."""
        units, marks = self.units, version["marks"]
        return tuple([units[marks[dimension]] for dimension in rule.dimensions])


def newest_submitted(sheet: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the newest version of a sheet whose state is `submitted`, or None.

    A draft laid over a submitted version later does not take it away (scoring.md, step 1).
    """
    newest = sheet if sheet["state"] == "submitted" else None
    for version in sheet.get("history") or ():
        if version["state"] == "submitted" and (
            newest is None or version["version"] > newest["version"]
        ):
            newest = version
    return newest


def read_marks(document: Mapping[str, Any]) -> Marks:
    """Pick the sheet versions that count, and bring all their marks over one common unit."""
    versions: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    texts: set[str] = set()
    for sheet in document.get("sheets") or ():
        version = newest_submitted(sheet)
        if version is not None:
            versions.setdefault((sheet["match"], sheet["team"]), {})[sheet["judge"]] = version
            texts.update(version["marks"].values())
    return Marks(versions, *to_units(texts))


def weighted_sum(marks: Sequence[int], rule: Rule) -> int:
    """A sheet's raw total, Σ mark × factor, in units of the marks times those of the factors."""
    return sum(map(mul, marks, rule.factors))


def sheet_total(rubric: Mapping[str, Any], marks: Mapping[str, str | None]) -> Fraction:
    """Add up a sheet, Σ mark × factor, exactly.

    Marks that are not given yet (absent, empty or None, as in a draft) are left out of the sum.

    >>> rubric = {"dimensions": [{"key": "law", "factor": "1.5"}, {"key": "talk", "factor": "1"}]}
    >>> sheet_total(rubric, {"law": "18.5", "talk": "9"})
    Fraction(147, 4)
    """
    total = Fraction(0)
    for dimension in rubric["dimensions"]:
        mark = marks.get(dimension["key"])
        if mark:
            total += _weighted(mark, dimension["factor"])
    return total


@lru_cache(maxsize=65_536)
def _weighted(mark: str, factor: str) -> Fraction:
    return Fraction(mark) * Fraction(factor)
