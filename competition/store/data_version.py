"""Whether anything has been committed since the last look, by any process, without a query."""

import sqlite3
import threading
from pathlib import Path

from sqlalchemy import make_url


class DataVersion:
    """Asks SQLite for the version of its file, on a connection that does nothing else.

    `PRAGMA data_version` changes with every commit of any other connection, and so with every
    commit. It costs only a look at the shared index of the write-ahead log.
    """

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        self._file = url.database if url.get_backend_name() == "sqlite" else None
        self._connection: sqlite3.Connection | None = None
        self._opened = 0
        self._lock = threading.Lock()

    def current(self) -> tuple[int, int] | None:
        """Return a value that stays equal until something is committed, and never recurs.

        None if it cannot be known: on another kind of database, or while the file cannot be read.
        Whatever is read from the database after this call is at least as new.
        """
        if self._file is None:
            return None
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open(self._file)
                found = self._connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                self._close_connection()
                return None
            return self._opened, found[0]

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            self._close_connection()

    def _open(self, file: str) -> sqlite3.Connection:
        # Each connection counts from a number of its own, so the connections are numbered too.
        self._opened += 1
        return sqlite3.connect(
            f"{Path(file).absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )

    def _close_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
