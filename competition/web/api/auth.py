"""Which judge is asking: a bearer token, or the session of a judge's tablet."""

from flask import abort, request, session

from competition.store import accounts, judge_auth
from competition.store.judge_auth import AuthenticatedJudge
from competition.store.models import Judge
from competition.web import presence, rate_limits, sessions


def requesting_judge() -> Judge:
    """The judge, or an answer of 401 or 429; see `passing`."""
    judge = accounts.judge_by_id(authenticated_judge().id)
    if judge is None:
        abort(401)
    return judge


def authenticated_judge() -> AuthenticatedJudge:
    """Who the judge is, or an answer of 401 or 429 before anything asked for is looked up.

    A session must also prove that the request comes from the judge's own page (X-CSRFToken),
    and may say in `X-Accord-Judge` (competition/judge) whose page it is: a tablet on which
    another judge's link was opened meanwhile must not write into that judge's sheets.
    """
    judge = _requesting()
    presence.presence_list().heard(judge.name)
    return judge


def _requesting() -> AuthenticatedJudge:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _judge_of_token(token.strip())
    kept = session.get(sessions.JUDGE)
    found = judge_auth.by_session(kept) if isinstance(kept, str) else None
    if found is None or request.headers.get("X-Accord-Judge", found.name) != found.name:
        abort(401)
    sessions.csrf.protect()
    return found


def _judge_of_token(token: str) -> AuthenticatedJudge:
    found = judge_auth.by_token(token)
    if found is None:
        abort(401 if rate_limits.bad_token() else 429)
    return found
