"""The judge's name in scripts and storage, and the judge's default language."""

from flask import g

from competition.store.models import Judge
from competition.web import presence, sessions
from competition.web.judge.blueprint import bp


@bp.before_request
def note_seen() -> None:
    """Record that this judge was seen just now; their pages say if they are a rehearsal's."""
    if (judge := sessions.judge()) is not None:
        g.is_rehearsal = judge.competition.rehearsal_of is not None
        presence.presence_list().record_seen(judge_name(judge))


def judge_name(judge: Judge) -> str:
    """A judge's unique name: the competition's key and the judge's."""
    return f"{judge.competition.key}/{judge.key}"


def use_judges_language(judge: Judge) -> None:
    """Answer in the competition's first language if the browser asks for none.

    Call it only once the judge's page was found: every 404 has the same bytes.
    """
    g.fallback_language = next(iter(judge.competition.languages or []), None)
