"""One match: the marks, the review of them, the receipt."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from competition.actions import late_sheets
from competition.actions import sheets as actions
from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store.models import Judge
from competition.web import sessions
from competition.web.judge import (
    assignments,
    columns,
    confirm,
    judge_name,
    strings,
    unsaved_form,
    unusual_marks,
)
from competition.web.judge.assignments import MatchAssignment
from competition.web.judge.blueprint import bp
from competition.web.judge.forms import sheet_form
from competition.web.judge.script_state import script_state, widest_mark

STATUS = {actions.InvalidSheet: 422, actions.Closed: 423, actions.Conflict: 409}


@bp.get("/judge/matches/<match>")
@confirm.confirmed_required
def get_match(match: str) -> ResponseReturnValue:
    """The match with a column a team; `?change=1` opens what is submitted."""
    judge, assignment = _find(match)
    changing = request.args.get("change") == "1"
    said = strings.all_strings()
    shown = columns.columns_for(
        assignment, assignments.rubric_dimensions(judge.competition), said, changing
    )
    return _page(judge, assignment, shown, said)


@bp.post("/judge/matches/<match>")
def post_match(match: str) -> ResponseReturnValue:
    """Save what was typed as drafts; then the match again, or its review."""
    if unsaved_form.is_other_judge():
        return unsaved_form.unsaved_page()
    judge, assignment = _find(match)
    refused = _write(judge, assignment, "draft")
    if not refused:
        if request.form.get("do") == "review":
            return redirect(url_for("judge.get_review", match=match), 303)
        return redirect(url_for("judge.get_match", match=match, change=1), 303)
    return _typed_page(match, refused)


@bp.get("/judge/matches/<match>/review")
@confirm.confirmed_required
def get_review(match: str) -> ResponseReturnValue:
    """All marks of the match and what submitting does, before it is done."""
    judge, assignment = _find(match)
    return _review(judge, assignment, {})


@bp.post("/judge/matches/<match>/submit")
def post_submit(match: str) -> ResponseReturnValue:
    """Submit the complete sheets as they were reviewed; then the receipt."""
    if unsaved_form.is_other_judge():
        return unsaved_form.unsaved_page()
    judge, assignment = _find(match)
    if any(
        f"{team}.base_version" in request.form
        for team in unusual_marks.unconfirmed(judge, assignment)
    ):
        return _review(judge, assignment, {}, 422)
    refused = _write(judge, assignment, "submitted")
    if not refused:
        return redirect(url_for("judge.get_receipt", match=match), 303)
    judge, assignment = _find(match)
    return _review(judge, assignment, refused)


@bp.get("/judge/matches/<match>/receipt")
@confirm.confirmed_required
def get_receipt(match: str) -> ResponseReturnValue:
    """What was submitted of the match: receipt, time and total of each sheet."""
    judge, assignment = _find(match)
    if not any(row.counting for row in assignment.rows):
        return redirect(url_for("judge.get_match", match=match))
    others = [t for t in assignments.match_assignments(judge) if t.is_open and not t.is_done]
    return render_template(
        "judge/receipt.html",
        **_common(judge, assignment),
        totals={
            row.team.key: actions.marks_total(judge.competition, row.counting.marks)
            for row in assignment.rows
            if row.counting
        },
        onward=next((t for t in others if t.match.id != assignment.match.id), None),
    )


@bp.errorhandler(CSRFError)
def refuse_token(_error: CSRFError) -> ResponseReturnValue:
    """A form without a good token stores nothing and loses nothing."""
    judge = sessions.judge()
    match = (request.view_args or {}).get("match", "")
    if judge is not None and not match:
        return redirect(url_for("judge.home_page"), 303)
    if (
        judge is None
        or unsaved_form.is_other_judge()
        or assignments.find_assignment(judge, match) is None
    ):
        return unsaved_form.unsaved_page()
    teams = {name.partition(".")[0] for name in request.form if name.endswith(".base_version")}
    refused = {team: Refused(unsaved_form.TOO_OLD) for team in teams}
    if request.endpoint == "judge.post_submit":
        return _review(*_find(match), refused, 400)
    return _typed_page(match, refused, 400)


def _find(match: str) -> tuple[Judge, MatchAssignment]:
    judge = sessions.judge()
    assignment = assignments.find_assignment(judge, match) if judge else None
    if judge is None or assignment is None:
        abort(404)
    judge_name.use_judges_language(judge)
    return judge, assignment


def _write(judge: Judge, assignment: MatchAssignment, state: str) -> dict[str, Refused]:
    """Write every team's sheet that the form brings something new for; what was refused."""
    refused: dict[str, Refused] = {}
    dimensions = assignments.rubric_dimensions(judge.competition)
    competition = judge.competition.key
    match = assignment.match.key
    for row in assignment.rows:
        form = sheet_form(dimensions, row, request.form)
        if not form.was_sent() or (state == "draft" and not form.says_more_than(row)):
            continue
        team = row.team.key
        try:
            body, key = form.body(state)
            actions.write_sheet(judge, competition, match, team, body, key)
        except actions.Closed as closed:
            refused[team] = _offer(judge, assignment, team, body, key, closed)
        except (actions.InvalidSheet, actions.Conflict) as refusal:
            refused[team] = refusal
    return refused


