"""Records in the audit log that a backup was made or taken away: it holds every judge's link."""

import hashlib
from pathlib import Path

from competition.store import audit
from competition.store.db import writing


def record_backup(path: Path, by: str) -> None:
    """Record a backup that was made, with its checksum; raises `OSError` and `Busy`."""
    _record("backup.make", path, by)


def record_download(path: Path, by: str) -> None:
    """Record that a backup leaves this computer; raises `OSError` and `Busy`."""
    _record("backup.download", path, by)


def _record(action: str, path: Path, by: str) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with writing() as session:
        audit.append(session, audit.NewRow("", by, action, path.name, None, {"sha256": digest}))
