"""The database's file: whether it is still the one at its address, and whether it can be written.

A process keeps a file that it has opened, whatever becomes of its name. When the data folder is
moved away or restored under a running server, SQLite goes on writing to the old file, and what it
stores is lost with it. So the files that an engine's connections have open are compared with those
at their addresses, by device and inode.
"""

import logging
import os
import sqlite3
import time
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect

Identity = tuple[int, int]
"""Device and inode."""

_log = logging.getLogger(__name__)


class DatabaseFile:
    """What is known of one engine's database; without `path`, it is not a file."""

    def __init__(self) -> None:
        self.path: str | None = None
        self._failed_at: float | None = None
        """When the last write failed, by the monotonic clock; None after one that was stored."""
        self._paths: tuple[str, ...] = ()
        self._identities: list[Identity | None] = []
        self._connections: set[int] = set()
        self._is_displaced = False

    def is_displaced(self) -> bool:
        """Whether the database, its log or the log's index is not the file that was opened."""
        displaced = [place for place in range(len(self._paths)) if self._has_changed(place)]
        self._note_displaced(displaced)
        return bool(displaced)

    def raise_if_displaced(self) -> None:
        """Raise `sqlite3.OperationalError` if it is: SQLite would open, or make, another one."""
        if self.is_displaced():
            raise sqlite3.OperationalError(f"{self.path} was moved, removed or replaced")

    def note_connection(self, path: str, number: int) -> None:
        """Note that a connection has opened it. Raises `sqlite3.OperationalError` if displaced."""
        if self.path is None:
            # SQLite puts the other two beside the real file.
            real = os.path.realpath(path)
            self.path, self._paths = path, (path, f"{real}-wal", f"{real}-shm")
            self._identities = [identity_of(path), None, None]
        self.raise_if_displaced()
        if not self._connections:
            self._identities[1:] = [identity_of(each) for each in self._paths[1:]]
        self._connections.add(number)

    def forget_connection(self, number: int) -> None:
        """Note that a connection is closed: SQLite deletes the log with the last one."""
        self._connections.discard(number)

    def note_failure(self, reason: str) -> None:
        """Note that a write could not be stored; log it if the one before could."""
        if self._failed_at is None:
            _log.error(
                "The database could not be written: %s. Writes are answered with 503 until it "
                "can. Check that its disk has room and works.",
                reason,
            )
        self._failed_at = time.monotonic()

    def note_success(self) -> None:
        """Note that a write was stored."""
        if self._failed_at is not None:
            _log.warning("The database can be written again.")
            self._failed_at = None

    def has_failed_within(self, seconds: float) -> bool:
        """Whether the last write failed, and no longer ago than that."""
        return self._failed_at is not None and time.monotonic() - self._failed_at < seconds

    def _has_changed(self, place: int) -> bool:
        if place and not self._connections:
            return False
        identity = identity_of(self._paths[place])
        if self._identities[place] is None:
            # The log and its index are made at the first write to a new database.
            self._identities[place] = identity
        return self._identities[place] != identity

    def _note_displaced(self, displaced: list[int]) -> None:
        """Log it once when a file is gone, and once when it is back."""
        if displaced and not self._is_displaced:
            _log.error(
                "%s was moved, removed or replaced while the server runs. Until it is back as it "
                "was, nothing is stored, and every write is answered with 503. Put it back; or "
                "stop the server, restore a backup into an empty folder, and start it again.",
                self._paths[displaced[0]],
            )
        elif self._is_displaced and not displaced:
            _log.warning("%s is back, and writes are stored again.", self.path)
        self._is_displaced = bool(displaced)


_known: WeakKeyDictionary[Dialect, DatabaseFile] = WeakKeyDictionary()


def of_dialect(dialect: Dialect) -> DatabaseFile:
    """What is known of the database of the engine with this dialect."""
    found = _known.get(dialect)
    return _known.setdefault(dialect, DatabaseFile()) if found is None else found


def identity_of(path: str | Path) -> Identity | None:
    """Device and inode of the file at an address; None if there is none, or it cannot be seen."""
    try:
        found = os.stat(path)  # noqa: PTH116 (a path object costs as much as the call)
    except OSError:
        return None
    return found.st_dev, found.st_ino
