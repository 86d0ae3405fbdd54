"""What a judge has to score, with states."""

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from competition.store.models import Judge
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.judge import assignments


@bp.get("/judge/assignments")
def get_assignments() -> ResponseReturnValue:
    """Every sheet of this judge in a round that is open or closed, in the order of the file.

    `state` is that of the newest version (`empty` before the first); `writable` says whether
    the sheet takes a write now; `submitted_version` is the one that counts, if any.
    """
    judge = auth.requesting_judge()
    found = [
        _row(judge, table, place)
        for table in assignments.match_assignments(judge)
        for place in table.rows
    ]
    return jsonify(
        {
            "competition": judge.competition.key,
            "judge": judge.key,
            "name": judge.name,
            "rubric": assignments.rubric_dimensions(judge.competition),
            "assignments": found,
        }
    )


def _row(
    judge: Judge, table: assignments.MatchAssignment, place: assignments.SheetAssignment
) -> dict[str, Any]:
    match, newest = table.match, place.newest
    topic = match.topic
    return {
        "stage": match.round.stage.key,
        "round": match.round.key,
        "round_state": match.round.state,
        "match": match.key,
        "topic": topic and {"key": topic.key, "title": topic.title},
        "team": place.team.key,
        "name": place.team.name,
        "side": place.side,
        "state": newest.state if newest else "empty",
        "version": newest.number if newest else 0,
        "given": len(newest.marks) if newest else 0,
        "submitted_version": place.counting.number if place.counting else None,
        "writable": place.closed is None,
        "sheet": url_for(
            "api.get_sheet",
            competition=judge.competition.key,
            match=match.key,
            team=place.team.key,
        ),
    }
