"""The judge says who they are: asked once after a link is opened, before any mark is shown.

A card that was mixed up would write one judge's marks into another's sheets, and nobody would
notice until the receipts are compared. The answer holds for this session of this device: another
link asks again. Nothing but pages waits for it; the API does not.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from competition.actions import accounts as actions
from competition.web import sessions
from competition.web.judge import judge_name, unsaved_form
from competition.web.judge.blueprint import bp

P = ParamSpec("P")

SAID = "judge_said_yes"
ONWARD = re.compile(r"/judge/matches/[a-z0-9-]{1,64}(/review|/receipt)?(\?change=1)?")


def is_confirmed() -> bool:
    """Whether the judge of this session has said that it is them."""
    token = session.get(sessions.JUDGE)
    return token is not None and session.get(SAID) == token


def confirmed_required(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Only for a judge who has said so; one who has not is asked first and led on afterwards."""

    @wraps(view)
    @sessions.judge_required
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_confirmed():
            return view(*args, **kwargs)
        wanted = request.path + ("?change=1" if request.args.get("change") == "1" else "")
        return redirect(url_for("judge.home_page", next=_own_path(wanted)), 303)

    return guarded


def ask_page() -> ResponseReturnValue:
    """The question, instead of the judge's list. A list that polls loads itself anew for it."""
    judge = sessions.judge()
    assert judge is not None
    judge_name.use_judges_language(judge)
    return render_template(
        "judge/question.html",
        judge=judge,
        judge_name=judge_name.judge_name(judge),
        onward=_own_path(request.args.get("next")),
    )


def reload_page() -> ResponseReturnValue:
    """What a page that htmx polls from is told when it is no longer this judge's."""
    return Response(status=200, headers={"HX-Refresh": "true"})


@bp.post("/judge/confirm")
@sessions.judge_required
def post_confirm() -> ResponseReturnValue:
    """“Yes, that is me”: on to where the judge wanted to go.

    A question that another judge's link has overtaken in another tab is asked anew.
    """
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    session[SAID] = session[sessions.JUDGE]
    return redirect(_own_path(request.form.get("next")) or url_for("judge.home_page"), 303)


@bp.post("/judge/give-back")
@sessions.judge_required
def post_give_back() -> ResponseReturnValue:
    """“No”: the session ends, and the page says what to do with the tablet."""
    judge = sessions.judge()
    assert judge is not None
    judge_name.use_judges_language(judge)
    if token := sessions.pop_token(sessions.JUDGE):
        actions.end_session(token)
    return render_template("judge/given_back.html")


def _own_path(wanted: str | None) -> str | None:
    """The address when it is a page of a judge's match, else nothing."""
    return wanted if wanted and ONWARD.fullmatch(wanted) else None
