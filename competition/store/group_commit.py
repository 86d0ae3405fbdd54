"""Group commit: writes that arrive together share one transaction, and one wait for the disk.

A disk takes as long to store one sheet as to store fifty. While one transaction is on its way to
the disk, other writes arrive and wait. The first of them to get the lock then does all that are
waiting, one after the other in the order of arrival, and commits once. Everybody is answered after
that commit.

Only one thread writes at a time (`db.writer_lock`): if a transaction waited inside SQLite for
another of the same process, it would stop the whole process.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from competition.store import db as store
from competition.store.database_errors import driver_error
from competition.store.db import Busy, PerDatabase, db
from competition.store.raw_sql import RawConnection, raw_connection

T = TypeVar("T")

LARGEST_GROUP = 50
"""How many writes share a transaction at most: everything else in the process waits for it."""

Commit = Callable[[], None]


def commit_inline(commit: Commit) -> None:
    """Commit on this thread; everything else that the process serves waits."""
    commit()


class _Write:
    """One write that waits; once it `is_done`, there is a `result` or an `error`."""

    def __init__(self, work: Callable[[RawConnection], Any]) -> None:
        self.work = work
        self.is_done = False
        self.result: Any = None
        self.error: BaseException | None = Busy()  # Until it is done.


class _Group:
    """The writes that wait for one database, and how their commits are carried out."""

    def __init__(self) -> None:
        # Each of its methods is atomic, also between threads.
        self.waiting: deque[_Write] = deque()
        self.run_commit: Callable[[Commit], None] = commit_inline


_group = PerDatabase(_Group)


def set_commit_runner(run_commit: Callable[[Commit], None]) -> None:
    """Have `run_commit` carry out the commits of the current application's database.

    It must return when the commit is done, and raise what the commit raises.
    """
    _group().run_commit = run_commit


def commit_together(work: Callable[[RawConnection], T]) -> T:
    """Do `work` in a write transaction that it may share; when this returns, it is on disk.

    `work` must not wait for a network, and must refuse by what it returns, before it writes.
    When it raises, nothing of it is stored, whatever becomes of the others. It may be called
    more than once, each time on a database without what it did before.

    Raises `Busy` when the lock could not be had, `Unavailable` when the disk or the file could
    not; nothing was stored then.
    """
    if db.session.registry.has():
        db.session.rollback()  # What was read before may be out of date.
    give_up = time.monotonic() + store.WRITE_WAIT_SECONDS
    group, engine = _group(), db.engine
    write = _Write(work)
    group.waiting.append(write)
    if not store.writer_lock.acquire(timeout=store.WRITE_WAIT_SECONDS):
        try:
            group.waiting.remove(write)
        except ValueError:
            # Another thread is doing it at this moment, so wait for what comes of it.
            store.writer_lock.acquire()
        else:
            raise Busy
    try:
        if not write.is_done:
            # Yield once, so that requests that have arrived can join: the transaction itself
            # must not yield.
            time.sleep(0)
        while not write.is_done:
            _carry_out(group, engine, _take_next(group), give_up)
    finally:
        store.writer_lock.release()
    if write.error is not None:
        raise write.error
    result: T = write.result
    return result


def _take_next(group: _Group) -> list[_Write]:
    """Take those who share the next transaction from the queue, the longest waiting first."""
    taken: list[_Write] = []
    for write in list(group.waiting)[:LARGEST_GROUP]:
        with suppress(ValueError):  # It gave up at this moment.
            group.waiting.remove(write)
            taken.append(write)
    return taken


def _carry_out(group: _Group, engine: Engine, writes: Sequence[_Write], give_up: float) -> None:
    """Do them in one transaction; if the work of one of them fails, each in its own."""
    try:
        _transact(group, engine, writes, give_up)
    except NoConnection as error:
        for write in writes:
            write.error = Busy(str(error))
    except Busy as busy:
        for write in writes:
            write.error = busy
    except Exception as error:
        if len(writes) == 1:
            writes[0].error = error
        else:
            for write in writes:
                _carry_out(group, engine, [write], give_up)
    finally:
        for write in writes:
            write.is_done = True


def _transact(group: _Group, engine: Engine, writes: Sequence[_Write], give_up: float) -> None:
    dialect = engine.dialect
    try:
        with closing(raw_connection(engine)) as pooled:
            connection = RawConnection(pooled, dialect)
            store.begin_write(connection.execute, dialect, give_up)
            with store.storing(dialect):
                results = [write.work(connection) for write in writes]
                try:
                    group.run_commit(pooled.commit)
                except dialect.loaded_dbapi.Error as error:
                    raise driver_error(error, dialect, "COMMIT") from error
        # The pool rolls back whatever was not committed.
    except DBAPIError as error:
        store.raise_refusal(error)
    for write, result in zip(writes, results, strict=True):
        write.result, write.error = result, None
