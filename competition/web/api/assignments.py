"""What a judge has to score, with the state of each sheet."""

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from competition.store import file_export
from competition.store.models import Judge, Member
from competition.store.sheet_rules import SheetRule, sheet_rule
from competition.web.api import auth
from competition.web.api.blueprint import bp
from competition.web.judge import assignments


@bp.get("/judge/assignments")
def get_assignments() -> ResponseReturnValue:
    """Every sheet of this judge in an open or closed round, in the order of the file.

    `state` is that of the newest version (`empty` before the first); `writable` says whether
    the sheet can be written now, `expected` whether it counts (not in a void match, for a team
    that has left, or by a recused judge); `submitted_version` is the newest submitted one, if any.
    `rubric` is what the judge marks by the competition's rubric, `rubrics` by that of each stage
    which has its own; `personal` and `members` are there where contestants are marked one by one.
    """
    judge = auth.requesting_judge()
    rule = sheet_rule(file_export.rubric_part(judge.competition.rubric), judge.category, ())
    rubrics = {
        stage.key: _rubric_json(sheet_rule(stage.rubric, judge.category, ()))
        for stage in judge.competition.stages
        if stage.rubric
    }
    sheets = [
        _sheet_json(judge, assignment, sheet)
        for assignment in assignments.match_assignments(judge)
        for sheet in assignment.sheets
    ]
    return jsonify(
        {
            "competition": judge.competition.key,
            "judge": judge.key,
            "name": judge.name,
            "rubric": rule.dimensions,
            **({"personal": rule.personal} if rule.personal else {}),
            **({"rubrics": rubrics} if rubrics else {}),
            "assignments": sheets,
        }
    )


def _rubric_json(rule: SheetRule) -> dict[str, Any]:
    own = {"dimensions": rule.dimensions, "personal": rule.personal}
    return {name: value for name, value in own.items() if value is not None}


def _member_json(member: Member) -> dict[str, Any]:
    return {
        "key": member.key,
        "name": member.name,
        **({"reserve": True} if member.reserve else {}),
    }


def _sheet_json(
    judge: Judge, assignment: assignments.MatchAssignment, sheet: assignments.SheetAssignment
) -> dict[str, Any]:
    match, newest = assignment.match, sheet.newest
    topic = match.topic
    return {
        "stage": match.round.stage.key,
        "round": match.round.key,
        "round_state": match.round.state,
        "match": match.key,
        "topic": topic and {"key": topic.key, "title": topic.title},
        "team": sheet.team.key,
        "name": sheet.team.name,
        "side": sheet.side,
        **({"members": list(map(_member_json, sheet.contestants))} if sheet.contestants else {}),
        "state": newest.state if newest else "empty",
        "version": newest.number if newest else 0,
        "given": len(newest.marks) if newest else 0,
        "submitted_version": sheet.counting.number if sheet.counting else None,
        "writable": sheet.closed is None,
        "expected": sheet.not_awaited is None and not assignment.is_trainee,
        "sheet": url_for(
            "api.get_sheet",
            competition=judge.competition.key,
            match=match.key,
            team=sheet.team.key,
        ),
    }
