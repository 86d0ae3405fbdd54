"""What the audit binds of a competition: every thing that a result follows from, by name.

Each function reads the tables as they are and gives digests by name, such as `match/semi-1` or
`sheet/semi-1/bus/jo#2`. The audit's rows keep how these differ from before an act to after it
(`Binding`), so that following the rows gives what the tables should hold.

A digest is of a thing's rows with all their columns but those that change without an act. A column
without a value does not enter it, so that a database keeps its digests when a column is added.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Text, bindparam, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from competition.store import audit
from competition.store.audit_binding import Binding
from competition.store.decision_models import Deduction, Draw, PaperScore, Ruling
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
from competition.store.outcome_models import Outcome
from competition.store.raw_sql import RawConnection
from competition.store.sheet_digests import (
    bound_version,
    content_digest,
    hold_name,
    json_digest,
    version_name,
)
from competition.store.sheets import Sheet, SheetVersion, VersionContent, WriteId
from competition.store.snapshots import SealedSnapshot, Snapshot, sealed_snapshots
from competition.store.statements import Statement
from competition.store.topic_models import FocalPoint, Topic

Bound = dict[str, Any]
"""Digests by name."""

BOUND = "record.bind"
"""The audit's action for the row that binds the data of a database from before."""
_LIVELY = ("token", "heard_at")
"""Columns of `judge` that change with a judge's sign-ins: nothing is counted from them."""
_COMPETITION: ColumnElement[int] = bindparam("competition")


class _Rows(NamedTuple):
    """The rows of one table that belong to things of a kind: first the thing's name, then them."""

    kind: str
    statement: Statement
    names: int
    """How many columns make the name."""
    labels: tuple[str, ...]


def _columns(model: Any) -> list[Any]:
    return [column for column in model.__table__.columns if column.name not in _LIVELY]


def _plain(column: Any) -> Any:
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _rows(
    kind: str, names: list[Any], model: Any, *joins: Any, of: Any, order: Any = None
) -> _Rows:
    columns = _columns(model)
    query = select(*names, *map(_plain, columns)).select_from(model)
    for join in joins:
        query = query.join(join)
    query = query.where(of == _COMPETITION).order_by(model.id if order is None else order, model.id)
    labels = (model.__tablename__, *(column.name for column in columns))
    return _Rows(kind, Statement(query), len(names), labels)


_SET_UP = (
    _rows("competition", [], Competition, of=Competition.id),
    _rows("rubric", [], Rubric, of=Rubric.competition_id),
    _rows("rubric", [], Dimension, Rubric, of=Rubric.competition_id),
    _rows("topic", [Topic.key], Topic, of=Topic.competition_id),
    _rows("topic", [Topic.key], FocalPoint, Topic, of=Topic.competition_id),
    _rows("zone", [Zone.key], Zone, of=Zone.competition_id),
    _rows("team", [Team.key], Team, of=Team.competition_id),
    _rows("team", [Team.key], Member, Team, of=Team.competition_id),
    _rows("judge", [Judge.key], Judge, of=Judge.competition_id),
    _rows("stage", [Stage.key], Stage, of=Stage.competition_id),
    _rows("paper_score", [Stage.key, Team.key], PaperScore, Stage, Team, of=Stage.competition_id),
    _rows("round", [Stage.key, Round.key], Round, Stage, of=Stage.competition_id),
    _rows("match", [Match.key], Match, Round, Stage, of=Stage.competition_id),
    _rows("match", [Match.key], Entry, Match, Round, Stage, of=Stage.competition_id),
    _rows("match", [Match.key], PanelSeat, Match, Round, Stage, of=Stage.competition_id),
    _rows("draw", [Draw.key], Draw, of=Draw.competition_id),
    _rows("outcome", [Outcome.kind], Outcome, of=Outcome.competition_id),
)


def _part(model: Any, of: list[Any], fields: tuple[str, ...]) -> Any:
    """A query of a table that the file holds as a list of parts without a key."""
    columns: list[InstrumentedAttribute[Any]] = [getattr(model, name) for name in fields]
    return select(model.id, *of, *map(_plain, columns)).select_from(model).order_by(model.id)


