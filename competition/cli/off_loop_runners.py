"""Runs beside the event loop what would hold it up: passwords in a thread, files in processes."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from gevent.threadpool import ThreadPool

import competition
from competition.actions.off_loop import too_many_files, too_many_passwords, took_too_long
from competition.document.check_process import read_answer
from competition.file_types import Document
from competition.lists.preview import ListChoices

MOST_PASSWORDS = 8
"""How many passwords may be checked or wait for it; each takes some 0.05 s and 64 MiB."""
MOST_WAITING_FILES = 2
FILE_SECONDS = 60.0
"""How long the check of a file may take, and how long another file waits for it."""
_ROOT = Path(competition.__file__).parent.parent
_LOWER_PRIORITY = 19


class PasswordThread:
    """Runs calls one after the other in a thread; argon2 lets the loop go on meanwhile."""

    def __init__(self) -> None:
        self._pool: ThreadPool | None = None
        self._present = 0

    def __call__(self, call: Callable[[], object]) -> object:
        """Return what `call` returns; raises `TooMuchAtOnce` if too many calls wait already."""
        if self._present >= MOST_PASSWORDS:
            raise too_many_passwords()
        if self._pool is None:
            self._pool = ThreadPool(1, hub=gevent.get_hub())
        self._present += 1
        try:
            return self._pool.apply(_run_with_low_priority, (call,))
        finally:
            self._present -= 1


class _OneAtATime:
    """Runs processes one after the other; some may wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._present = 0

    def run(self, data: bytes, *arguments: str) -> bytes:
        """Return what the process writes; raises `Refused`."""
        if self._present > MOST_WAITING_FILES:
            raise too_many_files()
        self._present += 1
        try:
            if not self._lock.acquire(timeout=FILE_SECONDS):
                raise too_many_files()
            try:
                return _run(data, *arguments)
            finally:
                self._lock.release()
        finally:
            self._present -= 1


class FileProcess(_OneAtATime):
    """Checks files one after the other, each in a process of its own."""

    def __call__(self, data: bytes, name: str = "") -> Document:
        """Return the checked file; raises `InvalidDocument`, `Refused`."""
        # Only the ending of the name matters, and a name may contain anything.
        ending = re.sub(r"[^A-Za-z0-9]", "", name.rpartition(".")[2])[:20] if "." in name else ""
        answer = self.run(data, "competition.document.check_process", f"file.{ending}")
        return read_answer(io.BytesIO(answer), pause=lambda: time.sleep(0))


class ListProcess(_OneAtATime):
    """Reads lists one after the other, each in a process of its own."""

    def __call__(self, data: bytes, choices: ListChoices, document: Document) -> dict[str, Any]:
        """Return `preview_list`'s answer; raises `Refused`."""
        asked = [choices.as_json(), json.dumps(document).encode(), data]
        answer = self.run(b"\n".join(asked), "competition.lists.preview_process")
        found: dict[str, Any] = json.loads(answer)
        return found


def _run(data: bytes, *arguments: str) -> bytes:
    """Return what the module's process writes; raises `Refused` if it had to be ended."""
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    environment |= {key: os.environ[key] for key in ("SYSTEMROOT", "PATH") if key in os.environ}
    with subprocess.Popen(  # noqa: S603 (this program, and names of letters and digits)
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    ) as process:
        try:
            answer, _ = process.communicate(data, timeout=FILE_SECONDS)
        except subprocess.TimeoutExpired:
            raise took_too_long() from None
        finally:
            # Of one that has ended, nothing.
            process.kill()
    if process.returncode != 0:
        raise took_too_long()
    return bytes(answer)


def _run_with_low_priority(call: Callable[[], object]) -> object:
    if sys.platform == "linux":
        # There 0 means the calling thread, and the threads that it starts inherit it.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _LOWER_PRIORITY)
    return call()
