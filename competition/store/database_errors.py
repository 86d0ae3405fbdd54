"""What an error of the database means: that it failed, or that another program holds it."""

import sqlite3

from sqlalchemy import Dialect
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, InternalError, OperationalError

_HELD = {
    "23505",  # Another was faster with the same key.
    "40001",  # The order of two transactions could not be told.
    "40P01",  # Two waited for each other.
    "53300",  # Too many connections.
    "55P03",  # The row was not had in time.
    "57014",  # The statement took too long.
}
"""PostgreSQL's codes for what may be tried again and then works (its manual, appendix A)."""


def is_failure(error: DBAPIError) -> bool:
    """Whether the database or its disk failed, and not what was asked of it.

    SQLite's driver raises a plain `DatabaseError` for a malformed file.
    """
    failed = isinstance(error, OperationalError | InternalError) or type(error) is DatabaseError
    return failed or error.connection_invalidated or _sqlstate(error) in _HELD


def is_unstorable(error: DBAPIError) -> bool:
    """Whether it is about a value: too long, too large, or with a character that no text has."""
    return isinstance(error, DataError)


def is_locked(error: DBAPIError) -> bool:
    """Whether another program, or another node, holds the database or what is to be written."""
    if _sqlstate(error) in _HELD:
        return True
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def driver_error(error: Exception, dialect: Dialect, text: str = "") -> DBAPIError:
    """What SQLAlchemy would raise for an error of the driver."""
    driver = dialect.loaded_dbapi.Error
    raised = DBAPIError.instance(text, None, error, driver, dialect=dialect)
    assert isinstance(raised, DBAPIError)
    return raised
