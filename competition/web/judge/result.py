"""The head judge confirms a stage's result on the tablet, once an organiser has asked for it.

Until then the page is not there: a judge sees no totals before the signatures are asked for.
"""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import signatures as actions
from competition.actions.refusals import Refused
from competition.actions.standings import count_standings
from competition.certification import digest_of_standings, short_digest
from competition.store import queries
from competition.store.models import Judge, Stage
from competition.web import sessions
from competition.web.distinct_names import distinct_texts
from competition.web.judge import judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.judge.confirm_identity import confirmed_required
from competition.web.template_filters import localized


@bp.get("/judge/results/<stage_key>")
@confirmed_required
def result_page(stage_key: str) -> ResponseReturnValue:
    """The stage's standings and digest, and the button that signs them."""
    judge, stage = _found(stage_key)
    return _page(judge, stage)


@bp.post("/judge/results/<stage_key>")
@confirmed_required
def post_result_signature(stage_key: str) -> ResponseReturnValue:
    """Sign the result whose digest the page showed."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge, stage = _found(stage_key)
    digest = request.form.get("digest", "")
    try:
        actions.sign_as_head_judge(judge.competition.key, stage.key, digest, judge.key)
    except Refused as refusal:
        return _page(judge, stage, refusal.text(gettext))
    return redirect(url_for("judge.result_page", stage_key=stage.key), 303)


def results_to_confirm(judge: Judge) -> list[tuple[Stage, bool]]:
    """The stages whose result this judge is asked to confirm, and whether that is done."""
    return [
        (stage, _has_signed(judge, stage))
        for stage in judge.competition.stages
        if judge.head and actions.may_sign_as_head_judge(judge, stage)
    ]


def _found(stage_key: str) -> tuple[Judge, Stage]:
    judge = sessions.judge()
    assert judge is not None
    stage = queries.find_stage(judge.competition, stage_key)
    if stage is None or not actions.may_sign_as_head_judge(judge, stage):
        abort(404)
    judge_context.use_judges_language(judge)
    return judge, stage


def _has_signed(judge: Judge, stage: Stage) -> bool:
    digest, name = actions.current_digest(judge.competition, stage.key), actions.signing_name(judge)
    return any(
        (row.part["role"], row.part["name"], row.part["digest"]) == ("head_judge", name, digest)
        for row in actions.signature_rows(judge.competition, stage.key)
    )


def _page(judge: Judge, stage: Stage, refusal: str = "") -> ResponseReturnValue:
    counted = count_standings(judge.competition)[stage.key]
    digest = digest_of_standings(counted)
    page = render_template(
        "judge/result.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        stage=stage,
        counted=counted,
        digest=digest,
        short=short_digest(digest),
        team_names={
            key: localized(text) for key, text in distinct_texts(judge.competition.teams).items()
        },
        is_signed=_has_signed(judge, stage),
        refusal=refusal,
    )
    return page, 422 if refusal else 200
