"""The judge's link: exchanged for a session on this device, so that it leaves the address bar."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from competition.actions import accounts as actions
from competition.store import accounts
from competition.web import rate_limits, sessions
from competition.web.judge.blueprint import bp


@bp.get("/j/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Begin a session and redirect to the judge's page; 404 if the link is no longer valid."""
    judge = accounts.judge_by_token(token)
    if judge is None:
        abort(404 if rate_limits.bad_token() else 429)
    # Link previews in chats ask with HEAD and get no session.
    if request.method == "GET":
        sessions.renew_csrf_token()
        signed_in = sessions.judge()
        if signed_in is None or signed_in.id != judge.id:
            if old_token := sessions.pop_token(sessions.JUDGE):
                actions.end_session(old_token)
            sessions.start(sessions.JUDGE, actions.begin_session(judge=judge))
    return redirect(url_for("judge.home_page"), 303)


@bp.post("/judge/leave")
@sessions.judge_required
def judge_sign_out() -> ResponseReturnValue:
    """End this device's session; the link on the judge's card starts a new one."""
    if token := sessions.pop_token(sessions.JUDGE):
        actions.end_session(token)
    return redirect(url_for("judge.signed_out_page"), 303)


@bp.get("/judge/left")
def signed_out_page() -> ResponseReturnValue:
    """The page after a judge has signed out."""
    return render_template("judge/signed_out.html")
