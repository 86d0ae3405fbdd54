"""Which judge is asking: by a bearer token, or by the session of a judge's tablet."""

from flask import abort, request, session

from competition.store import accounts, judge_auth
from competition.store.judge_auth import AuthenticatedJudge
from competition.store.models import Judge
from competition.web import presence, rate_limits, request_log, sessions


def requesting_judge() -> Judge:
    """The judge who is asking; otherwise 401 or 429, as `authenticated_judge`."""
    judge = accounts.judge_by_id(authenticated_judge().id)
    if judge is None:
        abort(401)
    return judge


def authenticated_judge() -> AuthenticatedJudge:
    """Who is asking; otherwise 401 or 429, before anything is looked up.

    A session must also prove that the request comes from the judge's own page (X-CSRFToken),
    and may name that judge in `X-Accord-Judge` (competition/judge): if another judge's link was
    opened on the tablet meanwhile, the old page must not write into that judge's sheets.
    """
    judge = _authenticate()
    presence.presence_list().record_seen(judge.name)
    request_log.asked_by_judge(judge.name)
    return judge


def _authenticate() -> AuthenticatedJudge:
    scheme, _, bearer_token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _judge_by_token(bearer_token.strip())
    token = session.get(sessions.JUDGE)
    found = judge_auth.by_session(token) if isinstance(token, str) else None
    if found is None or request.headers.get("X-Accord-Judge", found.name) != found.name:
        abort(401)
    sessions.csrf.protect()
    return found


def _judge_by_token(token: str) -> AuthenticatedJudge:
    found = judge_auth.by_token(token)
    if found is None:
        abort(401 if rate_limits.bad_token() else 429)
    return found
