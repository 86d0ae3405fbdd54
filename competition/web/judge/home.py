"""The judge's list: the matches to score now, and those already scored."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from competition.actions import declarations
from competition.actions.far_sheets import (
    FarSheet,
    OffScale,
    scales_told_to_head_judge,
    told_to_head_judge,
)
from competition.store.models import Judge
from competition.web import sessions
from competition.web.distinct_names import distinct_texts
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.judge import (
    assignments,
    conference,
    confirm_identity,
    fairness,
    judge_context,
    result,
    strings,
    switch_contest,
)
from competition.web.judge.blueprint import bp
from competition.web.language import current
from competition.web.signed_points import signed_points


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
    declaration = _declaration_state(judge)
    results = result.results_to_confirm(judge)
    asked = [(stage.key, done) for stage, done in results]
    conferences = conference.conferences_of(judge, [each.match for each in matches])
    shown = [(each["match"].key, each["is_open"]) for each in conferences]
    way = switch_contest.way_to(judge)
    far = _far_from_panel(judge, matches)
    off_scale, has_fairness = _off_scale(judge, matches), bool(fairness.stages_to_report(judge))
    named = [(each.match.key, each.team.key, each.judge.key, each.distance) for each in far]
    scales = [(each.judge.key, each.mean, each.sheets) for each in off_scale]
    seen = _digest(matches, f"{declaration} {asked} {shown} {way} {named} {scales} {has_fairness}")
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
        results=results,
        conferences=conferences,
        way=way,
        far_from_panel=far,
        off_scale=off_scale,
        has_fairness=has_fairness,
        signed_points=signed_points,
        judge_names=distinct_texts(judge.competition.judges) if far or off_scale else {},
        team_names=distinct_texts(judge.competition.teams) if far else {},
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


def _far_from_panel(judge: Judge, matches: list[assignments.MatchAssignment]) -> list[FarSheet]:
    """What a head judge is told of the open matches, once all own sheets there are submitted."""
    if not judge.head:
        return []
    opened = [each.match for each in matches if each.is_open and each.is_done]
    return [far for match in opened for far in told_to_head_judge(judge, match)]


def _off_scale(judge: Judge, matches: list[assignments.MatchAssignment]) -> list[OffScale]:
    if not judge.head:
        return []
    opened = [each.match for each in matches if each.is_open and each.is_done]
    told = (far for match in opened for far in scales_told_to_head_judge(judge, match))
    return list({far.judge.key: far for far in told}.values())


def _digest(matches: list[assignments.MatchAssignment], declaration: str) -> str:
    """A digest that changes whenever the fragment would."""
    states = [
        (
            assignment.match.key,
            len(assignment.dimensions),
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
    return hashlib.sha256(repr((current(), declaration, states)).encode()).hexdigest()[:16]
