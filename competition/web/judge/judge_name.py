"""The judge as one word, and the language for a judge whose browser asks for none."""

from flask import g

from competition.store.models import Judge
from competition.web import presence, sessions
from competition.web.judge.blueprint import bp


@bp.before_request
def note_seen() -> None:
    """Whoever asks for a judge's page was heard just now."""
    if (judge := sessions.judge()) is not None:
        presence.presence_list().heard(judge_name(judge))


def judge_name(judge: Judge) -> str:
    """A judge as one word: the competition's key and the judge's."""
    return f"{judge.competition.key}/{judge.key}"


def use_judges_language(judge: Judge) -> None:
    """Answer in the competition's first language where the browser asks for none.

    Only once something of the judge's was found: a 404 is the same bytes for everything.
    """
    g.fallback_language = next(iter(judge.competition.languages or []), None)
