"""A backup read again: what does not fit is refused before anything of it is used.

A backup comes from a stick or from somebody else: it may be damaged, or made to do harm. So its
names, sizes and digests are checked first, then the database's schema, which must be exactly
Accord's, its pages, its foreign keys, its audit chains, and last what its manifest says.

A digest in the manifest shows damage; whoever changes a backup on purpose can write new ones.
Against that stand the heads of the audit chains that people hold elsewhere.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from competition.actions import verification
from competition.actions.record_faults import NotIntact
from competition.actions.refusals import Refused
from competition.document import Phrase
from competition.messages import N_
from competition.store import migrate
from competition.store.backup_contents import Contents, read_contents
from competition.store.backups import (
    DATABASE,
    FOLDER,
    FORMAT,
    MANIFEST,
    MOST_MANIFEST_BYTES,
    SECRET,
)
from competition.store.schema_check import SchemaDiffers, check_schema
from competition.store.sqlite_files import open_untrusted

MOST_MEMBERS = 2000
MOST_BYTES = 4 * 1024**3
MOST_RATIO = 200
"""How many times larger than the file its contents may be, if they are large at all."""
SMALL_BYTES = 64 * 1024 * 1024
MOST_SECRET_BYTES = 4096
SPARE_BYTES = 64 * 1024 * 1024
"""How much of the disk stays free when a backup is unpacked."""

_REPLACED = re.compile(rf"{FOLDER}/[A-Za-z0-9][A-Za-z0-9._-]{{0,199}}\.json")
_BLOCK = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class NotABackup(Refused):
    """The file is not a backup, or it does not fit; the message says what is wrong."""


def packed_values(values: Mapping[str, object]) -> dict[str, Any]:
    """A refusal's values as JSON can hold them, for `unpacked_refusal`."""
    return {
        name: {"message": value.message, "values": packed_values(value.values)}
        if isinstance(value, Phrase)
        else (value if isinstance(value, int | str) else str(value))
        for name, value in values.items()
    }


def unpacked_refusal(message: str, values: Mapping[str, Any]) -> NotABackup:
    """The refusal of another process."""
    return NotABackup(message, **_unpacked(values))


def _unpacked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Phrase(value["message"], _unpacked(value["values"]))
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }


@dataclass(frozen=True)
class CheckedBackup:
    """A backup that fits, unpacked in `folder`; without a manifest, `made_at` is None."""

    folder: Path
    contents: Contents
    made_at: str | None

    def place(self, database: Path, data_dir: Path) -> None:
        """Move everything to where the server looks for it, the database last."""
        if (self.folder / FOLDER).is_dir():
            (self.folder / FOLDER).replace(data_dir / FOLDER)
        if (self.folder / SECRET).is_file():
            (self.folder / SECRET).replace(data_dir / SECRET)
        (self.folder / DATABASE).replace(database)


