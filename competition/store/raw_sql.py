"""The short way to the database, for the judges' write path and nothing else.

A statement is written in SQLAlchemy like any other, compiled once, and run on the driver's own
cursor: SQLAlchemy's way from a statement to its row costs more than all the rest of a write.
What the driver gives back is not converted: read a JSON column as `cast(column, Text)`.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement, Dialect, PoolProxiedConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from competition.store.db import db

Ready = tuple[str, list[tuple[str, Callable[[Any], Any] | None, Any]], bool]


class Statement:
    """A select, insert or update that is compiled once; its values are its `bindparam`s."""

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        self._ready: dict[str, Ready] = {}

    def ready(self, dialect: Dialect) -> Ready:
        """The text; each value's name, conversion and default in order; whether by place."""
        known = self._ready.get(dialect.name)
        if known is None:
            known = self._ready[dialect.name] = self._compile(dialect)
        return known

    def _compile(self, dialect: Dialect) -> Ready:
        made: Any = self._clause.compile(
            dialect=dialect, compile_kwargs={"render_postcompile": True}
        )
        values = []
        for name in made.positiontup if made.positional else made.params:
            kind = made.binds[name].type if name in made.binds else None
            convert = kind and kind.dialect_impl(dialect).bind_processor(dialect)
            values.append((name, convert, made.params[name]))
        return str(made), values, bool(made.positional)


class RawConnection:
    """A connection as its driver sees it. Raises SQLAlchemy's OperationalError like the rest."""

    def __init__(self, connection: PoolProxiedConnection, dialect: Dialect) -> None:
        self._cursor = connection.cursor()
        self._dialect = dialect
        self._problem: Any = dialect.loaded_dbapi.OperationalError

    @classmethod
    def of_session(cls, session: Session) -> "RawConnection":
        """What lies below a session, in the same transaction; what it held is flushed."""
        session.flush()
        connection = session.connection()
        return cls(connection.connection, connection.dialect)

    def run(self, statement: Statement, **values: Any) -> None:
        """Run a statement."""
        text, wanted, by_place = statement.ready(self._dialect)
        sent: Any = [
            convert(values.get(name, default)) if convert else values.get(name, default)
            for name, convert, default in wanted
        ]
        if not by_place:
            sent = {name: value for (name, _, _), value in zip(wanted, sent, strict=True)}
        self.say(text, sent)

    def one(self, statement: Statement, **values: Any) -> Any:
        """The first row, a tuple, or None."""
        self.run(statement, **values)
        return self._cursor.fetchone()

    def all(self, statement: Statement, **values: Any) -> list[Any]:
        """All rows."""
        self.run(statement, **values)
        return list(self._cursor.fetchall())

    def say(self, text: str, values: Any = ()) -> None:
        """Run the driver's own words."""
        try:
            self._cursor.execute(text, values)
        except self._problem as error:
            raise OperationalError(text, None, error) from error


def read_row(statement: Statement, **values: Any) -> Any:
    """The first row as it is committed now, outside of any transaction; a tuple, or None."""
    engine = db.engine
    connection = engine.raw_connection()
    try:
        return RawConnection(connection, engine.dialect).one(statement, **values)
    finally:
        connection.close()
