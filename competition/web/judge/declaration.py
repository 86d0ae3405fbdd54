"""The judge's declaration of relations to teams: asked once, corrected until the first match.

It never stands in the way of scoring: the list of matches asks for it, and it can be put off.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from competition.actions import declarations as actions
from competition.actions.refusals import Refused
from competition.store.models import Competition, Judge
from competition.web import sessions
from competition.web.declarations import RELATIONS, declared_of
from competition.web.distinct_names import distinct_texts
from competition.web.judge import judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.judge.confirm_identity import confirmed_required

NOTHING = lazy_gettext("Tick what applies to you, or press “None of these apply”.")
BOTH = lazy_gettext(
    "You have ticked something and pressed “None of these apply”. Clear the ticks, or press “Send "
    "my declaration”."
)


@bp.get("/judge/declaration")
@confirmed_required
def declaration_page() -> ResponseReturnValue:
    """All teams with what can be ticked; once declared what was declared, to be printed."""
    judge = _judge()
    if judge.declaration and not (request.args.get("change") and actions.may_declare(judge)):
        return render_template(
            "judge/declared.html",
            judge=judge,
            judge_name=judge_context.judge_name(judge),
            declared=declared_of(judge),
            may_change=actions.may_declare(judge),
        )
    relations = (judge.declaration or {}).get("relations", ())
    return _form(judge, {f"{each['team']}/{each['kind']}" for each in relations})


@bp.post("/judge/declaration")
@confirmed_required
def post_declaration() -> ResponseReturnValue:
    """Keep what was declared, then back to the matches."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge = _judge()
    ticked = set(request.form.getlist("relation")) & _choices(judge.competition)
    if bool(ticked) == ("none" in request.form):
        return _form(judge, ticked, str(BOTH if ticked else NOTHING))
    pairs = [
        (team.key, kind)
        for team in judge.competition.teams
        for kind in RELATIONS
        if f"{team.key}/{kind}" in ticked
    ]
    try:
        actions.declare(judge.competition.key, judge.key, pairs)
    except Refused as refusal:
        return _form(judge, ticked, refusal.text(gettext))
    return redirect(url_for("judge.declaration_page"), 303)


def _form(judge: Judge, ticked: set[str], refusal: str = "") -> ResponseReturnValue:
    page = render_template(
        "judge/declaration.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        teams=judge.competition.teams,
        team_names=distinct_texts(judge.competition.teams),
        kinds=RELATIONS,
        ticked=ticked,
        refusal=refusal,
    )
    return page, 422 if refusal else 200


def _judge() -> Judge:
    judge = sessions.judge()
    assert judge is not None
    judge_context.use_judges_language(judge)
    return judge


def _choices(competition: Competition) -> set[str]:
    return {f"{team.key}/{kind}" for team in competition.teams for kind in RELATIONS}
