"""What is to be scored now, and what was."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from competition.store.people import Judge

from .. import sessions
from ..htmx import answer, wants_fragment
from ..language import current
from . import bp, identity, who, wording, workload


@bp.get("/judge")
@sessions.judge_required
def home() -> ResponseReturnValue:
    """The judge's matches; open ones first. htmx asks every few seconds: 204 when nothing moved."""
    judge = sessions.judge()
    assert judge is not None
    if wants_fragment() and not _is_own_page(judge):
        return identity.load_anew()
    if not identity.is_confirmed():
        return identity.ask()
    who.speak_as_for(judge)
    tables = workload.tables(judge)
    seen = _digest(tables)
    if wants_fragment() and request.args.get("seen") == seen:
        return "", 204
    said = wording.strings()
    return answer(
        "judge/home.html",
        "judge/_home.html",
        judge=judge,
        judge_name=who.name_of(judge),
        tables=tables,
        due_tables=[t for t in tables if t.is_open and not t.is_done],
        done_tables=[t for t in tables if t.is_open and t.is_done],
        closed_tables=[t for t in tables if not t.is_open],
        dimensions=workload.rubric(judge.competition),
        said=said,
        signs=wording.SIGNS,
        standing=lambda row: wording.standing(row, said),
        seen=seen,
    )


def _is_own_page(judge: Judge) -> bool:
    """Whether the list that polls is this judge's: another link may have been opened since."""
    asked_for = request.args.get("judge", who.name_of(judge))
    return identity.is_confirmed() and asked_for == who.name_of(judge)


def _digest(tables: list[workload.Table]) -> str:
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
