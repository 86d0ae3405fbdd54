"""Whether anything was committed since one looked, by this process or another, without a query."""

import sqlite3
import threading
from pathlib import Path

from sqlalchemy import make_url


class DataVersion:
    """Asks SQLite for the version of its file, on a connection that does nothing else.

    `PRAGMA data_version` moves with every commit of any other connection, so with all there
    are. Its whole cost is a look at the shared index of the write-ahead log.
    """

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        self._file = url.database if url.get_backend_name() == "sqlite" else None
        self._connection: sqlite3.Connection | None = None
        self._opened = 0
        self._one_at_a_time = threading.Lock()

    def edition(self) -> tuple[int, int] | None:
        """What stays equal while nothing is committed, and never comes again once it is not.

        None where that cannot be known without asking: on another database, or while the file
        cannot be read. What was read from the database after this call is at least as new.
        """
        if self._file is None:
            return None
        with self._one_at_a_time:
            try:
                if self._connection is None:
                    self._connection = self._open(self._file)
                found = self._connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                self._let_go()
                return None
            return self._opened, found[0]

    def close(self) -> None:
        """Give the connection back; the next call opens another."""
        with self._one_at_a_time:
            self._let_go()

    def _open(self, file: str) -> sqlite3.Connection:
        # A connection counts from a number of its own, so each is told from the last.
        self._opened += 1
        return sqlite3.connect(
            f"{Path(file).absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
