"""Marks that are worth a second look before they are submitted: the rule, and nothing else.

A thumb that slipped, a sheet filled in for the wrong team. The judge is asked once and may mean
it. Its twin is static/js/judge/unusual-marks.js; tests/web/odd_marks.json is the table for both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.web.words import mark

Marks = Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """What is odd about a row.

    `code` is `highest` (every mark is the highest there is), `lowest` (the mark of `dimension`
    is) or `same` (every mark equals the row of `team`).
    """

    code: str
    dimension: str = ""
    team: str = ""


def findings(
    dimensions: Sequence[Mapping[str, Any]],
    team: str,
    marks: Marks,
    others: Sequence[tuple[str, Marks]],
) -> list[Finding]:
    """What is odd about a team's complete row; nothing while a mark is missing.

    `dimensions` have `key`, `min` and `max`; marks are plain decimals. `others` are the same
    judge's rows as (team, marks), nearest first; the first one that is equal is named.
    """
    row = row_of(dimensions, marks)
    if not row:
        return []
    found = []
    if all(mark(marks[d["key"]]) == mark(d["max"]) for d in dimensions):
        found.append(Finding("highest"))
    found += [
        Finding("lowest", dimension=d["key"])
        for d in dimensions
        if mark(marks[d["key"]]) == mark(d["min"])
    ]
    twins = (key for key, theirs in others if key != team and row_of(dimensions, theirs) == row)
    if twin := next(twins, ""):
        found.append(Finding("same", team=twin))
    return found


def row_of(dimensions: Sequence[Mapping[str, Any]], marks: Marks) -> str:
    """A complete row as one word, equal for equal marks; "" while one is missing.

    >>> row_of([{"key": "law"}, {"key": "poise"}], {"law": "9.50", "poise": "8"})
    'law=9.5 poise=8'
    """
    if not all(marks.get(d["key"]) for d in dimensions):
        return ""
    return " ".join(f"{d['key']}={mark(marks[d['key']])}" for d in dimensions)
