"""Who may write in a match: the judges on its panel, and its trainees.

Who was replaced there no longer may; what such a judge has written stays, to be read.
"""

from typing import Any

from sqlalchemy import ColumnElement, String, exists, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from competition.store.db import db
from competition.store.models import Judge, Match, PanelSeat


class _Texts(FunctionElement[Any]):
    """The texts in a JSON array as rows; no row for NULL."""

    inherit_cache = True


class _Objects(FunctionElement[Any]):
    """The objects in a JSON array as rows; no row for NULL."""

    inherit_cache = True


class _From(FunctionElement[str]):
    """The text that a JSON object has under "from"."""

    type = String()
    inherit_cache = True


@compiles(_Texts)
@compiles(_Objects)
def _compile_elements(element: _Texts | _Objects, compiler: Any, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


@compiles(_Texts, "postgresql")
def _compile_texts(element: _Texts, compiler: Any, **more: Any) -> str:
    return f"json_array_elements_text({compiler.process(element.clauses, **more)})"


@compiles(_Objects, "postgresql")
def _compile_objects(element: _Objects, compiler: Any, **more: Any) -> str:
    return f"json_array_elements({compiler.process(element.clauses, **more)})"


@compiles(_From)
def _compile_from(element: _From, compiler: Any, **more: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **more)}, '$.from')"


@compiles(_From, "postgresql")
def _compile_from_of_json(element: _From, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} ->> 'from')"


def may_mark(match: Any = Match, judge: Any = Judge) -> ColumnElement[bool]:
    """Whether the judge marks in the match: a condition for a query that has a row of each."""
    seated = exists().where(PanelSeat.match_id == match.id, PanelSeat.judge_id == judge.id)
    trainee = _Texts(match.trainees).table_valued("value")
    return or_(seated, exists(select(1).select_from(trainee).where(trainee.c.value == judge.key)))


def may_have_marked(match: Any = Match, judge: Any = Judge) -> ColumnElement[bool]:
    """Whether the judge marks in the match or was replaced there; a condition as `may_mark`."""
    left = _Objects(match.replacements).table_valued("value")
    names = _From(left.c.value) == judge.key
    return or_(may_mark(match, judge), exists(select(1).select_from(left).where(names)))


def is_marking(match: Match, judge: Judge) -> bool:
    """Whether the judge is on the match's panel or one of its trainees."""
    query = select(1).select_from(Match).join(Judge, Judge.id == judge.id)
    return db.session.scalar(query.where(Match.id == match.id, may_mark())) is not None


def is_panel_head(match: Match, judge: Judge) -> bool:
    """Whether the judge is the head judge on the match's panel."""
    return bool(judge.head) and any(seat.judge_id == judge.id for seat in match.seats)


def has_sheets(match: Match, judge: Judge) -> bool:
    """Whether the judge marks in the match, or did before being replaced there."""
    replaced = any(part["from"] == judge.key for part in match.replacements or ())
    return replaced or is_marking(match, judge)
