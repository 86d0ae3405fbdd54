"""What the scripts of a match need to know, written into its page."""

from typing import Any

from flask import current_app, url_for

from competition.store.models import Judge
from competition.web.judge import assignments, columns, strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.template_filters import localized


def widest_mark(dimension: dict[str, Any]) -> int:
    """How many characters a mark of this dimension may have."""
    ends = [dimension["min"], dimension["max"]]
    whole = max(len(end.partition(".")[0]) for end in ends)
    places = max(len(text.partition(".")[2]) for text in [*ends, dimension["step"]])
    return whole + (1 + places if places else 0)


def script_state(
    judge: Judge,
    assignment: MatchAssignment,
    shown: list[columns.Column],
    said: dict[str, str],
    earlier: list[tuple[MatchAssignment, SheetAssignment]],
) -> dict[str, Any]:
    """What the scripts need to know, in the page itself."""
    numbers = ("key", "min", "max", "step", "factor")
    return {
        "competition": judge.competition.key,
        "judge": judge.key,
        "match": assignment.match.key,
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "receipt": url_for("judge.get_receipt", match=assignment.match.key),
        "strings": said,
        "signs": strings.SIGNS,
        "dimensions": [
            {n: d[n] for n in numbers} | {"name": localized(d["name"])}
            for d in assignments.rubric_dimensions(judge.competition)
        ],
        "earlier": [row.newest.marks for _, row in earlier if row.newest],
        "others": [
            {"team": row.team.key, "called": localized(row.team.name), "marks": row.newest.marks}
            for _, row in earlier
            if row.newest
        ],
        "sheets": [
            {
                "team": column.row.team.key,
                "address": url_for(
                    "api.put_sheet",
                    competition=judge.competition.key,
                    match=assignment.match.key,
                    team=column.row.team.key,
                ),
                "mode": column.mode,
                "version": column.row.version,
                "state": column.row.state,
                "marks": column.row.newest.marks if column.row.newest else {},
                "comment": column.comment,
                "counting": column.row.counting.number if column.row.counting else None,
                "reopened": column.row.is_reopened,
                "standing": column.standing,
            }
            for column in shown
        ],
    }
