"""The match clock on the judge's tablet, and the head judge who decides about overtime."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import overtime as actions
from competition.actions.corrections import CorrectionNeeded
from competition.actions.refusals import NotFound, Refused
from competition.store import queries
from competition.store.models import Judge, Match
from competition.web import clock_answers, sessions
from competition.web.clock_sides import clock_sides
from competition.web.distinct_names import distinct_texts
from competition.web.judge import judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.judge.confirm_identity import confirmed_required
from competition.web.sessions import judge_required
from competition.web.template_filters import localized
from competition.web.whole_number import parse_whole_number


@bp.get("/judge/clocks.json")
@judge_required
def get_clocks() -> ResponseReturnValue:
    """All match clocks of the judge's competition, and the server's time."""
    return clock_answers.every_clock_answer(_judge().competition.key)


@bp.get("/judge/clocks.stream")
@judge_required
def get_clocks_stream() -> ResponseReturnValue:
    """All match clocks of the judge's competition, as they change."""
    return clock_answers.every_clock_stream(_judge().competition.key)


@bp.get("/judge/matches/<match>/overtime")
@confirmed_required
def overtime_page(match: str) -> ResponseReturnValue:
    """What overtime would cost, for the head judge of the match's panel."""
    return _page(*_found(match))


@bp.post("/judge/matches/<match>/overtime")
@confirmed_required
def post_overtime(match: str) -> ResponseReturnValue:
    """Deduct what the page proposed, or waive it with a reason."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge, found = _found(match)
    sent = request.form
    seconds = parse_whole_number(sent.get("seconds")) or 0
    about = (judge.competition.key, found.key, sent.get("phase", ""), sent.get("team", ""), seconds)
    who = f"judge {judge.key}"
    try:
        if sent.get("decision") == "confirm":
            actions.confirm_overtime(*about, who, head=judge.key)
        else:
            actions.waive_overtime(*about, sent.get("reason", ""), who, head=judge.key)
    except NotFound:
        abort(404)
    except CorrectionNeeded:
        said = gettext("The result is public already: ask the organiser to decide about this.")
        return _page(judge, found, said), 422
    except Refused as refusal:
        return _page(judge, found, refusal.text(gettext)), 422
    return redirect(url_for("judge.overtime_page", match=found.key), 303)


def clock_on_tablet(judge: Judge, match: Match) -> dict[str, Any]:
    """What the match's page shows of its clock: nothing where none is set up."""
    has_clock = bool(judge.competition.rubric.clock)
    return {
        "clock_sides": clock_sides(match) if has_clock else None,
        "clocks": clock_answers.clocks_of_page(judge.competition.key) if has_clock else None,
        "decides_overtime": actions.may_decide_overtime(match, judge),
    }


def _judge() -> Judge:
    judge = sessions.judge()
    assert judge is not None
    return judge


def _found(key: str) -> tuple[Judge, Match]:
    judge = _judge()
    match = queries.find_match(judge.competition, key)
    if (
        match is None
        or match.round.state == "draft"
        or not actions.may_decide_overtime(match, judge)
    ):
        abort(404)
    judge_context.use_judges_language(judge)
    return judge, match


def _page(judge: Judge, match: Match, refusal: str = "") -> str:
    names = distinct_texts(judge.competition.teams)
    return render_template(
        "judge/overtime.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        match=match,
        number=match.round.matches.index(match) + 1,
        overtime=actions.match_overtime(match),
        deducted=actions.phases_deducted(match),
        team_names={key: localized(text) for key, text in names.items()},
        refusal=refusal,
    )
