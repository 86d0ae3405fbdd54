"""The judge's list: the matches to score now, and those already scored."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from competition.actions import declarations
from competition.store.models import Judge
from competition.web import sessions
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.judge import assignments, confirm_identity, judge_context, strings
from competition.web.judge.blueprint import bp
from competition.web.language import current


@bp.get("/judge")
@sessions.judge_required
def home_page() -> ResponseReturnValue:
    """The judge's matches, open ones first.

    htmx asks every few seconds and is answered 204 if nothing has changed.
    """
    judge = sessions.judge()
    assert judge is not None
    if wants_fragment() and not _is_own_page(judge):
        return confirm_identity.reload_page()
    if not confirm_identity.is_confirmed():
        return confirm_identity.ask_page()
    judge_context.use_judges_language(judge)
    matches = assignments.match_assignments(judge)
    dimensions = assignments.rubric_dimensions(judge.competition)
    declaration = _declaration_state(judge)
    seen = _digest(matches, len(dimensions), declaration)
    if wants_fragment() and request.args.get("seen") == seen:
        return "", 204
    texts = strings.all_strings()
    return page_or_fragment(
        "judge/home.html",
        "judge/_home.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        due_assignments=[each for each in matches if each.is_open and not each.is_done],
        done_assignments=[
            each for each in matches if each.is_open and each.is_done and each.is_awaited
        ],
        idle_assignments=[each for each in matches if each.is_open and not each.is_awaited],
        closed_assignments=[each for each in matches if not each.is_open],
        declaration=declaration,
        dimensions=dimensions,
        texts=texts,
        signs=strings.SIGNS,
        status_text=lambda sheet: strings.status_text(sheet, texts),
        seen=seen,
    )


def _is_own_page(judge: Judge) -> bool:
    """Whether the polling list is this judge's: another judge's link may have been opened since."""
    page_judge = request.args.get("judge", judge_context.judge_name(judge))
    return confirm_identity.is_confirmed() and page_judge == judge_context.judge_name(judge)


def _declaration_state(judge: Judge) -> str:
    """Whether the judge's declaration is `made`, still to be `asked` for, or nobody's need."""
    if judge.declaration:
        return "made"
    competition = judge.competition
    return "" if declarations.is_all_judged(competition) or not competition.teams else "asked"


def _digest(matches: list[assignments.MatchAssignment], dimensions: int, declaration: str) -> str:
    """A digest that changes whenever the fragment would."""
    states = [
        (
            assignment.match.key,
            assignment.match.round.state,
            sheet.version,
            sheet.closed.code if sheet.closed else "",
            sheet.is_reopened,
            sheet.not_awaited,
            sheet.late is not None,
        )
        for assignment in matches
        for sheet in assignment.sheets
    ]
    return hashlib.sha256(repr((current(), dimensions, declaration, states)).encode()).hexdigest()[
        :16
    ]
