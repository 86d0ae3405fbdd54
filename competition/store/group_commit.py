"""Group commit: writes that arrive together share one transaction, and one wait for the disk.

A disk takes as long to store one sheet as to store fifty. While one transaction is on its way to
the disk, other writes arrive and wait. The first of them to get the lock then does all that are
waiting, one after the other in the order of arrival, and commits once. Everybody is answered after
that commit.

Only one thread writes at a time (`transactions.writer_locks`): if a transaction waited inside
SQLite for another of the same process, it would stop the whole process. On PostgreSQL each
competition has a lock and a group of its own.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from competition import measurements
from competition.store import postgres, transactions
from competition.store.database_errors import driver_error
from competition.store.db import Busy, PerDatabase, db
from competition.store.raw_sql import RawConnection, raw_connection
from competition.store.statements import RowStatement
from competition.store.write_locks import WriterLock

T = TypeVar("T")

LARGEST_GROUP = 50
"""How many writes share a transaction at most: everything else in the process waits for it."""

Commit = Callable[[], None]


Question = tuple[RowStatement, Mapping[str, Any]]
"""A query for one row, with its values."""


def commit_inline(commit: Commit) -> None:
    """Commit on this thread; everything else that the process serves waits."""
    commit()


class _Write:
    """One write that waits; once it `is_done`, there is a `result` or an `error`."""

    def __init__(
        self, work: Callable[[RawConnection], Any], asks: Question | None, give_up: float
    ) -> None:
        self.work = work
        self.asks = asks
        self.give_up = give_up
        """When it is answered that it could not be stored, by the monotonic clock."""
        self.is_done = False
        self.result: Any = None
        self.error: BaseException | None = Busy()  # Until it is done.


class _Commits:
    """How the commits of one database are carried out."""

    def __init__(self) -> None:
        self.run_commit: Callable[[Commit], None] = commit_inline


_commits = PerDatabase(_Commits)


def set_commit_runner(run_commit: Callable[[Commit], None]) -> None:
    """Have `run_commit` carry out the commits of the current application's database.

    It must return when the commit is done, and raise what the commit raises.
    """
    _commits().run_commit = run_commit


def commit_together(
    competition_key: str, work: Callable[[RawConnection], T], asks: Question | None = None
) -> T:
    """Do `work` in a write transaction that it may share; when this returns, it is on disk.

    It writes to that competition alone; others wait for a group of their own. `asks` is what it
    will ask first: a server is asked that for all who share the transaction at once.

    `work` must not wait for a network, and must refuse by what it returns, before it writes.
    When it raises, nothing of it is stored, whatever becomes of the others. It may be called
    more than once, each time on a database without what it did before.

    Raises `Busy` when the lock could not be had, `Unavailable` when the disk or the file could
    not; nothing was stored then. `NotConfirmed` where that is not known.
    """
    if db.session.registry.has():
        db.session.rollback()  # What was read before may be out of date.
    give_up = time.monotonic() + transactions.WRITE_WAIT_SECONDS
    # Held here, so that everybody who waits has the same one.
    writers, engine = transactions.writer_locks().of(competition_key), db.engine
    write = _Write(work, asks, give_up)
    writers.waiting.append(write)
    if not writers.lock.acquire(timeout=transactions.WRITE_WAIT_SECONDS):
        try:
            writers.waiting.remove(write)
        except ValueError:
            # Another thread is doing it at this moment, so wait for what comes of it.
            writers.lock.acquire()
        else:
            raise Busy
    try:
        if not write.is_done:
            # Yield once, so that requests that have arrived can join: the transaction itself
            # must not yield.
            time.sleep(0)
        while not write.is_done:
            _carry_out(competition_key, engine, _take_next(writers, LARGEST_GROUP), writers)
    finally:
        writers.lock.release()
    if write.error is not None:
        raise write.error
    result: T = write.result
    return result


def _take_next(writers: WriterLock, most: int) -> list[_Write]:
    """Take those who share the next transaction from the queue, the longest waiting first."""
    taken: list[_Write] = []
    for write in list(writers.waiting)[:most]:
        with suppress(ValueError):  # It gave up at this moment.
            writers.waiting.remove(write)
            taken.append(write)
    return taken


def _carry_out(
    key: str, engine: Engine, writes: list[_Write], writers: WriterLock | None = None
) -> None:
    """Do them in one transaction; if the work of one of them fails, each in its own.

    From `writers`, who arrives until the transaction has begun joins it.
    """
    try:
        _transact(key, engine, writes, writers)
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
                _carry_out(key, engine, [write])
    finally:
        for write in writes:
            write.is_done = True


def _transact(key: str, engine: Engine, writes: list[_Write], writers: WriterLock | None) -> None:
    dialect = engine.dialect
    # The one that has waited longest is to be answered in time as well.
    give_up = min(write.give_up for write in writes)
    with postgres.until(give_up + postgres.COMMIT_SECONDS):
        try:
            with closing(raw_connection(engine)) as pooled:
                connection = RawConnection.of_group(pooled, dialect)
                transactions.begin_write(connection, (key,), dialect, give_up)
                if writers is not None:
                    # Another node may have had the row for long.
                    writes += _take_next(writers, LARGEST_GROUP - len(writes))
                with transactions.storing(dialect):
                    _read_ahead(connection, writes)
                    results = [write.work(connection) for write in writes]
                    connection.send()
                    _commit(pooled, dialect)
            # The pool rolls back whatever was not committed.
        except DBAPIError as error:
            transactions.raise_refusal(error)
    measurements.commits.add()
    measurements.group_sizes.observe(len(writes))
    for write, result in zip(writes, results, strict=True):
        write.result, write.error = result, None


def _read_ahead(connection: RawConnection, writes: list[_Write]) -> None:
    by_statement: defaultdict[RowStatement, list[Mapping[str, Any]]] = defaultdict(list)
    for statement, values in (write.asks for write in writes if write.asks is not None):
        by_statement[statement].append(values)
    for statement, rows in by_statement.items():
        connection.read_ahead(statement, rows)


def _commit(pooled: PoolProxiedConnection, dialect: Dialect) -> None:
    # The driver of a server waits without holding up others, and by this thread's deadline.
    run_commit = _commits().run_commit if dialect.name == "sqlite" else commit_inline
    try:
        run_commit(pooled.commit)
    except dialect.loaded_dbapi.Error as error:
        failed = driver_error(error, dialect, "COMMIT")
        transactions.raise_unless_sqlite(failed)
        raise failed from error
