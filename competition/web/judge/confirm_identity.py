"""“Are you …?”: asked once after a link is opened, before any mark is shown.

If two judges' cards were mixed up, one judge's marks would go into the other's sheets, and nobody
would notice until the receipts are compared. The answer is valid for this session on this device;
opening another link asks again. Only pages require it, not the API.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from competition.actions import accounts as actions
from competition.web import sessions
from competition.web.judge import judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.judge.device import device_kind

P = ParamSpec("P")

CONFIRMED = "judge_said_yes"
DEVICE = "judge_device"
JUDGE_PAGE = re.compile(
    r"/judge/(matches/[a-z0-9-]{1,64}(/review|/receipt|/conference)?|results/[a-z0-9-]{1,64}|declaration|messages)"
    r"(\?change=1)?"
)


def is_confirmed() -> bool:
    """Whether the judge of this session has confirmed who they are."""
    token = session.get(sessions.JUDGE)
    return token is not None and session.get(CONFIRMED) == token


def confirmed_required(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Only for a judge who has confirmed; others are asked first and then brought to this page."""

    @wraps(view)
    @sessions.judge_required
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_confirmed():
            return view(*args, **kwargs)
        wanted = request.path + ("?change=1" if request.args.get("change") == "1" else "")
        return redirect(url_for("judge.home_page", next=judge_path(wanted)), 303)

    return guarded


def ask_page() -> ResponseReturnValue:
    """The question, shown instead of the judge's list."""
    judge = sessions.judge()
    assert judge is not None
    judge_context.use_judges_language(judge)
    return render_template(
        "judge/confirm_identity.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        next_path=judge_path(request.args.get("next")),
    )


def reload_page() -> ResponseReturnValue:
    """Tells a polling page that is no longer this judge's to reload."""
    return Response(status=200, headers={"HX-Refresh": "true"})


@bp.post("/judge/confirm")
@sessions.judge_required
def post_confirm() -> ResponseReturnValue:
    """“Yes, that is me”: continue to the page that the judge asked for.

    If another judge's link was opened in another tab meanwhile, ask again.
    """
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge = sessions.judge()
    assert judge is not None
    token = session[sessions.JUDGE]
    # What this browser was called before, for this judge; another judge's device starts anew.
    known = session.get(DEVICE) or []
    name = known[1] if known and known[0] == judge.id else None
    kind = device_kind(request.headers.get("User-Agent", ""))
    session[DEVICE] = [judge.id, actions.confirm_device(token, kind, name)]
    session[CONFIRMED] = token
    return redirect(judge_path(request.form.get("next")) or url_for("judge.home_page"), 303)


@bp.post("/judge/give-back")
@sessions.judge_required
def post_give_back() -> ResponseReturnValue:
    """“No”: end the session and say what to do with the tablet."""
    judge = sessions.judge()
    assert judge is not None
    judge_context.use_judges_language(judge)
    if token := sessions.pop_token(sessions.JUDGE):
        actions.end_session(token)
    return render_template("judge/given_back.html")


def judge_path(wanted: str | None) -> str | None:
    """The address if it is a judge's page to come back to, otherwise None."""
    return wanted if wanted and JUDGE_PAGE.fullmatch(wanted) else None
