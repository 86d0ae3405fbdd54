"""Backups: the database as of one moment, and what else is in DATA_DIR, in one zip file.

It contains `accord.sqlite`, `secret_key` if there is one, and the folder `backups` with
competitions that were replaced.
"""

import datetime as dt
import os
import sqlite3
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from competition.store import migrate

DATABASE = "accord.sqlite"
SECRET = "secret_key"  # noqa: S105 (a file's name)
FOLDER = "backups"


class NotABackup(Exception):
    """The file is not a backup, or it is damaged."""


def new_name() -> str:
    """Return a file name for a backup that is made now."""
    return f"accord-{dt.datetime.now(dt.UTC).strftime('%Y%m%dT%H%M%S%fZ')}.zip"


def newest_backup(folder: Path) -> Path | None:
    """Return the newest backup in a folder, by name; None if there is none."""
    return max(folder.glob("accord-*.zip"), default=None)


def make_backup(database: Path, data_dir: Path, target: Path) -> None:
    """Write a backup to `target`, readable by its owner alone, whole or not at all.

    The database may be in use: SQLite copies its state as of one moment. Raises `OSError`.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=target.parent) as work:
        copy, packed = Path(work, DATABASE), Path(work, "packed.zip")
        migrate.copy(database, copy)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            if (data_dir / SECRET).is_file():
                archive.write(data_dir / SECRET, SECRET)
            for replaced in sorted((data_dir / FOLDER).glob("*.json")):
                archive.write(replaced, f"{FOLDER}/{replaced.name}")
        packed.chmod(0o600)
        with packed.open("rb") as file:
            os.fsync(file.fileno())
        packed.replace(target)


def restore_backup(source: Path, database: Path, data_dir: Path) -> None:
    """Restore a backup to `database` and `data_dir`, after checking that it is sound.

    Raises `NotABackup` or `OSError`; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=data_dir) as name:
        work = Path(name)
        try:
            with zipfile.ZipFile(source) as archive:
                names = [member for member in archive.namelist() if _belongs(member)]
                if DATABASE not in names:
                    raise NotABackup
                archive.extractall(work, names)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise NotABackup from error
        _check(work / DATABASE)
        if (work / FOLDER).is_dir():
            (work / FOLDER).replace(data_dir / FOLDER)
        if (work / SECRET).is_file():
            (work / SECRET).chmod(0o600)
            (work / SECRET).replace(data_dir / SECRET)
        (work / DATABASE).replace(database)


def _belongs(member: str) -> bool:
    path = PurePosixPath(member)
    return member in (DATABASE, SECRET) or (path.parts == (FOLDER, path.name) and path.name != "..")


def _check(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        is_sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        raise NotABackup from error
    finally:
        connection.close()
    if not is_sound:
        raise NotABackup
