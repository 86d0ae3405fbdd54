"""What an error of the database means: that it failed, or that another program holds it."""

import sqlite3

from sqlalchemy import Dialect
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError


def is_failure(error: DBAPIError) -> bool:
    """Whether the database or its disk failed, and not what was asked of it.

    SQLite's driver raises a plain `DatabaseError` for a malformed file.
    """
    return isinstance(error, OperationalError | InternalError) or type(error) is DatabaseError


def is_locked(error: DBAPIError) -> bool:
    """Whether another program holds the database."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def driver_error(error: Exception, dialect: Dialect, text: str = "") -> DBAPIError:
    """What SQLAlchemy would raise for an error of the driver."""
    driver = dialect.loaded_dbapi.Error
    raised = DBAPIError.instance(text, None, error, driver, dialect=dialect)
    assert isinstance(raised, DBAPIError)
    return raised
