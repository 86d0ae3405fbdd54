"""The fairness report for the head judge alone: of the stages whose result that judge may see.

Those are the stages whose result the organiser has asked the head judge to sign, and those that
are published and that the judge headed a panel in. Nobody else on the panel finds the page.
"""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import signatures
from competition.actions.fairness_pages import find_fairness
from competition.actions.refusals import Refused
from competition.store.models import Judge, Stage
from competition.web import sessions
from competition.web.fairness_content import FairnessStageView, fairness_views
from competition.web.judge import judge_context
from competition.web.judge.blueprint import bp
from competition.web.judge.confirm_identity import confirmed_required


@bp.get("/judge/fairness")
@confirmed_required
def head_judge_fairness_page() -> ResponseReturnValue:
    """The report on the stages that the head judge may see; 404 for everybody else."""
    judge = sessions.judge()
    assert judge is not None
    stages = {stage.key for stage in stages_to_report(judge)}
    if not stages:
        abort(404)
    judge_context.use_judges_language(judge)
    refusal, status = "", 200
    views: list[FairnessStageView] = []
    try:
        page = find_fairness(judge.competition.key)
        shown = [stage for stage in page["stages"] if stage["stage"] in stages]
        views = fairness_views({"stages": shown})
    except Refused as refused:
        refusal, status = refused.text(gettext), 503
    page_text = render_template(
        "judge/fairness.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        views=views,
        refusal=refusal,
    )
    return page_text, status


def stages_to_report(judge: Judge) -> list[Stage]:
    """The stages of matches whose report this judge may read; none but for a head judge."""
    if not judge.head:
        return []
    return [
        stage
        for stage in judge.competition.stages
        if stage.kind != "paper"
        and (
            signatures.may_sign_as_head_judge(judge, stage)
            or (stage.release == "published" and _has_headed(judge, stage))
        )
    ]


def _has_headed(judge: Judge, stage: Stage) -> bool:
    return any(
        seat.judge_id == judge.id
        for round_ in stage.rounds
        for match in round_.matches
        for seat in match.seats
    )
