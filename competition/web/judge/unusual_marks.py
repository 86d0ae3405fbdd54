"""Marks that are worth a second look before they are submitted.

A thumb that slipped, a sheet filled in for the wrong team: the judge is asked once, on the review,
and may confirm. `find_unusual` is the rule; static/js/judge/unusual-marks.js is the same rule in
the script, and tests/web/unusual_marks.json is the table of examples that both must satisfy.

The plain form carries `<team>.odd`, the row that was asked about, and `meant` once the judge has
ticked it; a row that was confirmed is carried on as `<team>.meant` and not asked about again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from competition.store.models import Judge
from competition.web.judge import assignments
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.template_filters import localized, mark

Marks = Mapping[str, str]


@dataclass(frozen=True)
class UnusualMark:
    """What is odd about a row.

    `code` is `highest` (every mark is the highest there is), `lowest` (the mark of `dimension`
    is) or `same` (every mark equals the row of `team`).
    """

    code: str
    dimension: str = ""
    team: str = ""


def find_unusual(
    dimensions: Sequence[Mapping[str, Any]],
    team: str,
    marks: Marks,
    others: Sequence[tuple[str, Marks]],
) -> list[UnusualMark]:
    """What is odd about a team's complete row; nothing while a mark is missing.

    `dimensions` have `key`, `min` and `max`; marks are plain decimals. `others` are the same
    judge's rows as (team, marks), nearest first; the first one that is equal is named.
    """
    row = row_text(dimensions, marks)
    if not row:
        return []
    found = []
    if all(mark(marks[d["key"]]) == mark(d["max"]) for d in dimensions):
        found.append(UnusualMark("highest"))
    found += [
        UnusualMark("lowest", dimension=d["key"])
        for d in dimensions
        if mark(marks[d["key"]]) == mark(d["min"])
    ]
    twins = (key for key, theirs in others if key != team and row_text(dimensions, theirs) == row)
    if twin := next(twins, ""):
        found.append(UnusualMark("same", team=twin))
    return found


def row_text(dimensions: Sequence[Mapping[str, Any]], marks: Marks) -> str:
    """A complete row as one word, equal for equal marks; "" while one is missing.

    >>> row_text([{"key": "law"}, {"key": "poise"}], {"law": "9.50", "poise": "8"})
    'law=9.5 poise=8'
    """
    if not all(marks.get(d["key"]) for d in dimensions):
        return ""
    return " ".join(f"{d['key']}={mark(marks[d['key']])}" for d in dimensions)


Findings = Mapping[str, list[UnusualMark]]


def unconfirmed(judge: Judge, assignment: MatchAssignment) -> dict[str, list[UnusualMark]]:
    """What is odd in this match by team, as it is stored, where the judge has not yet meant it."""
    dimensions = assignments.rubric_dimensions(judge.competition)
    others = _rows(assignment.rows) + [
        row
        for other in assignments.match_assignments(judge)
        if other.match.id != assignment.match.id
        for row in _rows(other.rows)
    ]
    found = {}
    for row in assignment.rows:
        if row.newest and not row.closed and not _is_confirmed(row, dimensions):
            team = row.team.key
            if of_row := find_unusual(dimensions, team, row.newest.marks, others):
                found[team] = of_row
    return found


def unusual_texts(
    found: Findings, judge: Judge, assignment: MatchAssignment, strings: dict[str, str]
) -> dict[str, list[str]]:
    """The findings in words, by team."""
    dimensions = {d["key"]: d for d in assignments.rubric_dimensions(judge.competition)}
    here = [row.team.key for row in assignment.rows]
    names = {team.key: localized(team.name) for team in judge.competition.teams}

    def sentence(finding: UnusualMark) -> str:
        if finding.code == "lowest":
            dimension = dimensions[finding.dimension]
            values = {"dimension": localized(dimension["name"]), "mark": dimension["min"]}
            return strings["odd_lowest"] % values
        if finding.code == "same" and not (finding.team in here and len(here) == 2):
            return strings["odd_same"] % {"team": names[finding.team]}
        return strings["odd_both" if finding.code == "same" else "odd_highest"]

    return {team: [sentence(finding) for finding in of_row] for team, of_row in found.items()}


def hidden_fields(
    judge: Judge, assignment: MatchAssignment, found: Findings
) -> list[tuple[str, str]]:
    """The hidden fields of the review: what is asked about, and what was said before."""
    dimensions = assignments.rubric_dimensions(judge.competition)
    fields = []
    for row in assignment.rows:
        word = row_text(dimensions, row.newest.marks if row.newest else {})
        if row.team.key in found:
            fields.append((f"{row.team.key}.odd", word))
        elif _was_confirmed(row.team.key, word):
            fields.append((f"{row.team.key}.meant", word))
    return fields


def _rows(rows: list[SheetAssignment]) -> list[tuple[str, Marks]]:
    return [(row.team.key, row.newest.marks) for row in rows if row.newest]


def _is_confirmed(row: SheetAssignment, dimensions: list[dict[str, Any]]) -> bool:
    word = row_text(dimensions, row.newest.marks if row.newest else {})
    # What counts already was asked about when it was submitted.
    counts = row.counting is not None and row_text(dimensions, row.counting.marks) == word
    return counts or _was_confirmed(row.team.key, word)


def _was_confirmed(team: str, word: str) -> bool:
    said_now = request.form.get("meant") == "1" and request.form.get(f"{team}.odd") == word
    return bool(word) and (said_now or request.form.get(f"{team}.meant") == word)
