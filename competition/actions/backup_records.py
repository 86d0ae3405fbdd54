"""Records in the audit log that a backup was made or taken away: it holds every judge's link."""

from typing import Any

from competition.store import audit
from competition.store.backups import BackupFile
from competition.store.transactions import writing
from competition.store.write_locks import NO_COMPETITION


def record_backup(made: BackupFile, by: str) -> None:
    """Record a backup that was made, with its checksum; raises `Busy`."""
    _record("backup.make", made.path.name, by, {"sha256": made.sha256})


def record_download(name: str, by: str) -> None:
    """Record that a backup leaves this computer; raises `Busy`."""
    _record("backup.download", name, by, None)


def _record(action: str, name: str, by: str, after: Any) -> None:
    with writing(NO_COMPETITION) as session:
        audit.append(session, audit.NewRow(NO_COMPETITION, by, action, name, None, after))
