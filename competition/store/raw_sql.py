"""SQL on the database driver itself, for the judges' write path, where speed matters.

A statement is written in SQLAlchemy like any other, compiled once (`statements`), and run on the
driver's own cursor: SQLAlchemy's way from a statement to its row costs more than all the rest of a
write. What the driver returns is not converted: read a JSON column as `cast(column, Text)`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import closing
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, PoolProxiedConnection
from sqlalchemy.orm import Session

from competition.store import postgres
from competition.store.database_errors import driver_error
from competition.store.db import db
from competition.store.statements import ROW_NUMBER, RowStatement, Statement, composed
from competition.store.transactions import is_writing, release_connection

T = TypeVar("T")


class RawConnection:
    """A connection of the driver. Raises SQLAlchemy's errors, like everything else."""

    def __init__(self, connection: PoolProxiedConnection, dialect: Dialect) -> None:
        self._cursor = connection.cursor()
        self._dialect = dialect
        self.is_shared = dialect.name != "sqlite"
        """Whether several machines may use the database."""
        self._known: dict[Hashable, Any] | None = None
        self._unsent: dict[RowStatement, dict[Hashable, Mapping[str, Any]]] | None = None
        self._ahead: dict[Hashable, Any] = {}
        self._problem: Any = dialect.loaded_dbapi.Error

    @classmethod
    def of_session(cls, session: Session) -> "RawConnection":
        """The connection below a session, in the same transaction; the session is flushed first."""
        session.flush()
        connection = session.connection()
        return cls(connection.connection, connection.dialect)

    @classmethod
    def writing(cls, pooled: PoolProxiedConnection, dialect: Dialect) -> "RawConnection":
        """A connection whose next statement begins a write transaction."""
        if dialect.name != "sqlite":
            driver: Any = pooled.driver_connection
            postgres.begin(driver, writes=True)
        return cls(pooled, dialect)

    @classmethod
    def of_group(cls, pooled: PoolProxiedConnection, dialect: Dialect) -> "RawConnection":
        """As `writing`, where all that the transaction does goes through this connection.

        A server is then sent a `RowStatement` that returns nothing with others like it: before the
        next question, or by `send`, which must come before the commit. Two that are sent together
        must not change the same row, unless by the same statement and key: read it in between.
        """
        connection = cls.writing(pooled, dialect)
        connection._known = {}
        if connection.is_shared:
            connection._unsent = {}
        return connection

    def remember(self, name: Hashable, value: Any) -> None:
        """Keep for the transaction what only this connection can change, if that is sure."""
        if self._known is not None:
            self._known[name] = value

    def recall(self, name: Hashable) -> Any:
        """What was remembered under that name; None where nothing is."""
        return None if self._known is None else self._known.get(name)

    def finds(self, text: str, values: Any) -> bool:
        """Run a query as the driver takes it; whether it found a row."""
        self.execute(text, values)
        return self._cursor.fetchone() is not None

    def rows(self, text: str, values: Any) -> list[Any]:
        """All rows of a query as the driver takes it."""
        self.execute(text, values)
        return list(self._cursor.fetchall())

    def run(self, statement: Statement, **values: Any) -> None:
        """Run a statement that returns nothing. What is sent later fails later."""
        if self._unsent is None or not isinstance(statement, RowStatement):
            self._run(statement, values)
            return
        rows = self._unsent.setdefault(statement, {})
        rows[_key(statement, values) or len(rows)] = values

    def send(self) -> None:
        """Send what was to be sent later."""
        if self._unsent:
            unsent, self._unsent = self._unsent, {}
            # Always in the same order, so that the server prepares it once.
            statements = sorted(unsent, key=lambda statement: statement.number)
            sent = composed(tuple(statements), self._dialect)
            self.execute(sent.text, sent.values([[*unsent[each].values()] for each in statements]))

    def read_ahead(self, statement: RowStatement, rows: Sequence[Mapping[str, Any]]) -> None:
        """Ask a server for what `one` will be asked, with each of these rows, in one question.

        Of rows with the same key only the first is asked, and its answer is given once: whatever
        is asked with that key afterwards may have changed.
        """
        asked = list({_key(statement, values): values for values in reversed(rows)}.values())
        if not self.is_shared or len(asked) < 2:
            return
        sent = composed((statement,), self._dialect)
        numbered = [{**values, ROW_NUMBER: at} for at, values in enumerate(asked)]
        answers: list[Any] = [None] * len(asked)
        for number, *found in self.rows(sent.text, sent.values([numbered])):
            answers[number] = tuple(found)
        for values, answer in zip(asked, answers, strict=True):
            self._ahead[_question(statement, values)] = answer

    def one(self, statement: Statement, **values: Any) -> Any:
        """The first row, a tuple, or None."""
        if self._ahead and isinstance(statement, RowStatement):
            question = _question(statement, values)
            if question in self._ahead:
                return self._ahead.pop(question)
        self._run(statement, values)
        try:
            return self._cursor.fetchone()
        except self._problem as error:
            raise driver_error(error, self._dialect) from error

    def all(self, statement: Statement, **values: Any) -> list[Any]:
        """All rows."""
        self._run(statement, values)
        try:
            return list(self._cursor.fetchall())
        except self._problem as error:
            raise driver_error(error, self._dialect) from error

    def _run(self, statement: Statement, values: Mapping[str, Any]) -> None:
        text, wanted, is_positional = statement.compiled(self._dialect)
        sent: Any = [
            convert(values.get(name, default)) if convert else values.get(name, default)
            for name, convert, default in wanted
        ]
        if not is_positional:
            sent = {name: value for (name, _, _), value in zip(wanted, sent, strict=True)}
        self.execute(text, sent)

    def execute(self, text: str, values: Any = ()) -> None:
        """Run SQL as the driver takes it."""
        self.send()
        try:
            self._cursor.execute(text, values)
        except self._problem as error:
            raise driver_error(error, self._dialect, text) from error


