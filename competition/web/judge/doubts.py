"""Odd rows in the plain form: what the review says of them, and what the judge has said.

The form carries `<team>.odd`, the row that was asked about, and `meant` once the judge ticked it;
a row that was said to be meant is carried on as `<team>.meant` and not asked about again.
"""

from collections.abc import Mapping
from typing import Any

from flask import request

from competition.store.people import Judge

from ..words import said
from . import odd, workload
from .workload import Row, Table

Findings = Mapping[str, list[odd.Finding]]


def open_in(judge: Judge, table: Table) -> dict[str, list[odd.Finding]]:
    """What is odd in this match by team, as it is stored, where the judge has not yet meant it."""
    dimensions = workload.rubric(judge.competition)
    others = _rows(table.rows) + [
        row
        for other in workload.tables(judge)
        if other.match.id != table.match.id
        for row in _rows(other.rows)
    ]
    found = {}
    for row in table.rows:
        if row.newest and not row.closed and not _is_meant(row, dimensions):
            team = row.team.key
            if of_row := odd.findings(dimensions, team, row.newest.marks, others):
                found[team] = of_row
    return found


def sentences(
    found: Findings, judge: Judge, table: Table, strings: dict[str, str]
) -> dict[str, list[str]]:
    """The findings in words, by team."""
    dimensions = {d["key"]: d for d in workload.rubric(judge.competition)}
    here = [row.team.key for row in table.rows]
    names = {team.key: said(team.name) for team in judge.competition.teams}

    def sentence(finding: odd.Finding) -> str:
        if finding.code == "lowest":
            dimension = dimensions[finding.dimension]
            values = {"dimension": said(dimension["name"]), "mark": dimension["min"]}
            return strings["odd_lowest"] % values
        if finding.code == "same" and not (finding.team in here and len(here) == 2):
            return strings["odd_same"] % {"team": names[finding.team]}
        return strings["odd_both" if finding.code == "same" else "odd_highest"]

    return {team: [sentence(finding) for finding in of_row] for team, of_row in found.items()}


def carried(judge: Judge, table: Table, found: Findings) -> list[tuple[str, str]]:
    """The hidden fields of the review: what is asked about, and what was said before."""
    dimensions = workload.rubric(judge.competition)
    fields = []
    for row in table.rows:
        word = odd.row_of(dimensions, row.newest.marks if row.newest else {})
        if row.team.key in found:
            fields.append((f"{row.team.key}.odd", word))
        elif _was_said(row.team.key, word):
            fields.append((f"{row.team.key}.meant", word))
    return fields


def _rows(rows: list[Row]) -> list[tuple[str, odd.Marks]]:
    return [(row.team.key, row.newest.marks) for row in rows if row.newest]


def _is_meant(row: Row, dimensions: list[dict[str, Any]]) -> bool:
    word = odd.row_of(dimensions, row.newest.marks if row.newest else {})
    # What counts already was asked about when it was submitted.
    counts = row.counting is not None and odd.row_of(dimensions, row.counting.marks) == word
    return counts or _was_said(row.team.key, word)


def _was_said(team: str, word: str) -> bool:
    said_now = request.form.get("meant") == "1" and request.form.get(f"{team}.odd") == word
    return bool(word) and (said_now or request.form.get(f"{team}.meant") == word)
