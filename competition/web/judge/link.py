"""The judge's link: exchanged for a session of this device, then gone from the address."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from competition.actions import accounts as actions
from competition.store import accounts
from competition.web import rate_limits, sessions
from competition.web.judge.blueprint import bp


@bp.get("/j/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Begin a session and lead to the judge's page; a dead link is like no page at all."""
    judge = accounts.judge_by_token(token)
    if judge is None:
        abort(404 if rate_limits.bad_token() else 429)
    # What only looks ahead (a chat's link preview) asks with HEAD and gets no session.
    if request.method == "GET":
        here = sessions.judge()
        if here is None or here.id != judge.id:
            if earlier := sessions.pop_token(sessions.JUDGE):
                actions.end_session(earlier)
            sessions.start(sessions.JUDGE, actions.begin_session(judge=judge))
    return redirect(url_for("judge.home_page"), 303)


@bp.post("/judge/leave")
@sessions.judge_required
def judge_sign_out() -> ResponseReturnValue:
    """End this device's session; the link on the judge's card opens a new one."""
    if token := sessions.pop_token(sessions.JUDGE):
        actions.end_session(token)
    return redirect(url_for("judge.signed_out_page"), 303)


@bp.get("/judge/left")
def signed_out_page() -> ResponseReturnValue:
    """What holds once a judge has signed out."""
    return render_template("judge/left.html")
