"""A competition with everything that it consists of but the sheets, as rows to be read only.

The rows belong to no session: nothing is read later, and nothing that is set on them is stored.
"""

from typing import Any

from sqlalchemy import Connection, Select, inspect, select
from sqlalchemy.orm import RelationshipDirection, Session
from sqlalchemy.orm.attributes import set_committed_value

from competition.store.models import (
    Competition,
    Dimension,
    Entry,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Rubric,
    Stage,
    Team,
    Zone,
)
from competition.store.topic_models import FocalPoint, Topic

_PARENTS: dict[Any, Any] = {
    Dimension: Rubric,
    FocalPoint: Topic,
    Member: Team,
    Entry: Match,
    PanelSeat: Match,
}
"""What has no competition's id of its own, and what it belongs to."""
_MODELS: tuple[Any, ...] = (Rubric, Topic, Zone, Team, Judge, Stage, Round, Match, *_PARENTS)


def read_whole(connection: Connection, competition_key: str) -> Competition | None:
    """The competition as the connection's transaction sees it; None without one of that key.

    Every relationship between its rows is there.
    """
    with Session(bind=connection) as session:
        competition = session.scalar(select(Competition).filter_by(key=competition_key))
        if competition is None:
            return None
        rows: dict[Any, list[Any]] = {Competition: [competition]}
        for model in _MODELS:
            rows[model] = list(session.scalars(_rows_of(model, competition.id)))
        for model in rows:
            _relate(model, rows)
        session.expunge_all()
        return competition


def _rows_of(model: Any, competition_id: int) -> Select[Any]:
    query = select(model)
    if parent := _PARENTS.get(model):
        query = query.join(parent).where(parent.competition_id == competition_id)
    else:
        query = query.where(model.competition_id == competition_id)
    return query.order_by(model.position) if hasattr(model, "position") else query


def _relate(model: Any, rows: dict[Any, list[Any]]) -> None:
    """Fill in the model's relationships to rows that have been read."""
    for relationship in inspect(model).relationships:
        name, target = relationship.key, relationship.mapper.class_
        if target not in rows:
            continue
        ((local, remote),) = relationship.local_remote_pairs
        if relationship.direction is RelationshipDirection.MANYTOONE:
            by_id = {row.id: row for row in rows[target]}
            for row in rows[model]:
                set_committed_value(row, name, by_id.get(getattr(row, local.key)))
            continue
        found: dict[int, list[Any]] = {}
        for row in rows[target]:
            found.setdefault(getattr(row, remote.key), []).append(row)
        for row in rows[model]:
            below = found.get(row.id, [])
            set_committed_value(
                row, name, below if relationship.uselist else next(iter(below), None)
            )
