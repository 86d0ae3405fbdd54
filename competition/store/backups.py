"""Backups: the database as of one moment, and what else is in DATA_DIR, in one zip file.

It contains `manifest.json`, `accord.sqlite`, `secret_key` if there is one, and the folder
`backups` with competitions that were replaced. `backup_check` reads one again. Standard library
only: `backup_process` makes one in a process of its own.
"""

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from competition import __version__
from competition.store.backup_contents import read_contents
from competition.store.sqlite_files import copy, open_database

DATABASE = "accord.sqlite"
SECRET = "secret_key"  # noqa: S105 (a file's name)
FOLDER = "backups"
MANIFEST = "manifest.json"
FORMAT = "accord-backup/1"
SCHEDULED_KEPT = 24
"""How many scheduled backups are kept in a folder; no other file in it is ever deleted."""
MOST_MANIFEST_BYTES = 4 * 1024 * 1024

_NAME = re.compile(r"accord-(\d{8}T\d{12})Z(-scheduled)?\.zip")
_DATED = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1024 * 1024
_A_WHILE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class BackupFile:
    """A backup that was made, with the checksum of the file.

    With `is_unchanged` it is the newest one that was there: it holds the same database.
    """

    path: Path
    sha256: str
    is_unchanged: bool = False


@dataclass(frozen=True)
class ListedBackup:
    """A backup in a folder: `made_at` as its name has it, `manifest` None where it has none.

    `confirmed_at` is when the database was last found to be still as it is in this backup.
    """

    path: Path
    size: int
    made_at: str
    confirmed_at: str
    is_scheduled: bool
    manifest: dict[str, Any] | None

    @property
    def is_confirmed_later(self) -> bool:
        """Whether the database was found to be unchanged since it was made."""
        made, confirmed = map(dt.datetime.fromisoformat, (self.made_at, self.confirmed_at))
        return confirmed - made > _A_WHILE


def new_name(*, scheduled: bool = False) -> str:
    """Return a file name for a backup that is made now."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return f"accord-{stamp}{'-scheduled' if scheduled else ''}.zip"


def newest_backup(folder: Path) -> Path | None:
    """Return the newest backup in a folder, by name; None if there is none."""
    return next(iter(_own_files(folder)), None)


def find_backup(folder: Path, name: str) -> Path | None:
    """Return the backup of that name in a folder; None for anything else."""
    path = folder / name
    return path if _NAME.fullmatch(name) and path.is_file() and not path.is_symlink() else None


def list_backups(folder: Path, most: int) -> list[ListedBackup]:
    """Return the newest backups in a folder, newest first; none where it cannot be read."""
    found = []
    for path in _own_files(folder)[:most]:
        with contextlib.suppress(OSError):
            found.append(_listed(path))
    return found


def newest_age(folder: Path) -> float | None:
    """Return the POSIX time at which the newest backup still held the database; None without."""
    with contextlib.suppress(OSError, IndexError):
        return _own_files(folder)[0].stat().st_mtime
    return None


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return a backup's manifest, unchecked; None where it has none that can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
                return None
            manifest = json.loads(archive.read(MANIFEST))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError):
        return None
    is_known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    return manifest if is_known else None


def make_backup(database: Path, data_dir: Path, target: Path) -> BackupFile:
    """Write a backup to `target`, readable by its owner alone, whole or not at all.

    The database may be in use. The folder of `target` must exist. Raises `OSError`, for a full
    disk with `errno.ENOSPC`; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=target.parent) as work:
        copied = _copy_database(database, Path(work))
        digest = _pack(copied, data_dir, Path(work, "packed.zip"), target)
    return BackupFile(target, digest)


def make_scheduled(database: Path, data_dir: Path, folder: Path) -> BackupFile:
    """Write a scheduled backup to a folder that exists, and delete the oldest scheduled ones.

    Where the newest backup there holds the same database, that one is kept and marked as of now.
    Raises `OSError`; nothing is left behind and nothing deleted then.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=folder) as work:
        copied = _copy_database(database, Path(work))
        newest = newest_backup(folder)
        if newest and _database_digest(newest) == _sha256(copied):
            os.utime(newest)
            return BackupFile(newest, _sha256(newest), is_unchanged=True)
        target = folder / new_name(scheduled=True)
        digest = _pack(copied, data_dir, Path(work, "packed.zip"), target)
    for path in [path for path in _own_files(folder) if _is_scheduled(path)][SCHEDULED_KEPT:]:
        path.unlink(missing_ok=True)
    return BackupFile(target, digest)


def _copy_database(database: Path, work: Path) -> Path:
    copied = work / DATABASE
    try:
        copy(database, copied)
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        code = errno.ENOSPC if is_full else errno.EIO
        raise OSError(code, os.strerror(code) if is_full else str(error)) from error
    return copied


def _pack(copied: Path, data_dir: Path, packed: Path, target: Path) -> str:
    """Write the members and the manifest to `packed`, and put it in the place of `target`.

    Returns the checksum of the file.
    """
    members = {DATABASE: copied}
    if (data_dir / SECRET).is_file():
        members[SECRET] = data_dir / SECRET
    for replaced in sorted((data_dir / FOLDER).glob("*.json")):
        members[f"{FOLDER}/{replaced.name}"] = replaced
    with open_database(copied) as connection:
        contents = read_contents(connection)
    described: dict[str, Any] = {}
    with (
        os.fdopen(os.open(packed, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, path in members.items():
            described[name] = _add(archive, name, path)
        manifest = {
            "format": FORMAT,
            "accord": __version__,
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "members": described,
            **contents,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        archive.writestr(_entry(MANIFEST), text.encode())
    _to_disk(packed)
    digest = _sha256(packed)
    packed.replace(target)
    with contextlib.suppress(OSError):  # Folders cannot be flushed everywhere.
        _to_disk(target.parent)
    return digest


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    """Add a member; its digest and length are those of the bytes that were written."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as member:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            member.write(block)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _database_digest(backup: Path) -> str | None:
    """The digest of the database in a backup, as its manifest has it."""
    try:
        digest: str = (read_manifest(backup) or {})["members"][DATABASE]["sha256"]
    except (KeyError, TypeError):
        return None
    return digest


def _own_files(folder: Path) -> list[Path]:
    """The backups in a folder that have the name of one, newest first."""
    try:
        named = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    return sorted((path for path in named if not path.is_symlink()), reverse=True)


def _is_scheduled(path: Path) -> bool:
    found = _NAME.fullmatch(path.name)
    return found is not None and found[2] is not None


def _listed(path: Path) -> ListedBackup:
    stat, stamp = path.stat(), path.name.split("-")[1].split("Z")[0]
    made = dt.datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC)
    confirmed = dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC)
    return ListedBackup(
        path,
        stat.st_size,
        made.isoformat(timespec="milliseconds"),
        confirmed.isoformat(timespec="milliseconds"),
        _is_scheduled(path),
        read_manifest(path),
    )
