"""Whether this server can store what judges send: a look at its disk and at its database.

Nothing is committed, because every commit makes the kept public answers of all servers void.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from competition.store import database_file, transactions
from competition.store.database_errors import is_locked
from competition.store.db import PerDatabase, db
from competition.store.raw_sql import RawConnection, raw_connection, with_connection
from competition.store.reach import reach_of

PROBE_SECONDS = 1.0
"""How long an answer holds: many ask at once, and each probe waits for the disk."""
PROBE_BYTES = 64 * 1024
"""Room for a few writes; less than that is a full disk."""
FAILURE_SECONDS = 10.0
"""How long a write that failed counts: tablets try again, and sooner."""


class HealthProbe:
    """The last answer, and when it was given."""

    def __init__(self) -> None:
        self.run: Callable[[Callable[[], None]], None] = lambda probe: probe()
        """Runs what waits for the disk; a server has it run beside its loop."""
        self._trouble: str | None = None
        self._probed = float("-inf")
        self._locked_since: float | None = None

    def trouble(self, folder: Path) -> str | None:
        """What is wrong, or None: `moved`, `disk`, `locked` or `database`.

        `folder` is where a file is written, beside the database, to see whether there is room.
        """
        file = database_file.of_dialect(db.engine.dialect)
        if file.is_displaced():
            return "moved"
        if file.has_failed_within(FAILURE_SECONDS):
            return "disk"
        if reach_of(db.engine.dialect).is_away:
            return "database"
        if time.monotonic() - self._probed >= PROBE_SECONDS:
            # Whoever asks meanwhile gets the answer from before.
            self._probed = time.monotonic()
            self._trouble = self._disk_trouble(file, folder) or self._database_trouble()
            self._probed = time.monotonic()
        return self._trouble

    def _disk_trouble(self, file: database_file.DatabaseFile, folder: Path) -> str | None:
        folders = {folder, Path(file.path).parent} if file.path else {folder}
        try:
            self.run(lambda: _write_and_read(folders))
        except OSError:
            return "disk"
        return None

    def _database_trouble(self) -> str | None:
        engine = db.engine
        if reach_of(engine.dialect).is_watched:
            # Whoever watches asks several times a second, and never waits long for the answer.
            return None
        try:
            if engine.dialect.name != "sqlite":
                # Others may hold what is to be written, or nobody may write: not its failure.
                with_connection(lambda connection: connection.execute("SELECT 1"))
                return None
            with closing(raw_connection(engine)) as pooled:
                connection = RawConnection.writing(pooled, engine.dialect)
                transactions.begin_write(connection, (), engine.dialect, give_up=0)
        except DBAPIError as error:
            if not is_locked(error):
                return "database"
            # A moment is somebody's write; longer than a write waits, and judges get 503.
            now = time.monotonic()
            self._locked_since = self._locked_since or now
            return "locked" if now - self._locked_since > transactions.WRITE_WAIT_SECONDS else None
        self._locked_since = None
        return None


current_probe = PerDatabase(HealthProbe)
"""The probe of the current application's database."""


def _write_and_read(folders: set[Path]) -> None:
    """Write a file in each folder, wait for the disk, and read it; raises `OSError`."""
    written = os.urandom(PROBE_BYTES)
    for folder in folders:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            if file.read() != written:
                raise OSError(f"{folder} does not keep what is written")
