"""Which judge is asking: a bearer token, or the session of a judge's tablet."""

from flask import abort, request

from competition.store import people
from competition.store.people import Judge

from .. import limits, presence, sessions
from ..judge.who import name_of


def asking() -> Judge:
    """The judge, or an answer of 401 or 429 before anything that was asked for is looked up.

    A session must also prove that the request comes from the judge's own page (X-CSRFToken),
    and may say in `X-Accord-Judge` (competition/judge) whose page it is: a tablet on which
    another judge's link was opened meanwhile must not write into that judge's sheets.
    """
    judge = _asking()
    presence.roll().heard(name_of(judge))
    return judge


def _asking() -> Judge:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _of_token(token.strip())
    judge = sessions.judge()
    if judge is None:
        abort(401)
    if request.headers.get("X-Accord-Judge", name_of(judge)) != name_of(judge):
        abort(401)
    sessions.csrf.protect()
    return judge


def _of_token(token: str) -> Judge:
    judge = people.judge_by_token(token)
    if judge is None:
        abort(401 if limits.bad_token() else 429)
    return judge
