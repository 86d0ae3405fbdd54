"""What one judge's sheet for one team is checked and added up by."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, select

from competition.rule_in_force import is_marked_by
from competition.store.models import Dimension, Rubric
from competition.store.raw_sql import RawConnection
from competition.store.statements import Statement


class SheetRule(NamedTuple):
    """The rubric in force, as one judge's sheet for one team has it.

    `dimensions` are those that the judge marks, in the rubric's order and with `min`; `others`
    the keys of those that only judges of other categories mark. `personal` is the scale of marks
    for single contestants, with `min`, or None; `members` are the keys of the team's contestants.
    """

    dimensions: list[dict[str, Any]]
    others: frozenset[str]
    personal: dict[str, Any] | None
    members: tuple[str, ...]


def sheet_rule(
    rubric: Mapping[str, Any], category: str | None, members: Iterable[str]
) -> SheetRule:
    """Return the rule of a sheet by a judge of this category, from the rubric in force."""
    dimensions, others = [], set()
    for dimension in rubric["dimensions"]:
        if is_marked_by(dimension, category):
            dimensions.append({"min": "0", **dimension})
        else:
            others.add(dimension["key"])
    scale = rubric.get("personal")
    personal = {"min": "0", **scale} if scale else None
    return SheetRule(dimensions, frozenset(others), personal, tuple(members))


_DIMENSIONS = Statement(
    select(
        *(Dimension.key, Dimension.max, Dimension.min, Dimension.step, Dimension.factor),
        *(cast(Dimension.marked_by, Text), cast(Rubric.personal, Text)),
    )
    .join(Rubric, Rubric.id == Dimension.rubric_id)
    .where(Rubric.competition_id == bindparam("competition"))
    .order_by(Dimension.position)
)


def read_rubric(connection: RawConnection, competition_id: int) -> dict[str, Any]:
    """Return the competition's rubric, as far as it takes to check marks and to add them up.

    It is read once for all judges' writes that share a transaction.
    """
    name = ("rubric", competition_id)
    rubric: dict[str, Any] | None = connection.recall(name)
    if rubric is not None:
        return rubric
    rubric = {"dimensions": []}
    for key, highest, lowest, step, factor, marked_by, personal in connection.all(
        _DIMENSIONS, competition=competition_id
    ):
        dimension = {"key": key, "max": highest, "min": lowest or "0", "step": step}
        categories = {} if marked_by is None else {"marked_by": json.loads(marked_by)}
        rubric["dimensions"].append({**dimension, "factor": factor, **categories})
        rubric["personal"] = None if personal is None else json.loads(personal)
    connection.remember(name, rubric)
    return rubric
