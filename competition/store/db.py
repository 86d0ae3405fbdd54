"""The database: one engine, reads anywhere, writes one at a time.

SQLite in WAL mode with `synchronous=FULL`: a commit is on disk when `commit()`
returns. A write transaction begins with `BEGIN IMMEDIATE`, because a deferred one that
reads first and writes later fails at once when another writer came between; and a
process-wide lock is taken first, because SQLite's own busy handler is unfair, and
stops every other request of the process while it waits.
"""

import datetime as dt
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, Dialect, Engine, MetaData, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry

from competition.store import database_file
from competition.store.collector import without_collector
from competition.store.database_errors import is_failure, is_locked

WRITE_WAIT_SECONDS = 5.0
"""How long a write waits for the lock and for another program's lock, both together."""
TRY_AGAIN_SECONDS = 0.02
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


_WRITING = "accord.writing"
"""Set in `Session.info` while the session writes."""


class Unavailable(Busy):
    """The disk is full or failing, or the database's file was moved: somebody must look after it.

    Where the file was moved in the middle of a commit, the write is stored if it comes back.
    """


writer_lock = threading.Lock()
"""Held by the one thread that writes: by `writing`, and by `group_commit`."""


@contextmanager
def writing(wait: float | None = None) -> Iterator[Session]:
    """One write transaction: commits at the end, leaves nothing behind on any exception.

    What the session read before is read again under the lock. Read and check a request's body
    first: nothing inside may wait for a network. `wait` is how many seconds to wait for the lock,
    WRITE_WAIT_SECONDS by default.

    Raises `Busy` when the lock could not be had, `Unavailable` when the disk or the file could
    not; nothing was stored then.
    """
    session = db.session()
    session.rollback()
    wait = WRITE_WAIT_SECONDS if wait is None else wait
    give_up = time.monotonic() + wait
    if not writer_lock.acquire(timeout=wait):
        raise Busy
    try:
        try:
            _begin_write(session, give_up)
            session.info[_WRITING] = True
            with storing(db.engine.dialect), without_collector():
                yield session
                session.commit()
        except DBAPIError as error:
            raise_refusal(error)
        finally:
            # After a commit there is nothing to roll back; after anything else, all of it.
            session.rollback()
            session.info.pop(_WRITING, None)
    finally:
        writer_lock.release()


def is_writing(session: Session) -> bool:
    """Whether the session is inside `writing`, and may have changed what it reads."""
    return _WRITING in session.info


def release_connection() -> None:
    """End the session's read transaction and give its connection back, before a long wait.

    What the session has read is read again when it is used.
    """
    db.session().rollback()


@contextmanager
def storing(dialect: Dialect) -> Iterator[None]:
    """Around the work and the commit of a write: what is committed is in the file at its address.

    Raises `Unavailable` if it is not, or if the disk fails.
    """
    file = database_file.of_dialect(dialect)
    if file.is_displaced():
        raise Unavailable
    try:
        yield
    except DBAPIError as error:
        if is_failure(error) and not is_locked(error):
            file.note_failure(str(error.orig))
        raise
    # The commit holds in the file that is open; but nobody may rely on that one.
    if file.is_displaced():
        raise Unavailable
    file.note_success()


def raise_refusal(error: DBAPIError) -> NoReturn:
    """Raise `Busy` or `Unavailable` for a failure of the database, and any other error as it is."""
    if not is_failure(error):
        raise error
    refusal = Busy if is_locked(error) else Unavailable
    raise refusal(str(error.orig)) from error


def _begin_write(session: Session, give_up: float) -> None:
    """Begin as soon as no other program holds the database.

    SQLite would wait inside one call, during which nothing else in this process can run. So it is
    asked again and again, and requests that only read are answered in between.
    """

    def begin() -> None:
        try:
            session.connection(execution_options={"write": True, "wait": False})
        except DBAPIError:
            session.rollback()
            raise

    _retry_while_locked(begin, give_up)


def begin_write(execute: Callable[[str], object], dialect: Dialect, give_up: float) -> None:
    """Begin a write transaction on a driver's connection, where `execute` runs SQL.

    Tries until `give_up`, by the monotonic clock, while another program holds the database; then
    raises `OperationalError`.
    """
    # Other drivers begin automatically.
    if dialect.name == "sqlite":
        _retry_while_locked(lambda: _begin_immediately(execute, wait=False), give_up)


def _retry_while_locked(begin: Callable[[], None], give_up: float) -> None:
    while True:
        try:
            return begin()
        except OperationalError as error:
            if not is_locked(error) or time.monotonic() >= give_up:
                raise
        time.sleep(TRY_AGAIN_SECONDS)


def new_token() -> str:
    """A secret token for an address: 192 random bits in 32 characters."""
    return secrets.token_urlsafe(24)


def now() -> str:
    """The current time as it is stored: ISO 8601, UTC, milliseconds, sortable as text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


@event.listens_for(Engine, "do_connect")
def _open_no_other_file(
    dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], _options: Any
) -> None:
    if dialect.name == "sqlite":
        file = database_file.of_dialect(dialect)
        file.raise_if_displaced()
        record.info[_FILE] = (file, arguments[0])


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
    if connection.dialect.name != "sqlite":
        return
    options = connection.get_execution_options()
    if not options.get("write", False):
        connection.exec_driver_sql("BEGIN")
        return
    _begin_immediately(connection.exec_driver_sql, wait=options.get("wait", True))


def _begin_immediately(execute: Callable[[str], object], *, wait: bool) -> None:
    if not wait:
        execute("PRAGMA busy_timeout=0")
    try:
        execute("BEGIN IMMEDIATE")
    finally:
        execute(f"PRAGMA busy_timeout={READ_WAIT_MILLISECONDS}")