@contextmanager
def checked_backup(source: Path, parent: Path) -> Iterator[CheckedBackup]:
    """Unpack a backup into a folder in `parent`, which goes at the end, and check it.

    Raises `NotABackup` or `OSError`; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=parent) as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(source) as archive:
                members = _checked_members(archive, source.stat().st_size, parent)
                digests = {each.filename: _unpack(archive, each, folder) for each in members}
        except _UNREADABLE as error:
            raise _damaged() from error
        manifest = _checked_manifest(folder / MANIFEST, digests)
        contents = _checked_contents(folder / DATABASE)
        if manifest is not None:
            _compare(manifest, contents)
        yield CheckedBackup(folder, contents, manifest["made_at"] if manifest else None)


def _damaged() -> NotABackup:
    return NotABackup(N_("it is not an Accord backup, or it is damaged."))


def _checked_members(archive: zipfile.ZipFile, size: int, parent: Path) -> list[zipfile.ZipInfo]:
    """The members, if each may be in a backup and all of them together fit on the disk."""
    members = archive.infolist()
    for each in members:
        if not _may_be_in_a_backup(each):
            name = each.filename[:80].encode("ascii", "backslashreplace").decode()
            raise NotABackup(N_("it contains “%(name)s”, which is no part of a backup."), name=name)
    names = [each.filename for each in members]
    if DATABASE not in names:
        raise _damaged()
    total = sum(each.file_size for each in members)
    is_bomb = total > SMALL_BYTES and total > size * MOST_RATIO
    limits = {MANIFEST: MOST_MANIFEST_BYTES, SECRET: MOST_SECRET_BYTES}
    is_large = any(each.file_size > limits.get(each.filename, MOST_BYTES) for each in members)
    if is_bomb or is_large or total > MOST_BYTES or len(members) > MOST_MEMBERS:
        raise NotABackup(N_("unpacked, it would be larger than a backup can be."))
    if len(set(names)) < len(names):
        raise NotABackup(N_("it contains a file twice."))
    if total + SPARE_BYTES > shutil.disk_usage(parent).free:
        raise OSError(ENOSPC, os.strerror(ENOSPC))
    return members


def _may_be_in_a_backup(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    is_plain = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
    name = member.filename
    is_known = name in (DATABASE, SECRET, MANIFEST) or _REPLACED.fullmatch(name) is not None
    is_readable = member.compress_type in _PACKINGS and not member.flag_bits & 0x1
    return is_plain and is_known and is_readable


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> dict[str, Any]:
    """Write a member, readable by its owner alone; returns its digest and length."""
    path, digest, size = folder / member.filename, hashlib.sha256(), 0
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as target, archive.open(member) as packed:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > member.file_size:
                raise _damaged()
            digest.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    return {"sha256": digest.hexdigest(), "bytes": size}


def _checked_manifest(file: Path, digests: dict[str, Any]) -> dict[str, Any] | None:
    """The manifest, if its digests are those of the members; None in a backup from before."""
    found = digests.pop(MANIFEST, None)
    if found is None:
        return None
    try:
        manifest = json.loads(file.read_bytes())
        is_known = manifest["format"] == FORMAT and isinstance(manifest["made_at"], str)
        members = manifest["members"]
        named = {name: members[name]["sha256"] for name in members}
    except (ValueError, KeyError, TypeError, RecursionError):
        is_known, named = False, {}
    if not is_known:
        raise NotABackup(N_("its manifest cannot be read."))
    for name in sorted(named.keys() | digests.keys()):
        if name not in digests:
            raise NotABackup(N_("its manifest names “%(name)s”, which is missing."), name=name[:80])
        if name not in named:
            raise NotABackup(N_("its manifest does not name “%(name)s”."), name=name)
        if named[name] != digests[name]["sha256"]:
            raise NotABackup(
                N_("the checksum of “%(name)s” in it is not the one in its manifest."), name=name
            )
    return dict(manifest)


def _checked_contents(file: Path) -> Contents:
    """What the database holds, if it is one of Accord and every part of it is sound."""
    try:
        with open_untrusted(file) as database:
            ((revision,),) = database.execute("SELECT version_num FROM alembic_version").fetchall()
            check_schema(database, str(revision))
            if database.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
                raise NotABackup(N_("its database is damaged."))
            if orphan := database.execute("PRAGMA foreign_key_check").fetchone():
                raise NotABackup(
                    N_("its database has a row in %(table)s that refers to a missing one."),
                    table=orphan[0],
                )
            contents = read_contents(database)
    except SchemaDiffers as differs:
        values = {
            name: Phrase(value) if name == "kind" else value
            for name, value in differs.values.items()
        }
        raise NotABackup(differs.message, (), **values) from differs
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise _damaged() from error
    try:
        _check_record(file, contents["schema"])
    except (SQLAlchemyError, ValueError, TypeError, KeyError, AttributeError) as error:
        # What is stored is of another kind than anything that Accord stores.
        raise _damaged() from error
    return contents


def _check_record(file: Path, revision: str) -> None:
    """Raise `NotABackup` where an audit log, or the data that it binds, is not intact.

    The database of an older version is brought up to date first, as its restore would do.
    """
    if revision != migrate.newest_revision():
        migrate.upgrade_file(file)
    with migrate.application_for(file):
        try:
            for chain in verification.all_chains():
                verification.verify_chain(chain)
        except NotIntact as broken:
            raise NotABackup(broken.message, (), **broken.values) from broken


def _compare(manifest: dict[str, Any], contents: Contents) -> None:
    """Raise `NotABackup` where the manifest says something else than the database holds."""
    parts = {
        "schema": N_("the revision of its database"),
        "competitions": N_("its competitions"),
        "chains": N_("its audit logs"),
        "organisers": N_("its organisers"),
    }
    for part, called in parts.items():
        if manifest.get(part) != contents[part]:  # type: ignore[literal-required]
            raise NotABackup(
                N_("its manifest and its database disagree about %(what)s."),
                what=Phrase(called),
            )
