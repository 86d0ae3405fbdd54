"""The data that the scripts of a match need, written into its page."""

from typing import Any

from flask import current_app, url_for

from competition.actions import rubrics
from competition.store import judge_sheets
from competition.store.models import Judge
from competition.web.judge import columns, strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.template_filters import localized


def script_state(
    judge: Judge,
    assignment: MatchAssignment,
    match_columns: list[columns.Column],
    texts: dict[str, str],
    earlier: list[tuple[MatchAssignment, SheetAssignment]],
) -> dict[str, Any]:
    """The data for the scripts, as JSON in the page."""
    numbers = ("key", "min", "max", "step", "factor")
    return {
        "competition": judge.competition.key,
        "judge": judge.key,
        "match": assignment.match.key,
        "round": f"{assignment.match.round.stage.key}/{assignment.match.round.key}",
        "rubric": judge_sheets.rubric_digest(judge.id),
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "receipt": url_for("judge.get_receipt", match=assignment.match.key),
        "strings": texts,
        "signs": strings.SIGNS,
        "dimensions": [
            {n: d[n] for n in numbers} | {"name": localized(d["name"])}
            for d in assignment.dimensions
        ],
        "personal": assignment.rule.personal,
        "last": _last_marks(earlier),
        "earlier": [sheet.newest.marks for _, sheet in earlier if sheet.newest],
        "others": [
            {
                "team": sheet.team.key,
                "called": localized(sheet.team_name),
                "marks": sheet.newest.marks,
            }
            for _, sheet in earlier
            if sheet.newest
        ],
        "sheets": [
            {
                "team": column.sheet.team.key,
                "address": url_for(
                    "api.put_sheet",
                    competition=judge.competition.key,
                    match=assignment.match.key,
                    team=column.sheet.team.key,
                ),
                "mode": column.mode,
                "version": column.sheet.version,
                "state": column.sheet.state,
                "marks": column.sheet.newest.marks if column.sheet.newest else {},
                "personal": column.sheet.personal,
                "contestants": [
                    {"key": member.key, "name": localized(member.name)}
                    for member in column.sheet.contestants
                ],
                "comment": column.comment,
                "counting": _counting(column.sheet),
                "reopened": column.sheet.is_reopened,
                "standing": column.status_text,
            }
            for column in match_columns
        ],
    }


def _counting(sheet: SheetAssignment) -> dict[str, Any] | None:
    """The version that counts and its total."""
    if sheet.counting is None:
        return None
    total = rubrics.marks_total(sheet.entry.match, sheet.counting.marks)
    return {"version": sheet.counting.number, "total": total}


def _last_marks(earlier: list[tuple[MatchAssignment, SheetAssignment]]) -> dict[str, str]:
    """The mark that the judge gave last in other matches, for each dimension."""
    marks: dict[str, str] = {}
    newest = [sheet.newest for _, sheet in earlier if sheet.newest]
    for version in sorted(newest, key=lambda version: version.stored_at):
        marks |= version.marks
    return marks
