"""Whether anything has been committed since the last look, by any process, and anything public.

Both are told without a session and without a model, on a connection that does nothing else.
"""

import sqlite3
import threading
from pathlib import Path
from typing import Any

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

    def rows(self, query: str) -> list[Any] | None:
        """The rows of a query as they are committed now; None while the file cannot be read."""
        with self._lock:
            if self._connection is None:
                return None
            try:
                return self._connection.execute(query).fetchall()
            except sqlite3.Error:
                self._close_connection()
                return None

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


_PUBLIC_STATE = """
SELECT id, key,
    (SELECT max(number) FROM snapshot WHERE snapshot.competition_id = competition.id),
    (SELECT number FROM show WHERE show.competition_id = competition.id),
    (SELECT sum(number) FROM match_clock WHERE match_clock.competition_id = competition.id)
FROM competition ORDER BY id
"""
"""Everything that a public answer depends on: which snapshot is the newest of each competition,
what its screens show, and how its match clocks stand. All three numbers only grow."""


class PublicVersion:
    """Whether anything that the public may see has changed since the last look, by any process.

    A commit that changes nothing of it, such as a judge's mark in a hidden stage, moves nothing.
    So what is kept for the public is kept over such a commit, and the time that an answer takes
    does not tell that there was one.
    """

    is_shared = False
    """Whether other machines may change it too (`public_watch`)."""

    def __init__(self, changes: DataVersion) -> None:
        self._changes = changes
        self._edition: tuple[int, int] | None = None
        self._state: list[Any] | None = None
        self._number = 0
        self._lock = threading.Lock()

    @property
    def is_away(self) -> bool:
        """Whether the database cannot be asked, and only what is known can be answered."""
        return False

    def current(self) -> int | None:
        """Return a value that stays equal until something public changes, and never recurs.

        None if it cannot be known. What is read from the database after this call is at least as
        new. Right after a commit it takes a query of some thirty microseconds; whoever commits
        calls it, so that no reader does.
        """
        with self._lock:
            edition = self._changes.current()
            if edition is None:
                return None
            if edition != self._edition:
                state = self._changes.rows(_PUBLIC_STATE)
                if state is None:
                    return None
                if state != self._state or self._edition is None or edition[0] != self._edition[0]:
                    self._number += 1
                self._edition, self._state = edition, state
            return self._number

    def known(self) -> int | None:
        """As `current`, without waiting for anything."""
        return self.current()

    def look(self) -> None:
        """Look now, so that the next reader need not."""
        self.current()

    def note_shown(self, key: str, number: int, mark: str) -> None:
        """A snapshot was shown; nothing here, since no file loses what was committed to it."""

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._changes.close()
