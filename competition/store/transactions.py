"""Write transactions: one at a time for each competition, and what their failures mean."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from competition import measurements
from competition.store import database_file, postgres
from competition.store.collector import without_collector
from competition.store.database_errors import is_failure, is_locked
from competition.store.db import (
    Busy,
    NotConfirmed,
    PerDatabase,
    Unavailable,
    begin_immediately,
    db,
)
from competition.store.write_locks import WriterLocks, lock_rows

WRITE_WAIT_SECONDS = 5.0
"""How long a write waits for the lock and for another program's lock, both together."""
TRY_AGAIN_SECONDS = 0.02
_IDLE = str(round(postgres.IDLE_SECONDS * 1000))
_WRITING = "accord.writing"
"""Set in `Session.info` while the session writes."""


writer_locks = PerDatabase(lambda: WriterLocks(is_shared=db.engine.dialect.name == "sqlite"))
"""Held by the one thread that writes: by `writing`, and by `group_commit`."""


@contextmanager
def writing(*names: str, wait: float | None = None) -> Iterator[Session]:
    """One write transaction: commits at the end, leaves nothing behind on any exception.

    `names` are the keys of the competitions that it writes to, and `NO_COMPETITION` where it writes
    what belongs to none: the names of the audit's chains. Nobody else writes to these meanwhile.
    Without any, it may change only rows whose order does not matter.

    What the session read before is read again under the lock. Read and check a request's body
    first: nothing inside may wait for a network. `wait` is how many seconds to wait for the lock,
    WRITE_WAIT_SECONDS by default.

    Raises `Busy` when the lock could not be had, `Unavailable` when the disk, the file or the
    server could not; nothing was stored then. `NotConfirmed` where that is not known.
    """
    session = db.session()
    session.rollback()
    wait = WRITE_WAIT_SECONDS if wait is None else wait
    give_up = time.monotonic() + wait
    with writer_locks().holding(names, lambda: give_up - time.monotonic()) as is_held:
        if not is_held:
            raise Busy
        try:
            with postgres.until(give_up + postgres.COMMIT_SECONDS):
                _begin_write(session, names, give_up)
            session.info[_WRITING] = True
            with storing(db.engine.dialect), without_collector():
                # What is done here may be long, such as a recount; each of its statements is not.
                with postgres.until(give_up, postgres.WRITE_SECONDS):
                    yield session
                    session.flush()
                with postgres.until(_end_of_commit(give_up)):
                    commit(session)
        except NoConnection as error:
            raise Busy(str(error)) from error
        except DBAPIError as error:
            raise_refusal(error)
        finally:
            # After a commit there is nothing to roll back; after anything else, all of it.
            session.rollback()
            session.info.pop(_WRITING, None)


def _end_of_commit(give_up: float) -> float:
    """Whoever waits is answered in time, unless the work has taken longer than that already."""
    now = time.monotonic()
    if now < give_up:
        return give_up + postgres.COMMIT_SECONDS
    return now + postgres.ANSWER_SECONDS


def commit(session: Session) -> None:
    """Commit; raises `NotConfirmed` where nobody knows whether it is stored."""
    session.flush()
    try:
        session.commit()
    except DBAPIError as error:
        raise_unless_sqlite(error)
        raise
    measurements.commits.add()


def raise_unless_sqlite(error: DBAPIError) -> None:
    """Raise `NotConfirmed` for a commit that failed, and that a server may have stored."""
    if not isinstance(error.orig, sqlite3.Error):
        raise NotConfirmed(str(error.orig)) from error


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
    if dialect.name != "sqlite":
        yield
        return
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


def _begin_write(session: Session, names: Sequence[str], give_up: float) -> None:
    """Begin as soon as no other program holds the database, or the rows of `names`.

    SQLite would wait inside one call, during which nothing else in this process can run. So it is
    asked again and again, and requests that only read are answered in between.
    """

    def begin() -> None:
        try:
            session.connection(execution_options={"write": True, "wait": False})
        except DBAPIError:
            session.rollback()
            raise

    if db.engine.dialect.name == "sqlite":
        _retry_while_locked(begin, give_up)
        return
    begin()
    _lock_rows(session, names)


def lock_also(session: Session, name: str) -> None:
    """Lock another name inside a transaction that holds `NO_COMPETITION` already."""
    if db.engine.dialect.name != "sqlite":
        _lock_rows(session, (name,))


def _lock_rows(session: Session, names: Sequence[str]) -> None:
    connection = session.connection()
    lock_rows(
        lambda text, sent: connection.exec_driver_sql(text, sent).first() is not None, names, _IDLE
    )


def begin_write(connection: Any, names: Sequence[str], dialect: Dialect, give_up: float) -> None:
    """Begin a write transaction on a `RawConnection`, with the locks of `names`.

    Tries until `give_up`, by the monotonic clock, while another program holds the database; then
    raises `OperationalError`.
    """
    if dialect.name == "sqlite":
        begin = connection.execute
        _retry_while_locked(lambda: begin_immediately(begin, wait=False), give_up)
        return
    lock_rows(connection.finds, names, _IDLE)


def _retry_while_locked(begin: Callable[[], None], give_up: float) -> None:
    while True:
        try:
            return begin()
        except OperationalError as error:
            if not is_locked(error) or time.monotonic() >= give_up:
                raise
        time.sleep(TRY_AGAIN_SECONDS)
