"""The sheets that count, and their marks as integers."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import itemgetter, mul
from typing import Any, NamedTuple

from competition.scoring.exact import to_units
from competition.scoring.rule import Rule


class Sheet(NamedTuple):
    """A sheet that counts: its version, and its marks in the rubric's order, in units of Marks."""

    version: int
    marks: Sequence[int]


class Marks(NamedTuple):
    """Every sheet that counts, by (match, team) and judge; `scale` units make a mark of 1."""

    sheets: Mapping[tuple[str, str], Mapping[str, Sheet]]
    scale: int


def newest_submitted(sheet: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the newest version of a sheet whose state is `submitted`, or None.

    A draft laid over a submitted version later does not take it away (scoring.md, step 1).
    """
    submitted = [
        version
        for version in (sheet, *(sheet.get("history") or ()))
        if version["state"] == "submitted"
    ]
    return max(submitted, key=itemgetter("version"), default=None)


def read_marks(document: Mapping[str, Any], rule: Rule) -> Marks:
    """Pick the sheets that count, and read their marks over one common unit."""
    counting = [
        (sheet["match"], sheet["team"], sheet["judge"], version)
        for sheet in document.get("sheets") or ()
        if (version := newest_submitted(sheet)) is not None
    ]
    texts: set[str] = set()
    for *_, version in counting:
        texts.update(version["marks"].values())
    units, scale = to_units(texts)

    sheets: dict[tuple[str, str], dict[str, Sheet]] = {}
    for match, team, judge, version in counting:
        given = version["marks"]
        marks = [units[given[dimension]] for dimension in rule.dimensions]
        sheets.setdefault((match, team), {})[judge] = Sheet(version["version"], marks)
    return Marks(sheets, scale)


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
            total += Fraction(mark) * Fraction(dimension["factor"])
    return total
