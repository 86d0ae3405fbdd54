"""PostgreSQL below SQLAlchemy: connections that never wait for ever, and whose commits hold.

A database that is away may also be one that takes connections and never answers, so every wait
for it ends here, whatever the server does: at the deadline of the write that waits, or after
ANSWER_SECONDS. A connection that was given up is closed, since what it was sent may still come.
"""

import _socket
import contextlib
import socket
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg import pq
from psycopg.abc import RV, PQGen
from sqlalchemy.pool import QueuePool

from competition.store.reach import Reach

CONNECT_SECONDS = 2
"""How long a server may take to accept a connection; libpq takes no less."""
ANSWER_SECONDS = 5.0
"""How long one statement may take that reads."""
WRITE_SECONDS = 4.5
"""How long a write waits for its competition's row, and how long one of its statements may take."""
COMMIT_SECONDS = 0.4
"""How long after that it may take to commit: 503 is answered within 6 s of the request."""
CONFIRM_SECONDS = 3.0
"""How long a standby may take to confirm a commit; then nobody is told that it is stored."""
CANCEL_SECONDS = 0.4
IDLE_SECONDS = 4.0
"""How long a node that holds a competition's row may say nothing: it may have been cut off."""
LOWERED_COMMITS = ("off", "local")
"""Values of `synchronous_commit` with which what was acknowledged may be lost."""
_RAISE_COMMIT = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = ANY(%s)"""
_NOT_REPLICATED = "01000"
"""What the server warns of where the wait for a synchronous standby was ended."""

_deadline: ContextVar[tuple[float, float] | None] = ContextVar("database_deadline", default=None)
"""When waits for the database end, and how long each may take even after that."""


class NotReplicated(psycopg.OperationalError):
    """The commit is stored on the primary; it is not known to be on a standby."""


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that waits for an answer only until the deadline.

    `commit` raises `NotReplicated` where the server ended the wait for its synchronous standby.
    """

    reach = Reach()
    """Of its server, as far as somebody looks."""
    _warned = False

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the database; raises `psycopg.OperationalError` and closes when it is late."""
        limit = _seconds_left()
        if timeout is not None and timeout <= limit:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, limit)
        except psycopg.errors._WaitTimeout as late:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database does not answer") from late

    def commit(self) -> None:
        """Commit; when this returns, the transaction is on every disk that it is to be on.

        Raises `InFailedSqlTransaction` after a statement that failed: the server would answer the
        commit with a rollback, and the driver would not say so.
        """
        if self.pgconn.transaction_status == pq.TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("a statement of the transaction failed")
        self._warned = False
        try:
            with self.lock:
                super().wait(self._commit_gen(), timeout=min(_seconds_left(), CONFIRM_SECONDS))
        except psycopg.errors._WaitTimeout as late:
            # Else the server waits on for its standby, and keeps the competition's row from all.
            self._try_cancel(timeout=CANCEL_SECONDS)
            self.pgconn.finish()
            raise NotReplicated("the commit was not confirmed in time") from late
        if self._warned:
            raise NotReplicated("the standby has not confirmed the commit")

    def rollback(self) -> None:
        """Roll back; where the connection was given up, its server does."""
        if not self.closed:
            super().rollback()

    def note_warning(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        """Take what the server says besides its answers."""
        if diagnostic.severity_nonlocalized == "WARNING" and (
            diagnostic.sqlstate == _NOT_REPLICATED
        ):
            self._warned = True

    def is_lost(self) -> bool:
        """Whether the server has ended the connection meanwhile; asks only the socket."""
        if self.closed or self.pgconn.status != pq.ConnStatus.OK:
            return True
        peer = _socket.socket(fileno=self.pgconn.socket)
        try:
            # An idle connection has nothing to read but its end.
            peer.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            pass
        finally:
            peer.detach()
        return True


class BoundedPool(QueuePool):
    """A pool in which nobody waits for a connection beyond the deadline of `until`."""

    _longest = 0.0

    @property
    def _timeout(self) -> float:
        return min(self._longest, _seconds_left())

    @_timeout.setter
    def _timeout(self, seconds: float) -> None:
        self._longest = seconds


def pool_class(database_url: str) -> dict[str, type[QueuePool]]:
    """The kind of pool for SQLAlchemy's engine; its default for a file."""
    return {} if database_url.startswith("sqlite:") else {"poolclass": BoundedPool}


def connect(
    arguments: list[Any], options: dict[str, Any], reach: Reach | None = None
) -> BoundedConnection:
    """A new connection, with limits that hold on the server too; raises `psycopg.Error`.

    At once where `reach` knows that nobody would answer.
    """
    if reach is not None:
        reach.refuse_while_away()
    if _seconds_left() < COMMIT_SECONDS:
        # A server that does not answer would be waited for beyond the deadline.
        raise psycopg.OperationalError("there is no time left to connect to the database")
    limits = {
        "lock_timeout": WRITE_SECONDS,
        "statement_timeout": ANSWER_SECONDS,
        "tcp_user_timeout": IDLE_SECONDS,
    }
    settings = " ".join(f"-c {name}={round(value * 1000)}" for name, value in limits.items())
    given = options.get("options")
    connection = BoundedConnection.connect(
        *arguments,
        **{
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "accord",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": round(IDLE_SECONDS * 1000),
            **options,
            "options": f"{given} {settings}" if given else settings,
        },
    )
    connection.add_notice_handler(connection.note_warning)
    if reach is not None:
        connection.reach = reach
    try:
        # Not in the options, which would lower a role's `remote_apply`.
        with each_alone(connection):
            connection.execute(_RAISE_COMMIT, (list(LOWERED_COMMITS),))
        # SQLAlchemy's first questions only read, and a standby takes no transaction that may write.
        begin(connection, writes=False)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def until(deadline: float, least: float = 0.01) -> Iterator[None]:
    """Every wait for the database inside ends at `deadline`, by the monotonic clock.

    One that begins shortly before it, or after it, may take `least` seconds.
    """
    token = _deadline.set((deadline, least))
    try:
        yield
    finally:
        _deadline.reset(token)


@contextlib.contextmanager
def without_limits() -> Iterator[None]:
    """What is inside may take long, as a migration does."""
    with until(float("inf")):
        yield


def _seconds_left() -> float:
    limits = _deadline.get()
    if limits is None:
        return ANSWER_SECONDS + 0.5
    deadline, least = limits
    # Never endless, and never negative: what has arrived already is taken.
    return min(max(deadline - time.monotonic(), least), 3600.0)


def begin(connection: BoundedConnection, *, writes: bool) -> None:
    """Set what kind of transaction the next statement begins.

    A reader sees one moment, however many statements it needs.
    """
    level = (
        psycopg.IsolationLevel.READ_COMMITTED if writes else psycopg.IsolationLevel.REPEATABLE_READ
    )
    if connection.isolation_level is not level:
        connection.isolation_level = level
    if connection.read_only is not (not writes):
        connection.read_only = not writes


@contextlib.contextmanager
def each_alone(connection: BoundedConnection) -> Iterator[None]:
    """Each statement inside is a transaction of its own, without the two messages around it."""
    begin(connection, writes=True)
    connection.autocommit = True
    try:
        yield
    finally:
        if not connection.closed:
            connection.autocommit = False