def _key(statement: RowStatement, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in statement.key)


def _question(statement: RowStatement, values: Mapping[str, Any]) -> Hashable:
    return (statement, *(values[name] for name in statement.names))


def raw_connection(engine: Engine) -> PoolProxiedConnection:
    """A connection of the driver from the pool. Raises SQLAlchemy's errors."""
    try:
        return engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as error:
        raise driver_error(error, engine.dialect) from error


def read_row(statement: Statement, **values: Any) -> Any:
    """The first row, a tuple, or None; read as `read_with` reads."""
    return read_with(lambda connection: connection.one(statement, **values))


def read_rows(statement: Statement, **values: Any) -> list[Any]:
    """All rows; read as `read_with` reads."""
    return read_with(lambda connection: connection.all(statement, **values))


def read_with(read: Callable[[RawConnection], T]) -> T:
    """Do `read`, which changes nothing, on what is committed now.

    On PostgreSQL it sees what the session sees, where that has begun a transaction.
    """
    # Whoever has a connection takes no second one there: as many requests as there are connections
    # would each keep one and wait for another, until all of them give up.
    if db.engine.dialect.name != "sqlite" and _has_begun():
        return read(RawConnection.of_session(db.session()))
    return with_connection(read)


def with_connection(work: Callable[[RawConnection], T]) -> T:
    """Do `work` outside any transaction; each of its statements sees what is committed then.

    On PostgreSQL a read transaction of the session ends before, for the same reason.
    """
    end_reading()
    engine = db.engine
    with closing(raw_connection(engine)) as connection:
        if engine.dialect.name == "sqlite":
            return work(RawConnection(connection, engine.dialect))
        driver: Any = connection.driver_connection
        with postgres.each_alone(driver):
            return work(RawConnection(connection, engine.dialect))


def end_reading() -> None:
    """Give the session's connection back before another is taken, unless the session writes.

    On SQLite it keeps it: there connections are not scarce.
    """
    if db.engine.dialect.name != "sqlite" and _has_begun() and not is_writing(db.session()):
        release_connection()


def _has_begun() -> bool:
    return db.session.registry.has() and db.session().in_transaction()