_NOTED = ("by", "at", "placeholder", "source")
_DEDUCTION = ("match", "team", "points", "percent", "phase", "reason", *_NOTED)
_RULING = ("stage", "teams", "minutes", "votes", *_NOTED)
_DEDUCTIONS = Statement(
    _part(Deduction, [Match.key, Team.key], _DEDUCTION[2:])
    .join(Match, Match.id == Deduction.match_id)
    .join(Team, Team.id == Deduction.team_id)
    .where(Match.competition_id == _COMPETITION)
)
_RULINGS = Statement(
    _part(Ruling, [Stage.key], _RULING[1:])
    .join(Stage, Stage.id == Ruling.stage_id)
    .where(Stage.competition_id == _COMPETITION)
)
_PARSED = {"reason", "by", "source", "teams", "minutes", "votes"}
_HOLDS = Statement(
    select(Match.key, Team.key, Judge.key, Sheet.override)
    .select_from(Sheet)
    .join(Match, Match.id == Sheet.match_id)
    .join(Team, Team.id == Sheet.team_id)
    .join(Judge, Judge.id == Sheet.judge_id)
    .where(Match.competition_id == _COMPETITION, Sheet.override != "")
)
_VERSION = [getattr(SheetVersion, name) for name in (*VersionContent._fields, *WriteId._fields)]
_VERSIONS = Statement(
    select(
        Competition.key,
        Match.key,
        Team.key,
        Judge.key,
        SheetVersion.competition_id,
        Sheet.match_id,
        Sheet.team_id,
        SheetVersion.judge_id,
        SheetVersion.stored_at,
        SheetVersion.receipt,
        *map(_plain, _VERSION),
    )
    .select_from(SheetVersion)
    .join(Sheet, Sheet.id == SheetVersion.sheet_id)
    .join(Match, Match.id == Sheet.match_id)
    .join(Competition, Competition.id == Match.competition_id)
    .join(Team, Team.id == Sheet.team_id)
    .join(Judge, Judge.id == Sheet.judge_id)
    .where(Match.competition_id == _COMPETITION)
    .order_by(SheetVersion.id)
)
_COMPETITIONS = Statement(select(Competition.id, Competition.key).order_by(Competition.id))
_JSON_FIELDS = [isinstance(column.type, JSON) for column in _VERSION]


def read_set_up(connection: RawConnection, competition_id: int | None) -> Bound:
    """Rubric, rule, teams, panels, entries, deductions, rulings…: all that organisers decide.

    Without a competition there is nothing.
    """
    if competition_id is None:
        return {}
    things: dict[str, list[Any]] = {}
    for kind, statement, names, labels in _SET_UP:
        for row in connection.all(statement, competition=competition_id):
            name = "/".join((kind, *row[:names]))
            things.setdefault(name, []).append([labels[0], _without_none(labels[1:], row[names:])])
    found: Bound = {name: json_digest(rows) for name, rows in things.items()}
    for kind, statement, fields, names in (
        ("deduction", _DEDUCTIONS, _DEDUCTION, 2),
        ("ruling", _RULINGS, _RULING, 1),
    ):
        for number, *row in connection.all(statement, competition=competition_id):
            name = f"{'/'.join((kind, *row[:names]))}#{number}"
            found[name] = json_digest(_present(fields, row))
    for *keys, override in connection.all(_HOLDS, competition=competition_id):
        found[hold_name("/".join(keys))] = override
    return found


def read_versions(
    connection: RawConnection, competition_id: int | None
) -> Iterator[tuple[str, Any]]:
    """Every version of every sheet: its name, and what is bound of it."""
    if competition_id is None:
        return
    for row in connection.all(_VERSIONS, competition=competition_id):
        ids, stored_at, receipt = row[4:8], row[8], row[9]
        values = [
            json.loads(value) if is_json and value is not None else value
            for is_json, value in zip(_JSON_FIELDS, row[10:], strict=True)
        ]
        size = len(VersionContent._fields)
        version, write = VersionContent(*values[:size]), WriteId(*values[size:])
        digest = content_digest(
            row[:4], version.number, version.state, version.marks, version.comment
        )
        value = bound_version(ids, version, write, stored_at, receipt, digest)
        yield version_name("/".join(row[1:4]), version.number), value


def bound_snapshot(snapshot: Snapshot | SealedSnapshot) -> list[str]:
    """What the audit binds of a snapshot: the digest of its content, and one of all the rest."""
    rest = [getattr(snapshot, name) for name in SealedSnapshot._fields if name != "content"]
    return [snapshot.sha256, json_digest(rest)]


def snapshot_name(number: int) -> str:
    """What a binding calls a snapshot."""
    return f"snapshot/{number}"


def read_everything(connection: RawConnection, competition_id: int | None, key: str) -> Bound:
    """All that is bound of a competition."""
    return {
        **read_set_up(connection, competition_id),
        **dict(read_versions(connection, competition_id)),
        **{snapshot_name(each.number): bound_snapshot(each) for each in sealed_snapshots(key)},
    }


def bind_all(connection: RawConnection) -> None:
    """Bind all data of every competition, a row each: for data from before the audit bound any."""
    for competition_id, key in connection.all(_COMPETITIONS):
        everything = read_everything(connection, competition_id, key)
        row = audit.NewRow(key, "Accord", BOUND, key, binding=Binding({}, everything))
        audit.append_raw(connection, row)


def _without_none(labels: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return {k: value for k, value in zip(labels, values, strict=True) if value is not None}


def _present(fields: tuple[str, ...], row: list[Any]) -> dict[str, Any]:
    """A part of the file, as `file_export` gives it."""
    part = {}
    for name, value in zip(fields, row, strict=True):
        if value is not None:
            value = json.loads(value) if name in _PARSED else value
            part[name] = bool(value) if name == "placeholder" else value
    return part
