"""One match: entering the marks, reviewing them, the receipt."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from competition.actions import late_sheets, rubrics, sheet_access, sheet_in_result
from competition.actions import sheets as actions
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.messages import N_
from competition.store.models import Judge
from competition.web import sessions
from competition.web.judge import (
    assignments,
    columns,
    confirm_identity,
    judge_context,
    strings,
    unsaved_form,
    unusual_marks,
)
from competition.web.judge.agreement import agreement_beside
from competition.web.judge.assignments import MatchAssignment
from competition.web.judge.blueprint import bp
from competition.web.judge.forms import sheet_form
from competition.web.judge.match_clock import clock_on_tablet
from competition.web.judge.personal_marks import personal_scale
from competition.web.judge.script_state import script_state
from competition.web.judge.widths import widest_mark

STATUS = {InvalidSheet: 422, sheet_access.Closed: 423, actions.Conflict: 409}


@bp.get("/judge/matches/<match>")
@confirm_identity.confirmed_required
def get_match(match: str) -> ResponseReturnValue:
    """The match with a column for each team; `?change=1` makes submitted sheets editable."""
    judge, assignment = _find(match)
    changing = request.args.get("change") == "1"
    texts = strings.all_strings()
    match_columns = columns.columns_for(assignment, texts, changing)
    return _page(judge, assignment, match_columns, texts)


@bp.post("/judge/matches/<match>")
def post_match(match: str) -> ResponseReturnValue:
    """Save what was typed as drafts, then show the match again or its review.

    A form that names its judge is saved before the judge has confirmed, too: whoever was signed
    out while typing opens the link again and loses nothing. What is stored is not shown then.
    """
    if unsaved_form.is_other_judge():
        return unsaved_form.unsaved_page()
    if "judge" not in request.form and (unsaved := _unless_confirmed()) is not None:
        return unsaved
    judge, assignment = _find(match)
    refused = _write(judge, assignment, "draft")
    if not refused:
        if request.form.get("do") == "review":
            return redirect(url_for("judge.get_review", match=match), 303)
        return redirect(url_for("judge.get_match", match=match, change=1), 303)
    return _unless_confirmed() or _typed_page(match, refused)


@bp.get("/judge/matches/<match>/review")
@confirm_identity.confirmed_required
def get_review(match: str) -> ResponseReturnValue:
    """All marks of the match, to check before they are submitted."""
    judge, assignment = _find(match)
    return _review(judge, assignment, {})


@bp.post("/judge/matches/<match>/submit")
def post_submit(match: str) -> ResponseReturnValue:
    """Submit the complete sheets as they were reviewed, then show the receipt."""
    if (unsaved := _unless_confirmed()) is not None:
        return unsaved
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
@confirm_identity.confirmed_required
def get_receipt(match: str) -> ResponseReturnValue:
    """What was submitted in this match: receipt, time and total of each sheet."""
    judge, assignment = _find(match)
    if not any(sheet.counting for sheet in assignment.sheets):
        return redirect(url_for("judge.get_match", match=match))
    due_matches = [
        each for each in assignments.match_assignments(judge) if each.is_open and not each.is_done
    ]
    return render_template(
        "judge/receipt.html",
        **_common(judge, assignment),
        totals={
            sheet.team.key: rubrics.marks_total(assignment.match, sheet.counting.marks)
            for sheet in assignment.sheets
            if sheet.counting
        },
        digests={
            sheet.team.key: sheet_access.receipt_for(judge.competition, sheet.counting).digest
            for sheet in assignment.sheets
            if sheet.counting
        },
        not_awaited_text=strings.not_awaited_text,
        is_in_result=sheet_in_result.is_in_public_result(assignment.match.round.stage),
        next_match=next(
            (each for each in due_matches if each.match.id != assignment.match.id), None
        ),
    )


@bp.errorhandler(CSRFError)
def refuse_token(_error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token saves nothing, but shows what was typed again."""
    judge = sessions.judge()
    match = (request.view_args or {}).get("match", "")
    if judge is not None and not match:
        return redirect(url_for("judge.home_page"), 303)
    if (unsaved := _unless_confirmed()) is not None:
        return unsaved
    if judge is None or assignments.find_assignment(judge, match) is None:
        return unsaved_form.unsaved_page()
    teams = {name.partition(".")[0] for name in request.form if name.endswith(".base_version")}
    refused = {team: Refused(unsaved_form.TOO_OLD) for team in teams}
    if request.endpoint == "judge.post_submit":
        return _review(*_find(match), refused, 400)
    return _typed_page(match, refused, 400)


def _unless_confirmed() -> ResponseReturnValue | None:
    """For a form of another judge, or before the judge has confirmed: what was typed, unsaved.

    Nothing that is stored is shown then. A form without marks leads to the question.
    """
    if unsaved_form.is_other_judge():
        return unsaved_form.unsaved_page()
    if confirm_identity.is_confirmed():
        return None
    if unsaved_form.has_marks():
        return unsaved_form.unsaved_page(asks_who=True)
    return redirect(url_for("judge.home_page"), 303)


