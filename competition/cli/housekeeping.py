"""What a running server does beside its requests: the log of acts, counts, disk, backups."""

import gc
import logging
import threading
import time

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from competition import logs
from competition.actions.backup_jobs import BackupJobs
from competition.actions.refusals import Refused
from competition.cli.act_log import ActLog
from competition.pauses import Pauses

ACTS_SECONDS = 1.0
CHORES_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 30.0
_NEVER = 1_000_000
_log = logging.getLogger("accord.server")


def collect_rarely() -> None:
    """Keep the full passes of Python's collector out of requests: one takes some 40 ms.

    What there is now stays; `collect_garbage` looks at the rest now and then.
    """
    gc.collect()
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def collect_garbage() -> None:
    """A full pass of the collector, when nobody waits for an answer."""
    Pauses.wait()
    gc.collect()


class Housekeeping:
    """Two threads of the server, between `start` and `stop`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._jobs: BackupJobs | None = app.extensions["backup_jobs"]
        self._stopped = threading.Event()
        self._acts: ActLog | None = None
        self._was_low = False

    def start(self) -> None:
        """Begin; rows of the audit log from now on are logged."""
        # Beside the audience alone nobody acts, and the nodes where they do write it.
        if self._app.config["ROLE"] == "full":
            with self._app.app_context():
                self._acts = ActLog()
        threading.Thread(target=self._follow, daemon=True).start()
        if self._jobs is not None and self._jobs.every:
            threading.Thread(target=self._back_up, args=(self._jobs,), daemon=True).start()

    def stop(self) -> None:
        """End, and write what has happened since."""
        self._stopped.set()
        if self._acts is not None:
            self._write_acts()
        logs.tell_counts()

    def _follow(self) -> None:
        chores_at = time.monotonic()
        while not self._stopped.wait(ACTS_SECONDS):
            self._write_acts()
            if time.monotonic() >= chores_at:
                chores_at = time.monotonic() + CHORES_SECONDS
                logs.tell_counts()
                self._check_disk()
                collect_garbage()

    def _write_acts(self) -> None:
        if self._acts is None:
            return
        try:
            with self._app.app_context():
                self._acts.write_new()
        except SQLAlchemyError:
            _log.exception("the audit log could not be followed")

    def _check_disk(self) -> None:
        status = self._jobs.status() if self._jobs is not None else None
        is_low = status is not None and status.is_low
        if is_low and not self._was_low:
            free = (status.free or 0) // 1024**2 if status else 0
            _log.warning("the disk is nearly full: %s MB are free", free)
        elif self._was_low and not is_low:
            _log.warning("the disk has space again")
        self._was_low = is_low

    def _back_up(self, jobs: BackupJobs) -> None:
        while not self._stopped.is_set():
            wait = jobs.seconds_to_next()
            if wait > 0:
                # Not the whole wait: the clock of a laptop may be set meanwhile.
                self._stopped.wait(min(wait, LONGEST_WAIT_SECONDS))
                continue
            try:
                made = jobs.make(scheduled=True)
            except Refused as refusal:
                # A folder's path may hold a person's name.
                why = refusal.message % {**refusal.values, "folder": "the folder for backups"}
                _log.warning("no scheduled backup: %s", why, extra={"kind": "no scheduled backup"})
                self._stopped.wait(LONGEST_WAIT_SECONDS)
            else:
                if not made.is_unchanged:
                    _log.info("scheduled backup %s", made.path.name)
