"""The database: one engine, reads anywhere, writes one at a time.

SQLite in WAL mode with `synchronous=FULL`: a commit is on disk when `commit()`
returns. A write transaction begins with `BEGIN IMMEDIATE`, because a deferred one that
reads first and writes later fails at once when another writer came between; and a
process-wide lock stands in front of it, because SQLite's own busy handler is unfair, and
stops every other request of the process while it waits.
"""

import datetime as dt
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, Dialect, Engine, MetaData, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry

WRITE_WAIT_SECONDS = 5.0
"""How long a write waits for its turn and for another program's lock, both together."""
TRY_AGAIN_SECONDS = 0.02
READ_WAIT_MILLISECONDS = 5000


class Base(DeclarativeBase):
    """Every table's base: constraints have names, so that migrations can speak of them."""

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


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """What the type checker is to take a table for."""

        __abstract__ = True
else:
    Model = db.Model


class NotedMixin:
    """What the competition file may say about any object: made up for now, or where it is from."""

    placeholder: Mapped[bool | None] = mapped_column(default=None)
    source: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class Busy(Exception):
    """The write could not be stored now, and nothing of it was; try again with the same key."""


writer_lock = threading.Lock()


@contextmanager
def writing(wait: float | None = None) -> Iterator[Session]:
    """One write transaction: commits at the end, leaves nothing behind on any exception.

    What the session read before is read again under the lock. Read and check a request's
    body before entering: nothing inside may wait for a network. `wait` is how many seconds to
    wait for the turn, WRITE_WAIT_SECONDS if not given.

    Raises `Busy` when the lock or the disk could not be had; nothing was stored then.
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
            yield session
            session.commit()
        except OperationalError as error:
            raise Busy(str(error.orig)) from error
        finally:
            # After a commit there is nothing to roll back; after anything else, all of it.
            session.rollback()
    finally:
        writer_lock.release()


def _begin_write(session: Session, give_up: float) -> None:
    """Begin, as soon as no other program holds the database.

    SQLite waits inside a call, where nothing else of this process can run; so it is asked
    again and again, and whoever only reads is answered meanwhile.
    """

    def begin() -> None:
        try:
            session.connection(execution_options={"write": True, "wait": False})
        except OperationalError:
            session.rollback()
            raise

    _retry_while_locked(begin, give_up)


def begin_write(say: Callable[[str], object], dialect: Dialect, give_up: float) -> None:
    """The same on a driver's connection; `say` runs the driver's own words."""
    # Other drivers begin by themselves.
    if dialect.name == "sqlite":
        _retry_while_locked(lambda: _begin_immediately(say, wait=False), give_up)


def _retry_while_locked(begin: Callable[[], None], give_up: float) -> None:
    while True:
        try:
            return begin()
        except OperationalError as error:
            if not _is_locked(error) or time.monotonic() >= give_up:
                raise
        time.sleep(TRY_AGAIN_SECONDS)


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def new_token() -> str:
    """A token for an address: 192 random bits in 32 letters."""
    return secrets.token_urlsafe(24)


def now() -> str:
    """The time as the store keeps it: ISO 8601, UTC, milliseconds, sortable as text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # SQLAlchemy's `begin` event starts transactions here, not the driver.
    connection.isolation_level = None
    wait = f"busy_timeout={READ_WAIT_MILLISECONDS}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", wait):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    options = connection.get_execution_options()
    if not options.get("write", False):
        connection.exec_driver_sql("BEGIN")
        return
    _begin_immediately(connection.exec_driver_sql, wait=options.get("wait", True))


def _begin_immediately(say: Callable[[str], object], *, wait: bool) -> None:
    if not wait:
        say("PRAGMA busy_timeout=0")
    try:
        say("BEGIN IMMEDIATE")
    finally:
        say(f"PRAGMA busy_timeout={READ_WAIT_MILLISECONDS}")
