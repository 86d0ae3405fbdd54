"""One match: the marks, the review of them, the receipt."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from competition.actions import late
from competition.actions import sheets as actions
from competition.actions.refusals import N_, Refused
from competition.store.people import Judge

from .. import sessions
from ..words import said as words
from . import bp, columns, doubts, identity, kept, who, wording, workload
from .forms import sheet_form
from .workload import Row, Table

STATUS = {actions.Invalid: 422, actions.Closed: 423, actions.Conflict: 409}


@bp.get("/judge/matches/<match>")
@identity.confirmed_required
def get_match(match: str) -> ResponseReturnValue:
    """The match with a column a team; `?change=1` opens what is submitted."""
    judge, table = _find(match)
    changing = request.args.get("change") == "1"
    said = wording.strings()
    shown = columns.fresh(table, workload.rubric(judge.competition), said, changing)
    return _page(judge, table, shown, said)


@bp.post("/judge/matches/<match>")
def post_match(match: str) -> ResponseReturnValue:
    """Save what was typed as drafts; then the match again, or its review."""
    if kept.is_strange():
        return kept.answer()
    judge, table = _find(match)
    refused = _write(judge, table, "draft")
    if not refused:
        if request.form.get("do") == "review":
            return redirect(url_for("judge.get_review", match=match), 303)
        return redirect(url_for("judge.get_match", match=match, change=1), 303)
    return _typed_page(match, refused)


@bp.get("/judge/matches/<match>/review")
@identity.confirmed_required
def get_review(match: str) -> ResponseReturnValue:
    """All marks of the match and what submitting does, before it is done."""
    judge, table = _find(match)
    return _review(judge, table, {})


@bp.post("/judge/matches/<match>/submit")
def post_submit(match: str) -> ResponseReturnValue:
    """Submit the complete sheets as they were reviewed; then the receipt."""
    if kept.is_strange():
        return kept.answer()
    judge, table = _find(match)
    if any(f"{team}.base_version" in request.form for team in doubts.open_in(judge, table)):
        return _review(judge, table, {}, 422)
    refused = _write(judge, table, "submitted")
    if not refused:
        return redirect(url_for("judge.get_receipt", match=match), 303)
    judge, table = _find(match)
    return _review(judge, table, refused)


@bp.get("/judge/matches/<match>/receipt")
@identity.confirmed_required
def get_receipt(match: str) -> ResponseReturnValue:
    """What was submitted of the match: receipt, time and total of each sheet."""
    judge, table = _find(match)
    if not any(row.counting for row in table.rows):
        return redirect(url_for("judge.get_match", match=match))
    others = [t for t in workload.tables(judge) if t.is_open and not t.is_done]
    return render_template(
        "judge/receipt.html",
        **_common(judge, table),
        totals={
            row.team.key: actions.total(judge.competition, row.counting.marks)
            for row in table.rows
            if row.counting
        },
        onward=next((t for t in others if t.match.id != table.match.id), None),
    )


@bp.errorhandler(CSRFError)
def refuse_token(_error: CSRFError) -> ResponseReturnValue:
    """A form without a good token stores nothing and loses nothing."""
    judge = sessions.judge()
    match = (request.view_args or {}).get("match", "")
    if judge is not None and not match:
        return redirect(url_for("judge.home"), 303)
    if judge is None or kept.is_strange() or workload.table(judge, match) is None:
        return kept.answer()
    teams = {name.partition(".")[0] for name in request.form if name.endswith(".base_version")}
    refused = {team: Refused(kept.TOO_OLD) for team in teams}
    if request.endpoint == "judge.post_submit":
        return _review(*_find(match), refused, 400)
    return _typed_page(match, refused, 400)


def _find(match: str) -> tuple[Judge, Table]:
    judge = sessions.judge()
    table = workload.table(judge, match) if judge else None
    if judge is None or table is None:
        abort(404)
    who.speak_as_for(judge)
    return judge, table


def _write(judge: Judge, table: Table, state: str) -> dict[str, Refused]:
    """Write every team's sheet that the form brings something new for; what was refused."""
    refused: dict[str, Refused] = {}
    dimensions = workload.rubric(judge.competition)
    competition = judge.competition.key
    match = table.match.key
    for row in table.rows:
        form = sheet_form(dimensions, row, request.form)
        if not form.was_sent() or (state == "draft" and not form.says_more_than(row)):
            continue
        team = row.team.key
        try:
            body, key = form.body(state)
            actions.write(judge, competition, match, team, body, key)
        except actions.Closed as closed:
            refused[team] = _offer(judge, table, team, body, key, closed)
        except (actions.Invalid, actions.Conflict) as refusal:
            refused[team] = refusal
    return refused


