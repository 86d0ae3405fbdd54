"""SQL statements for `raw_sql`: written in SQLAlchemy like any other, and compiled once.

A `RowStatement` is about one row of values. A server can be sent many rows at once, as JSON, and
several such statements as one: a group of writes then takes one round trip instead of some for
each write, and holds its competition's row for as long as that.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import (
    JSON,
    ClauseElement,
    ColumnElement,
    Dialect,
    FromClause,
    Integer,
    Select,
    String,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.types import TypeEngine

Compiled = tuple[str, list[tuple[str, Callable[[Any], Any] | None, Any]], bool]
"""The SQL; each value's name, conversion and default in order; whether values go by position."""
Types = Mapping[str, TypeEngine[Any]]
ROW_NUMBER = "row_number"


class Values(Protocol):
    """The values of a row by name: each sent by itself, or a column of the rows that are sent."""

    def __getitem__(self, name: str, /) -> ColumnElement[Any]: ...


class Statement:
    """A select, insert or update with `bindparam`s for its values, compiled once per dialect."""

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: Dialect) -> Compiled:
        """The statement for this dialect."""
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compile(self._clause, dialect)
        return known


class RowStatement(Statement):
    """A statement about one row of values, which a server can run for many at once.

    `names` are those of its values. Of rows that are sent together with the same values of `key`,
    only the last counts; without a key all do. Of queries with the same only the first is asked
    ahead, as what follows from its answer may change that of the others. `number` is another for
    each statement.
    """

    _numbers = itertools.count()

    def __init__(
        self,
        one: ClauseElement,
        many: Callable[[FromClause], ClauseElement],
        types: Types,
        key: Sequence[str] = (),
    ) -> None:
        super().__init__(one)
        self.names = tuple(name for name in types if name != ROW_NUMBER)
        self.key = tuple(key)
        self.number = next(self._numbers)
        # A name of its own, because several statements are sent as one.
        name = f"sent_{self.number}"
        self._many = Statement(many(_rows(name, types)))

    def compiled_many(self, dialect: Dialect) -> Compiled:
        """The statement for all rows of a list, which is its only value."""
        return self._many.compiled(dialect)


def insert_row(table: Any, names: Sequence[str]) -> RowStatement:
    """Add a row with these columns of a model's table."""
    types = _types(table, {name: name for name in names})
    return RowStatement(
        insert(table).values({name: bindparam(name, type_=types[name]) for name in names}),
        lambda rows: insert(table).from_select(names, select(*(rows.c[name] for name in names))),
        types,
    )


def update_row(table: Any, key: tuple[str, str], columns: Mapping[str, str]) -> RowStatement:
    """Change the row whose column `key[0]` is the value named `key[1]`.

    `columns` is the name of each changed column's value.
    """
    types = _types(table, {key[1]: key[0], **{value: name for name, value in columns.items()}})

    def changed(values: Values) -> ClauseElement:
        of_row = getattr(table, key[0]) == values[key[1]]
        new = {getattr(table, name): values[value] for name, value in columns.items()}
        return update(table).where(of_row).values(new)

    one = {name: bindparam(name, type_=kind) for name, kind in types.items()}
    return RowStatement(changed(one), lambda rows: changed(rows.c), types, key[1:])


def select_row(
    types: Types, key: Sequence[str], query: Callable[[Values], Select[Any]]
) -> RowStatement:
    """A query that finds one row at most for its values.

    For many, each row found has the number of its values before it.
    """

    def found(rows: FromClause) -> ClauseElement:
        # OFFSET keeps the server from joining whole tables: it looks up one row after the other.
        each = query(rows.c).offset(literal_column("0")).lateral("found")
        return select(rows.c[ROW_NUMBER], *each.c).select_from(rows.join(each, true()))

    one = {name: bindparam(name, type_=kind) for name, kind in types.items()}
    return RowStatement(query(one), found, {**types, ROW_NUMBER: Integer()}, key)


class Composed:
    """Several statements about many rows each, as one; for a server, in no order.

    The server runs all of them on what was there before any.
    """

    def __init__(self, statements: Sequence[RowStatement], dialect: Dialect) -> None:
        compiled = [statement.compiled_many(dialect) for statement in statements]
        *first, last = (text for text, _, _ in compiled)
        before = ", ".join(f"write_{number} AS ({text})" for number, text in enumerate(first))
        self.text = f"WITH {before} {last}" if first else last
        self._values = [value for _, (value,), _ in compiled]

    def values(self, rows: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
        """What is sent, from each statement's rows."""
        return {
            name: convert(list(of_one)) if convert else list(of_one)
            for (name, convert, _), of_one in zip(self._values, rows, strict=True)
        }


_composed: dict[tuple[RowStatement, ...], Composed] = {}


def composed(statements: tuple[RowStatement, ...], dialect: Dialect) -> Composed:
    """These statements as one."""
    known = _composed.get(statements)
    if known is None:
        known = _composed[statements] = Composed(statements, dialect)
    return known


def _rows(name: str, types: Types) -> FromClause:
    """The rows of a list of objects that is sent as JSON; null is NULL."""
    columns = (column(each, _plain(kind)) for each, kind in types.items())
    sent = func.json_to_recordset(bindparam(name, type_=JSON()))
    return sent.table_valued(*columns, name=name).render_derived(with_types=True)


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type without a length, which the column itself has."""
    return String() if isinstance(kind, String) else kind


def _types(table: Any, columns: Mapping[str, str]) -> dict[str, TypeEngine[Any]]:
    return {name: getattr(table, column_).type for name, column_ in columns.items()}


def _compile(clause: ClauseElement, dialect: Dialect) -> Compiled:
    compiled: Any = clause.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    values = []
    for name in compiled.positiontup if compiled.positional else compiled.params:
        kind = compiled.binds[name].type if name in compiled.binds else None
        convert = kind and kind.dialect_impl(dialect).bind_processor(dialect)
        values.append((name, convert, compiled.params[name]))
    return str(compiled), values, bool(compiled.positional)
