"""Marks that are worth a second look before they are submitted.

A slip of the thumb, or a sheet filled in for the wrong team: the review asks the judge once, who
can confirm the marks. `find_unusual` is the rule; static/js/judge/unusual-marks.js is the same
rule for scripts, and tests/web/unusual_marks.json has examples that both must satisfy.

The plain form has a field `<team>.odd` with the marks asked about, and `meant` once the judge has
ticked the box; confirmed marks are carried on as `<team>.meant` and not asked about again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from competition.store.models import Judge
from competition.web.distinct_names import distinct_texts
from competition.web.judge import assignments
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.template_filters import localized, mark

Marks = Mapping[str, str]


@dataclass(frozen=True)
class UnusualMark:
    """What is unusual about a sheet's marks.

    `code` is `highest` (every mark is the highest possible), `lowest` (the mark of `dimension` is
    the lowest possible) or `same` (every mark is the same as `team`'s).
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
    """What is unusual about a team's marks; nothing while one is missing.

    `dimensions` have `key`, `min` and `max`; marks are plain decimals. `others` are the same
    judge's other marks as (team, marks), nearest first; the first equal ones are named.
    """
    text = marks_text(dimensions, marks)
    if not text:
        return []
    found = []
    if all(mark(marks[d["key"]]) == mark(d["max"]) for d in dimensions):
        found.append(UnusualMark("highest"))
    found += [
        UnusualMark("lowest", dimension=d["key"])
        for d in dimensions
        if mark(marks[d["key"]]) == mark(d["min"])
    ]
    equal_rows = (
        key
        for key, other_marks in others
        if key != team and marks_text(dimensions, other_marks) == text
    )
    if equal_team := next(equal_rows, ""):
        found.append(UnusualMark("same", team=equal_team))
    return found


def marks_text(dimensions: Sequence[Mapping[str, Any]], marks: Marks) -> str:
    """Complete marks as one string, equal for equal marks; "" while one is missing.

    >>> marks_text([{"key": "law"}, {"key": "poise"}], {"law": "9.50", "poise": "8"})
    'law=9.5 poise=8'
    """
    if not all(marks.get(d["key"]) for d in dimensions):
        return ""
    return " ".join(f"{d['key']}={mark(marks[d['key']])}" for d in dimensions)


Findings = Mapping[str, list[UnusualMark]]


def unconfirmed(judge: Judge, assignment: MatchAssignment) -> dict[str, list[UnusualMark]]:
    """What is unusual in the match's stored marks, by team, except what the judge has confirmed."""
    dimensions = assignment.dimensions
    others = _marks_by_team(assignment.sheets) + [
        row
        for other in assignments.match_assignments(judge)
        if other.match.id != assignment.match.id
        for row in _marks_by_team(other.sheets)
    ]
    found = {}
    for sheet in assignment.sheets:
        if sheet.newest and not sheet.closed and not _is_confirmed(sheet, dimensions):
            team = sheet.team.key
            if team_findings := find_unusual(dimensions, team, sheet.newest.marks, others):
                found[team] = team_findings
    return found


def unusual_texts(
    found: Findings, judge: Judge, assignment: MatchAssignment, strings: dict[str, str]
) -> dict[str, list[str]]:
    """The findings as sentences, by team."""
    dimensions = {d["key"]: d for d in assignment.dimensions}
    here = [sheet.team.key for sheet in assignment.sheets]
    texts = distinct_texts(judge.competition.teams)
    names = {key: localized(text) for key, text in texts.items()}

    def sentence(finding: UnusualMark) -> str:
        if finding.code == "lowest":
            dimension = dimensions[finding.dimension]
            values = {"dimension": localized(dimension["name"]), "mark": dimension["min"]}
            return strings["odd_lowest"] % values
        if finding.code == "same" and not (finding.team in here and len(here) == 2):
            return strings["odd_same"] % {"team": names[finding.team]}
        return strings["odd_both" if finding.code == "same" else "odd_highest"]

    return {
        team: [sentence(finding) for finding in team_findings]
        for team, team_findings in found.items()
    }


def hidden_fields(assignment: MatchAssignment, found: Findings) -> list[tuple[str, str]]:
    """The hidden fields of the review: marks asked about, and marks confirmed before."""
    dimensions = assignment.dimensions
    fields = []
    for sheet in assignment.sheets:
        text = marks_text(dimensions, sheet.newest.marks if sheet.newest else {})
        if sheet.team.key in found:
            fields.append((f"{sheet.team.key}.odd", text))
        elif _was_confirmed(sheet.team.key, text):
            fields.append((f"{sheet.team.key}.meant", text))
    return fields


def _marks_by_team(sheets: list[SheetAssignment]) -> list[tuple[str, Marks]]:
    return [(sheet.team.key, sheet.newest.marks) for sheet in sheets if sheet.newest]


def _is_confirmed(sheet: SheetAssignment, dimensions: list[dict[str, Any]]) -> bool:
    text = marks_text(dimensions, sheet.newest.marks if sheet.newest else {})
    # Marks that already count were asked about when they were submitted.
    counts = sheet.counting is not None and marks_text(dimensions, sheet.counting.marks) == text
    return counts or _was_confirmed(sheet.team.key, text)


def _was_confirmed(team: str, text: str) -> bool:
    confirmed_now = request.form.get("meant") == "1" and request.form.get(f"{team}.odd") == text
    return bool(text) and (confirmed_now or request.form.get(f"{team}.meant") == text)
