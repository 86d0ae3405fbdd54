"""Backups that the server makes and checks while it runs, each in a process of its own.

A copy, its compression and the check of a stranger's file take seconds; here no judge waits for
them, and no file of a stranger is opened in the server.
"""

import datetime as dt
import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store import backups
from competition.store.backups import BackupFile

LONGEST_SECONDS = 600
FIRST_SECONDS = 60.0
"""How long after its start the server makes the first backup, so that the start is not slower."""
RETRY_SECONDS = 60.0
LOW_BYTES = 1024**3
"""Below this much free space the plan of the day warns, and below `LOWEST_BYTES` more loudly."""
LOWEST_BYTES = 200 * 1024**2
_SOURCES = Path(__file__).parents[2]


class JobRunning(Refused):
    """One job at a time; this one was not begun."""


@dataclass(frozen=True)
class BackupStatus:
    """How the backups stand; `failure` is the last one's, if none was made since.

    `newest_at` is when the newest backup held the data as they were, `is_late` whether that was
    longer ago than two intervals. `free` is the disk with the least free space, in bytes.
    """

    every: int
    folder: Path
    newest_at: str | None
    is_late: bool
    failure: Refused | None
    free: int | None
    is_low: bool
    is_lowest: bool


class BackupJobs:
    """Makes and checks backups of one database, one at a time.

    `folder` is where they go; without one, the folder of DATA_DIR for backups, which is made.
    `every` is the interval of the scheduled ones in seconds, 0 for none.
    """

    def __init__(self, database: Path, data_dir: Path, folder: Path | None, every: int) -> None:
        self._database, self._data_dir = database, data_dir
        self._is_own_folder = folder is None
        self.folder = folder or data_dir / backups.FOLDER
        self.every = every
        self._started = time.time()
        self._failed: tuple[float, Refused] | None = None
        self._busy = threading.Lock()

    def make(self, *, scheduled: bool = False) -> BackupFile:
        """Make a backup now; raises `Refused`, and remembers why for the plan of the day."""
        try:
            made = self._make(scheduled)
        except JobRunning:
            raise
        except Refused as refusal:
            self._failed = (time.time(), refusal)
            raise
        self._failed = None
        return made

    def check(self, file: Path) -> dict[str, Any]:
        """What the check of a backup finds: `contents` and `made_at`, or `message` and `values`.

        Raises `Refused` where it cannot be checked.
        """
        answer = self._run("check", file, self._data_dir)
        if "errno" in answer:
            raise Refused(N_("The backup could not be read: %(reason)s."), reason=answer["reason"])
        return answer

    def seconds_to_next(self) -> float:
        """How long until the next scheduled backup is due."""
        now = time.time()
        due = (backups.newest_age(self.folder) or 0.0) + self.every
        if self._failed is not None:
            # As soon as the stick is plugged in or the disk has space.
            due = self._failed[0] + RETRY_SECONDS
        return max(0.0, due - now, self._started + min(FIRST_SECONDS, self.every) - now)

    def status(self) -> BackupStatus:
        """How the backups stand now."""
        newest = backups.newest_age(self.folder)
        since = max(newest or 0.0, self._started)
        free = self._free_bytes()
        return BackupStatus(
            every=self.every,
            folder=self.folder,
            newest_at=_iso(newest) if newest is not None else None,
            is_late=bool(self.every) and time.time() - since > 2 * self.every,
            failure=self._failed[1] if self._failed else self._missing_folder(),
            free=free,
            is_low=free is not None and free < LOW_BYTES,
            is_lowest=free is not None and free < LOWEST_BYTES,
        )

    def _make(self, scheduled: bool) -> BackupFile:
        if self._is_own_folder:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        elif missing := self._missing_folder():
            raise missing
        target = self.folder if scheduled else self.folder / backups.new_name()
        task = "schedule" if scheduled else "make"
        answer = self._run(task, self._database, self._data_dir, target)
        if answer.get("errno") == errno.ENOSPC:
            raise Refused(
                N_(
                    "The disk of %(folder)s is full, so no backup was made and nothing was left "
                    "behind. Delete what is not needed there, or choose another disk."
                ),
                folder=self.folder,
            )
        if "errno" in answer:
            raise Refused(
                N_("No backup could be made in %(folder)s: %(reason)s."),
                folder=self.folder,
                reason=answer["reason"],
            )
        return BackupFile(Path(answer["file"]), answer["sha256"], answer["is_unchanged"])

    def _missing_folder(self) -> Refused | None:
        if self._is_own_folder or self.folder.is_dir():
            return None
        return Refused(
            N_(
                "The folder for backups, %(folder)s, is missing. Plug in the disk, or correct "
                "BACKUP_TO; Accord never makes this folder itself."
            ),
            folder=self.folder,
        )

    def _free_bytes(self) -> int | None:
        free = []
        for folder in {self._data_dir, self.folder}:
            try:
                free.append(shutil.disk_usage(folder).free)
            except OSError:
                continue
        return min(free, default=None)

    def _run(self, task: str, *paths: Path) -> dict[str, Any]:
        """Run one task in its own process; returns what it prints."""
        if not self._busy.acquire(blocking=False):
            raise JobRunning(
                N_("Another backup is being made or checked. Try again in a few seconds.")
            )
        command = [
            sys.executable,
            "-m",
            "competition.actions.backup_process",
            task,
            *map(str, paths),
        ]
        try:
            done = subprocess.run(  # noqa: S603 (our own program, and paths as arguments)
                command,
                cwd=_SOURCES,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_SECONDS,
                check=True,
            )
            answer: dict[str, Any] = json.loads(done.stdout)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            raise Refused(
                N_("The process that makes and checks backups stopped unexpectedly. Try again.")
            ) from error
        finally:
            self._busy.release()
        return answer


def _iso(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds")