def _offer(
    judge: Judge, table: Table, team: str, body: Any, key: str, closed: actions.Closed
) -> Refused:
    """What came too late is offered to the organiser, as a tablet's script does it."""
    try:
        late.hand_in(judge, judge.competition.key, table.match.key, team, body, key, None)
    except Refused:
        return closed
    return actions.Closed(
        closed.code,
        N_("It came too late to be stored. It is offered to the organiser, who decides."),
    )


def _typed_page(match: str, refused: dict[str, Refused], status: int = 0) -> ResponseReturnValue:
    """The match again: refused columns with what was typed, the others as they are stored."""
    judge, table = _find(match)
    said = wording.strings()
    dimensions = workload.rubric(judge.competition)
    shown = columns.fresh(table, dimensions, said, changing=True)
    for place, row in enumerate(table.rows):
        if refusal := refused.get(row.team.key):
            form = sheet_form(dimensions, row, request.form)
            shown[place] = columns.typed(row, form, said, refusal)
    return _page(judge, table, shown, said), status or _status(refused)


def _status(refused: dict[str, Refused]) -> int:
    return min(STATUS.get(type(refusal), 422) for refusal in refused.values())


def _page(judge: Judge, table: Table, shown: list[columns.Column], said: dict[str, str]) -> str:
    dimensions = workload.rubric(judge.competition)
    earlier = [
        (other, row)
        for other in workload.tables(judge)
        for row in other.rows
        if other.match.id != table.match.id and row.newest
    ]
    return render_template(
        "judge/match.html",
        **_common(judge, table),
        columns=shown,
        said=said,
        highest=workload.highest_total(dimensions),
        earlier=earlier,
        earlier_totals=[
            actions.total(judge.competition, r.newest.marks) for _, r in earlier if r.newest
        ],
        state=_for_script(judge, table, shown, said, earlier),
    )


def _review(
    judge: Judge, table: Table, refused: dict[str, Refused], status: int = 0
) -> ResponseReturnValue:
    said = wording.strings()
    shown = columns.fresh(table, workload.rubric(judge.competition), said, False)
    ready = [column for column in shown if _ready(column, judge)]
    teams = {column.row.team.key for column in ready}
    doubted = {team: found for team, found in doubts.open_in(judge, table).items() if team in teams}
    page = render_template(
        "judge/review.html",
        **_common(judge, table),
        columns=shown,
        said=said,
        ready=teams,
        odd=doubts.sentences(doubted, judge, table, said),
        meant=doubts.carried(judge, table, doubted),
        lacking=len(ready) < sum(column.mode == "open" for column in shown),
        highest=workload.highest_total(workload.rubric(judge.competition)),
        label=wording.submit_label(said, len(ready), len(shown)),
        problems={team: refusal.text(gettext) for team, refusal in refused.items()},
    )
    return page, status or (_status(refused) if refused else 200)


def _ready(column: columns.Column, judge: Judge) -> bool:
    given = column.row.newest.marks if column.row.newest else {}
    complete = all(d["key"] in given for d in workload.rubric(judge.competition))
    return complete and column.mode == "open"


def _common(judge: Judge, table: Table) -> dict[str, Any]:
    dimensions = workload.rubric(judge.competition)
    return {
        "judge": judge,
        "judge_name": who.name_of(judge),
        "signs": wording.SIGNS,
        "table": table,
        "match": table.match,
        "dimensions": [d | {"widest": _widest(d)} for d in dimensions],
    }


def _widest(dimension: dict[str, Any]) -> int:
    """How many characters a mark of this dimension may have."""
    ends = [dimension["min"], dimension["max"]]
    whole = max(len(end.partition(".")[0]) for end in ends)
    places = max(len(text.partition(".")[2]) for text in [*ends, dimension["step"]])
    return whole + (1 + places if places else 0)


def _for_script(
    judge: Judge,
    table: Table,
    shown: list[columns.Column],
    said: dict[str, str],
    earlier: list[tuple[Table, Row]],
) -> dict[str, Any]:
    """What the scripts need to know, in the page itself."""
    numbers = ("key", "min", "max", "step", "factor")
    return {
        "competition": judge.competition.key,
        "judge": judge.key,
        "match": table.match.key,
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "receipt": url_for("judge.get_receipt", match=table.match.key),
        "strings": said,
        "signs": wording.SIGNS,
        "dimensions": [
            {n: d[n] for n in numbers} | {"name": words(d["name"])}
            for d in workload.rubric(judge.competition)
        ],
        "earlier": [row.newest.marks for _, row in earlier if row.newest],
        "others": [
            {"team": row.team.key, "called": words(row.team.name), "marks": row.newest.marks}
            for _, row in earlier
            if row.newest
        ],
        "sheets": [
            {
                "team": column.row.team.key,
                "address": url_for(
                    "api.put_sheet",
                    competition=judge.competition.key,
                    match=table.match.key,
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
