"""`python -m competition.actions.backup_process`: makes or checks a backup in its own process.

The server starts it, so that no judge waits for a copy, its compression or a check, and so that
a file of a stranger is not read in the server. Prints one JSON object, what `BackupJob` reads.

    make DATABASE DATA_DIR TARGET        schedule DATABASE DATA_DIR FOLDER        check FILE FOLDER
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from competition.store import backups


def run_task(task: str, *arguments: str) -> dict[str, Any]:
    """Do one task; returns what is printed."""
    paths = [Path(argument) for argument in arguments]
    try:
        if task == "check":
            return _check(*paths)
        make = backups.make_scheduled if task == "schedule" else backups.make_backup
        made = make(*paths)
    except OSError as error:
        return {"errno": error.errno or 0, "reason": error.strerror or str(error)}
    return {"file": str(made.path), "sha256": made.sha256, "is_unchanged": made.is_unchanged}


def _check(source: Path, parent: Path) -> dict[str, Any]:
    # Needs the migrations, which take a second to import.
    from competition.actions import backup_check

    try:
        with backup_check.checked_backup(source, parent) as found:
            return {"contents": found.contents, "made_at": found.made_at}
    except backup_check.NotABackup as refused:
        return {"message": refused.message, "values": backup_check.packed_values(refused.values)}


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    print(json.dumps(run_task(*sys.argv[1:])))  # noqa: T201 (what the server reads)
