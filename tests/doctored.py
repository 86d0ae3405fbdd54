"""Backups that somebody has changed, as an attacker would: with or without new digests."""

import contextlib
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from competition.store.backup_contents import read_contents

DATABASE, MANIFEST = "accord.sqlite", "manifest.json"


def doctored(
    backup: Path,
    target: Path,
    *sql: str,
    manifest: Callable[[dict[str, Any]], None] | None = None,
    matching: bool = True,
) -> Path:
    """A copy of a backup whose database had `sql` run on it, and whose manifest was changed.

    With `matching` its digests and what it says of the database fit again before `manifest`.
    """
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    work = target.with_suffix(".work")
    work.write_bytes(members[DATABASE])
    database = sqlite3.connect(work)
    for statement in sql:
        database.execute(statement)
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = json.loads(members[MANIFEST])
    if matching:
        with contextlib.suppress(ValueError):  # Not a database of Accord any more.
            written |= read_contents(database)
    database.close()
    members[DATABASE] = work.read_bytes()
    work.unlink()
    if matching:
        digest = hashlib.sha256(members[DATABASE]).hexdigest()
        written["members"][DATABASE]["sha256"] = digest
    if manifest is not None:
        manifest(written)
    members[MANIFEST] = json.dumps(written).encode()
    return packed(target, members)


def packed(target: Path, members: dict[Any, bytes]) -> Path:
    """A zip file of these members, by name or by `ZipInfo`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target
