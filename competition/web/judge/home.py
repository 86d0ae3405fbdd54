"""What is to be scored now, and what was."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from competition.store.models import Judge
from competition.web import sessions
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.judge import assignments, confirm, judge_name, strings
from competition.web.judge.blueprint import bp
from competition.web.language import current


@bp.get("/judge")
@sessions.judge_required
def home_page() -> ResponseReturnValue:
    """The judge's matches; open ones first. htmx asks every few seconds: 204 when nothing moved."""
    judge = sessions.judge()
    assert judge is not None
    if wants_fragment() and not _is_own_page(judge):
        return confirm.reload_page()
    if not confirm.is_confirmed():
        return confirm.ask_page()
    judge_name.use_judges_language(judge)
    tables = assignments.match_assignments(judge)
    seen = _digest(tables)
    if wants_fragment() and request.args.get("seen") == seen:
        return "", 204
    said = strings.all_strings()
    return page_or_fragment(
        "judge/home.html",
        "judge/_home.html",
        judge=judge,
        judge_name=judge_name.judge_name(judge),
        tables=tables,
        due_assignments=[t for t in tables if t.is_open and not t.is_done],
        done_assignments=[t for t in tables if t.is_open and t.is_done],
        closed_assignments=[t for t in tables if not t.is_open],
        dimensions=assignments.rubric_dimensions(judge.competition),
        said=said,
        signs=strings.SIGNS,
        standing=lambda row: strings.status_text(row, said),
        seen=seen,
    )


def _is_own_page(judge: Judge) -> bool:
    """Whether the list that polls is this judge's: another link may have been opened since."""
    asked_for = request.args.get("judge", judge_name.judge_name(judge))
    return confirm.is_confirmed() and asked_for == judge_name.judge_name(judge)


def _digest(tables: list[assignments.MatchAssignment]) -> str:
    """Changes when the fragment would."""
    shown = [
        (
            t.match.key,
            t.match.round.state,
            r.version,
            r.closed.code if r.closed else "",
            r.is_reopened,
        )
        for t in tables
        for r in t.rows
    ]
    return hashlib.sha256(repr((current(), shown)).encode()).hexdigest()[:16]
