"""Which judge is asking: a bearer token, or the session of a judge's tablet."""

from flask import abort, request, session

from competition.store import passes, people
from competition.store.passes import Pass
from competition.store.people import Judge

from .. import limits, presence, sessions


def asking() -> Judge:
    """The judge, or an answer of 401 or 429; see `passing`."""
    judge = people.judge(passing().id)
    if judge is None:
        abort(401)
    return judge


def passing() -> Pass:
    """Who the judge is, or an answer of 401 or 429 before anything asked for is looked up.

    A session must also prove that the request comes from the judge's own page (X-CSRFToken),
    and may say in `X-Accord-Judge` (competition/judge) whose page it is: a tablet on which
    another judge's link was opened meanwhile must not write into that judge's sheets.
    """
    judge = _asking()
    presence.roll().heard(judge.name)
    return judge


def _asking() -> Pass:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _of_token(token.strip())
    kept = session.get(sessions.JUDGE)
    found = passes.of_session(kept) if isinstance(kept, str) else None
    if found is None or request.headers.get("X-Accord-Judge", found.name) != found.name:
        abort(401)
    sessions.csrf.protect()
    return found


def _of_token(token: str) -> Pass:
    found = passes.of_token(token)
    if found is None:
        abort(401 if limits.bad_token() else 429)
    return found
