"""SQLite databases as files: opened as they are, and copied while they are in use.

Standard library only, so that a process that only makes a backup starts at once.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_database(file: Path, options: str = "mode=rw") -> Iterator[sqlite3.Connection]:
    """A connection to a database that exists; `options` are those of SQLite's own addresses."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?{options}", uri=True)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_untrusted(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads a database of unknown origin, which nobody else has open.

    What its schema may call is bounded to what cannot do harm, and nothing is written.
    """
    with open_database(file, "mode=ro&immutable=1") as connection:
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def copy(source: Path, target: Path) -> None:
    """Copy a database as of one moment; it may be in use, and nobody waits for the copy.

    All pages in one step are one read transaction, which in WAL mode holds up no writer. In
    several steps SQLite would begin again after every commit of another process.
    """
    with open_database(source) as from_, open_database(target, "mode=rwc") as to:
        from_.backup(to)