def _find(match: str) -> tuple[Judge, MatchAssignment]:
    judge = sessions.judge()
    assignment = assignments.find_assignment(judge, match) if judge else None
    if judge is None or assignment is None:
        abort(404)
    judge_context.use_judges_language(judge)
    return judge, assignment


def _write(judge: Judge, assignment: MatchAssignment, state: str) -> dict[str, Refused]:
    """Write each team's sheet that the form changes. Returns the refusals by team."""
    refused: dict[str, Refused] = {}
    competition = judge.competition.key
    match = assignment.match.key
    for sheet in assignment.sheets:
        form = sheet_form(sheet, request.form)
        if not form.was_sent() or (state == "draft" and not form.differs_from_stored(sheet)):
            continue
        team = sheet.team.key
        try:
            body, key = form.body(state)
            sender = sessions.judge_sender()
            actions.write_sheet(judge, competition, match, team, body, key, sender)
        except sheet_access.Closed as closed:
            refused[team] = _offer(judge, assignment, team, body, key, closed)
        except (InvalidSheet, actions.Conflict) as refusal:
            refused[team] = refusal
    return refused


def _offer(
    judge: Judge,
    assignment: MatchAssignment,
    team: str,
    body: Any,
    key: str,
    closed: sheet_access.Closed,
) -> Refused:
    """Offer a sheet that came too late to the organiser, as the tablet's script does."""
    try:
        write = late_sheets.LateWrite(body, key, sender=sessions.judge_sender())
        late_sheets.hand_in_late(judge, judge.competition.key, assignment.match.key, team, write)
    except Refused:
        return closed
    return sheet_access.Closed(
        closed.code,
        N_(
            "The round was closed before this arrived. It has been passed to the organiser, who "
            "will decide whether it counts."
        ),
    )


def _typed_page(match: str, refused: dict[str, Refused], status: int = 0) -> ResponseReturnValue:
    """The match again: refused columns as they were typed, the others as they are stored."""
    judge, assignment = _find(match)
    texts = strings.all_strings()
    match_columns = columns.columns_for(assignment, texts, changing=True)
    for index, sheet in enumerate(assignment.sheets):
        if refusal := refused.get(sheet.team.key):
            form = sheet_form(sheet, request.form)
            match_columns[index] = columns.column_with_typed(sheet, form, texts, refusal)
    return _page(judge, assignment, match_columns, texts), status or _status(refused)


def _status(refused: dict[str, Refused]) -> int:
    return min(STATUS.get(type(refusal), 422) for refusal in refused.values())


def _page(
    judge: Judge,
    assignment: MatchAssignment,
    match_columns: list[columns.Column],
    texts: dict[str, str],
) -> str:
    earlier = [
        (other, sheet)
        for other in assignments.match_assignments(judge)
        for sheet in other.sheets
        if other.match.id != assignment.match.id and sheet.newest
    ]
    return render_template(
        "judge/match.html",
        **_common(judge, assignment),
        **agreement_beside(assignment),
        columns=match_columns,
        texts=texts,
        highest=assignments.highest_total(assignment.dimensions),
        earlier=earlier,
        earlier_totals=[columns.total_text(sheet, texts) for _, sheet in earlier],
        state=script_state(judge, assignment, match_columns, texts, earlier),
        **clock_on_tablet(judge, assignment.match),
    )


def _review(
    judge: Judge, assignment: MatchAssignment, refused: dict[str, Refused], status: int = 0
) -> ResponseReturnValue:
    texts = strings.all_strings()
    match_columns = columns.columns_for(assignment, texts, False)
    ready = [column for column in match_columns if _ready(column)]
    teams = {column.sheet.team.key for column in ready}
    unconfirmed = {
        team: findings
        for team, findings in unusual_marks.unconfirmed(judge, assignment).items()
        if team in teams
    }
    page = render_template(
        "judge/review.html",
        **_common(judge, assignment),
        columns=match_columns,
        texts=texts,
        ready=teams,
        unusual=unusual_marks.unusual_texts(unconfirmed, judge, assignment, texts),
        hidden_fields=unusual_marks.hidden_fields(assignment, unconfirmed),
        incomplete=len(ready) < sum(column.mode == "open" for column in match_columns),
        highest=assignments.highest_total(assignment.dimensions),
        submit_label=strings.submit_label(
            texts, len(ready), sum(column.mode != "off" for column in match_columns)
        ),
        is_over=all(column.mode in ("closed", "off") for column in match_columns),
        problems={team: refusal.text(gettext) for team, refusal in refused.items()},
    )
    return page, status or (_status(refused) if refused else 200)


def _ready(column: columns.Column) -> bool:
    marks = column.sheet.newest.marks if column.sheet.newest else {}
    complete = all(d["key"] in marks for d in column.sheet.rule.dimensions)
    return complete and column.mode == "open"


def _common(judge: Judge, assignment: MatchAssignment) -> dict[str, Any]:
    return {
        "judge": judge,
        "judge_name": judge_context.judge_name(judge),
        "signs": strings.SIGNS,
        "assignment": assignment,
        "match": assignment.match,
        "dimensions": [d | {"widest": widest_mark(d)} for d in assignment.dimensions],
        "personal": personal_scale(assignment.rule.personal),
    }
