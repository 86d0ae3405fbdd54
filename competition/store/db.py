"""The database: one engine, reads anywhere, writes one at a time for each competition.

SQLite in WAL mode with `synchronous=FULL`: a commit is on disk when `commit()`
returns. A write transaction begins with `BEGIN IMMEDIATE`, because a deferred one that
reads first and writes later fails at once when another writer came between; and a
process-wide lock is taken first, because SQLite's own busy handler is unfair, and
stops every other request of the process while it waits.

PostgreSQL where several machines share a competition (`postgres`): a write holds the rows of what
it writes (`write_locks`), a reader sees one moment.
"""

import datetime as dt
import secrets
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, Dialect, Engine, MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry

from competition.store import database_file, postgres
from competition.store.reach import reach_of

READ_WAIT_MILLISECONDS = 5000
_FILE = "accord.database_file"


class Base(DeclarativeBase):
    """The base of every table: constraints have names, so that migrations can refer to them."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            dict[str, Any]: JSON(none_as_null=True),
            list[Any]: JSON(none_as_null=True),
        },
    )


T = TypeVar("T")

db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """The base of tables as the type checker sees it."""

        __abstract__ = True
else:
    Model = db.Model


class NotedMixin:
    """What the competition file may note of any object: a placeholder, or where it is from."""

    placeholder: Mapped[bool | None] = mapped_column(default=None)
    source: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class PerDatabase(Generic[T]):
    """State that belongs to a database of this process: each application has its own.

    Call it, in an application context, for the current application's.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._by_engine: WeakKeyDictionary[Engine, T] = WeakKeyDictionary()

    def __call__(self) -> T:
        engine = db.engine
        found = self._by_engine.get(engine)
        return self._by_engine.setdefault(engine, self._make()) if found is None else found


class Busy(Exception):
    """The write could not be stored now, and nothing of it was: try again with the same key."""


class Unavailable(Busy):
    """The disk is full or failing, or the database's file was moved: somebody must look after it.

    Where the file was moved in the middle of a commit, the write is stored if it comes back.
    """


class NotConfirmed(Unavailable):
    """It is not known whether the write is stored: the database went away while it committed.

    The same key settles it.
    """


def new_token() -> str:
    """A secret token for an address: 192 random bits in 32 characters."""
    return secrets.token_urlsafe(24)


def now() -> str:
    """The current time as it is stored: ISO 8601, UTC, milliseconds, sortable as text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


@event.listens_for(Engine, "do_connect")
def _open(
    dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]
) -> Any:
    if dialect.name != "sqlite":
        return postgres.connect(arguments, options, reach_of(dialect))
    # No other file than before.
    file = database_file.of_dialect(dialect)
    file.raise_if_displaced()
    record.info[_FILE] = (file, arguments[0])
    return None


@event.listens_for(Engine, "checkout")
def _renew_lost(connection: Any, _record: ConnectionPoolEntry, _proxy: Any) -> None:
    # Another is made then, or refused where the server is known to be away.
    if isinstance(connection, postgres.BoundedConnection) and (
        connection.is_lost() or connection.reach.is_away
    ):
        raise DisconnectionError("the server has ended it, or is away")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    try:
        # SQLAlchemy's `begin` event starts transactions here, not the driver.
        connection.isolation_level = None
        wait = f"busy_timeout={READ_WAIT_MILLISECONDS}"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", wait):
            connection.execute(f"PRAGMA {pragma}")
        file, path = record.info[_FILE]
        file.note_connection(path, id(record))
    except BaseException:
        connection.close()
        raise


@event.listens_for(Engine, "close")
def _forget_connection(connection: Any, record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        file, _ = record.info[_FILE]
        file.forget_connection(id(record))


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name != "sqlite":
        driver: Any = connection.connection.driver_connection
        return postgres.begin(driver, writes=options.get("write", False))
    if not options.get("write", False):
        connection.exec_driver_sql("BEGIN")
        return None
    return begin_immediately(connection.exec_driver_sql, wait=options.get("wait", True))


def begin_immediately(execute: Callable[[str], object], *, wait: bool) -> None:
    """Begin a write transaction of SQLite; without `wait` it fails at once where another writes."""
    if not wait:
        execute("PRAGMA busy_timeout=0")
    try:
        execute("BEGIN IMMEDIATE")
    finally:
        execute(f"PRAGMA busy_timeout={READ_WAIT_MILLISECONDS}")
