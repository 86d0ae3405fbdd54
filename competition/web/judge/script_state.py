"""The data that the scripts of a match need, written into its page."""

from typing import Any

from flask import current_app, url_for

from competition.store.models import Judge
from competition.web.judge import assignments, columns, strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.template_filters import localized


def widest_mark(dimension: dict[str, Any]) -> int:
    """The greatest number of characters that a mark of this dimension can have."""
    ends = [dimension["min"], dimension["max"]]
    whole = max(len(end.partition(".")[0]) for end in ends)
    places = max(len(text.partition(".")[2]) for text in [*ends, dimension["step"]])
    return whole + (1 + places if places else 0)


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
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "receipt": url_for("judge.get_receipt", match=assignment.match.key),
        "strings": texts,
        "signs": strings.SIGNS,
        "dimensions": [
            {n: d[n] for n in numbers} | {"name": localized(d["name"])}
            for d in assignments.rubric_dimensions(judge.competition)
        ],
        "earlier": [sheet.newest.marks for _, sheet in earlier if sheet.newest],
        "others": [
            {
                "team": sheet.team.key,
                "called": localized(sheet.team.name),
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
                "comment": column.comment,
                "counting": column.sheet.counting.number if column.sheet.counting else None,
                "reopened": column.sheet.is_reopened,
                "standing": column.status_text,
            }
            for column in match_columns
        ],
    }