def _offer(
    judge: Judge,
    assignment: MatchAssignment,
    team: str,
    body: Any,
    key: str,
    closed: actions.Closed,
) -> Refused:
    """What came too late is offered to the organiser, as a tablet's script does it."""
    try:
        late_sheets.hand_in_late(
            judge, judge.competition.key, assignment.match.key, team, body, key, None
        )
    except Refused:
        return closed
    return actions.Closed(
        closed.code,
        N_("It came too late to be stored. It is offered to the organiser, who decides."),
    )


def _typed_page(match: str, refused: dict[str, Refused], status: int = 0) -> ResponseReturnValue:
    """The match again: refused columns with what was typed, the others as they are stored."""
    judge, assignment = _find(match)
    said = strings.all_strings()
    dimensions = assignments.rubric_dimensions(judge.competition)
    shown = columns.columns_for(assignment, dimensions, said, changing=True)
    for place, row in enumerate(assignment.rows):
        if refusal := refused.get(row.team.key):
            form = sheet_form(dimensions, row, request.form)
            shown[place] = columns.column_with_typed(row, form, said, refusal)
    return _page(judge, assignment, shown, said), status or _status(refused)


def _status(refused: dict[str, Refused]) -> int:
    return min(STATUS.get(type(refusal), 422) for refusal in refused.values())


def _page(
    judge: Judge, assignment: MatchAssignment, shown: list[columns.Column], said: dict[str, str]
) -> str:
    dimensions = assignments.rubric_dimensions(judge.competition)
    earlier = [
        (other, row)
        for other in assignments.match_assignments(judge)
        for row in other.rows
        if other.match.id != assignment.match.id and row.newest
    ]
    return render_template(
        "judge/match.html",
        **_common(judge, assignment),
        columns=shown,
        said=said,
        highest=assignments.highest_total(dimensions),
        earlier=earlier,
        earlier_totals=[
            actions.marks_total(judge.competition, r.newest.marks) for _, r in earlier if r.newest
        ],
        state=script_state(judge, assignment, shown, said, earlier),
    )


def _review(
    judge: Judge, assignment: MatchAssignment, refused: dict[str, Refused], status: int = 0
) -> ResponseReturnValue:
    said = strings.all_strings()
    shown = columns.columns_for(
        assignment, assignments.rubric_dimensions(judge.competition), said, False
    )
    ready = [column for column in shown if _ready(column, judge)]
    teams = {column.row.team.key for column in ready}
    doubted = {
        team: found
        for team, found in unusual_marks.unconfirmed(judge, assignment).items()
        if team in teams
    }
    page = render_template(
        "judge/review.html",
        **_common(judge, assignment),
        columns=shown,
        said=said,
        ready=teams,
        odd=unusual_marks.unusual_texts(doubted, judge, assignment, said),
        meant=unusual_marks.hidden_fields(judge, assignment, doubted),
        lacking=len(ready) < sum(column.mode == "open" for column in shown),
        highest=assignments.highest_total(assignments.rubric_dimensions(judge.competition)),
        label=strings.submit_label(said, len(ready), len(shown)),
        problems={team: refusal.text(gettext) for team, refusal in refused.items()},
    )
    return page, status or (_status(refused) if refused else 200)


def _ready(column: columns.Column, judge: Judge) -> bool:
    given = column.row.newest.marks if column.row.newest else {}
    complete = all(d["key"] in given for d in assignments.rubric_dimensions(judge.competition))
    return complete and column.mode == "open"


def _common(judge: Judge, assignment: MatchAssignment) -> dict[str, Any]:
    dimensions = assignments.rubric_dimensions(judge.competition)
    return {
        "judge": judge,
        "judge_name": judge_name.judge_name(judge),
        "signs": strings.SIGNS,
        "assignment": assignment,
        "match": assignment.match,
        "dimensions": [d | {"widest": widest_mark(d)} for d in dimensions],
    }
