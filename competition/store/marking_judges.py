"""Who may write in a match: the judges on its panel, and its trainees.

Who was replaced there no longer may; what such a judge has written stays, to be read.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from competition.store.db import db
from competition.store.models import Judge, Match, PanelSeat


def may_mark(match: Any = Match, judge: Any = Judge) -> ColumnElement[bool]:
    """Whether the judge marks in the match: a condition for a query that has a row of each."""
    seated = exists().where(PanelSeat.match_id == match.id, PanelSeat.judge_id == judge.id)
    trainee = func.json_each(match.trainees).table_valued("value")
    return or_(seated, exists(select(1).select_from(trainee).where(trainee.c.value == judge.key)))


def is_marking(match: Match, judge: Judge) -> bool:
    """Whether the judge is on the match's panel or one of its trainees."""
    query = select(1).select_from(Match).join(Judge, Judge.id == judge.id)
    return db.session.scalar(query.where(Match.id == match.id, may_mark())) is not None


def has_sheets(match: Match, judge: Judge) -> bool:
    """Whether the judge marks in the match, or did before being replaced there."""
    replaced = any(part["from"] == judge.key for part in match.replacements or ())
    return replaced or is_marking(match, judge)
