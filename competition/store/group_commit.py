"""Writes that arrive together share one transaction, and one wait for the disk.

A disk takes as long to keep one sheet as to keep fifty. While one transaction is on its way to
the disk others' writes come in and wait; the first of them whose turn it is then does all that
wait, each by itself in the order of arrival, and commits once. Everybody is answered after that
commit.

There is one queue and one writer at a time (`db._one_writer`): no transaction waits inside
SQLite for another of the same process, which would stop the whole of it.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from competition.store import db as store
from competition.store.db import Busy, db
from competition.store.raw_sql import RawConnection

T = TypeVar("T")

LARGEST_GROUP = 50
"""How many share a transaction at most: the others of the process stand still meanwhile."""


Commit = Callable[[], None]


def commit_here(commit: Commit) -> None:
    """Commit here and now; whoever else the process serves waits along."""
    commit()


_commit: Callable[[Commit], None] = commit_here


def use_commit(how: Callable[[Commit], None]) -> None:
    """Have `how` carry out the commits: `at_once` if the server has nothing better.

    It must return when the commit is done, and raise what the commit raises.
    """
    global _commit
    _commit = how


class _Waiting:
    """One write that waits; once it is `over`, there is an `answer` or an `error`."""

    def __init__(self, engine: Engine, work: Callable[[RawConnection], Any]) -> None:
        self.engine = engine
        self.work = work
        self.over = False
        self.answer: Any = None
        self.error: BaseException | None = Busy()  # Until it is done.


# Its methods are one step each, also between threads.
_waiting: deque[_Waiting] = deque()


def commit_together(work: Callable[[RawConnection], T]) -> T:
    """Do `work` in a write transaction that it may share; when this returns, it is on disk.

    `work` must not wait for a network, and must refuse by what it returns, before it writes.
    When it raises, nothing of it is stored, whatever becomes of the others. It may be called
    more than once, each time on a database without what it did before.

    Raises `Busy` when the lock or the disk could not be had; nothing was stored then.
    """
    if db.session.registry.has():
        db.session.rollback()  # What was read before is old now.
    give_up = time.monotonic() + store.WRITE_WAIT_SECONDS
    turn = _Waiting(db.engine, work)
    _waiting.append(turn)
    if not store.writer_lock.acquire(timeout=store.WRITE_WAIT_SECONDS):
        try:
            _waiting.remove(turn)
        except ValueError:
            # Somebody is doing it just now, so it is not known yet whether it is stored.
            store.writer_lock.acquire()
        else:
            raise Busy
    try:
        if not turn.over:
            time.sleep(
                0
            )  # Whoever has arrived comes in; once begun, a transaction lets go of nothing.
        while not turn.over:
            _carry_out(_next(turn.engine), give_up)
    finally:
        store.writer_lock.release()
    if turn.error is not None:
        raise turn.error
    answer: T = turn.answer
    return answer


def _next(engine: Engine) -> list[_Waiting]:
    """Take from the queue those who share the next transaction, the longest waiting first."""
    found: list[_Waiting] = []
    for turn in list(_waiting):
        if turn.engine is not engine or len(found) == LARGEST_GROUP:
            continue
        with suppress(ValueError):  # It gave up just now.
            _waiting.remove(turn)
            found.append(turn)
    return found


def _carry_out(turns: Sequence[_Waiting], give_up: float) -> None:
    """Do them all, or after an error of one's own work, each for itself."""
    try:
        _transact(turns, give_up)
    except (OperationalError, NoConnection) as error:
        for turn in turns:
            turn.error = Busy(str(error))
    except Exception as error:
        if len(turns) == 1:
            turns[0].error = error
        else:
            for turn in turns:
                _carry_out([turn], give_up)
    finally:
        for turn in turns:
            turn.over = True


def _transact(turns: Sequence[_Waiting], give_up: float) -> None:
    engine = turns[0].engine
    connection = engine.raw_connection()
    try:
        driver = RawConnection(connection, engine.dialect)
        store.begin_write(driver.say, engine.dialect, give_up)
        answers = [turn.work(driver) for turn in turns]
        _commit(connection.commit)
    except engine.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("COMMIT", None, error) from error
    finally:
        connection.close()  # The pool rolls back whatever was not committed.
    for turn, answer in zip(turns, answers, strict=True):
        turn.answer, turn.error = answer, None
