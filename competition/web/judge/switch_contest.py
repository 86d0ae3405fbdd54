"""From the real contest to its rehearsal on the same tablet with one touch, and back.

Back leads only where the tablet came from: a link of the rehearsal opens nothing of the contest.
"""

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from competition.actions import accounts
from competition.actions.whole_rehearsal import judge_in_rehearsal
from competition.store.models import Judge
from competition.web import sessions
from competition.web.judge.blueprint import bp
from competition.web.judge.confirm_identity import CONFIRMED, DEVICE, is_confirmed
from competition.web.judge.device import device_kind


@bp.post("/judge/rehearsal")
@sessions.judge_required
def switch_contest() -> ResponseReturnValue:
    """Go to the rehearsal (`to` is `rehearsal`), or back to the real contest (`contest`).

    Who is there already, as after a double touch, stays there; 404 where there is no such way.
    """
    judge = sessions.judge()
    assert judge is not None
    wants_rehearsal = request.form.get("to") == "rehearsal"
    if wants_rehearsal != (judge.competition.rehearsal_of is not None):
        if wants_rehearsal:
            if not is_confirmed():
                return redirect(url_for("judge.home_page"), 303)
            _go(judge_in_rehearsal(judge) or abort(404))
        elif not sessions.is_away_in_rehearsal():
            abort(404)
        else:
            sessions.come_back_from_rehearsal()
    return redirect(url_for("judge.home_page"), 303)


def _go(judge: Judge) -> None:
    """Begin a session in the rehearsal for the judge, who has said already who they are."""
    token = accounts.begin_session(judge=judge)
    sessions.go_to_rehearsal(token, (CONFIRMED, DEVICE))
    kind = device_kind(request.headers.get("User-Agent", ""))
    session[DEVICE] = [judge.id, accounts.confirm_device(token, kind, None)]
    session[CONFIRMED] = token


def way_to(judge: Judge) -> str:
    """For the judge's list: where the one touch leads, `rehearsal`, `contest`, or nowhere ("")."""
    if judge.competition.rehearsal_of is not None:
        return "contest" if sessions.is_away_in_rehearsal() else ""
    return "rehearsal" if judge_in_rehearsal(judge) else ""
