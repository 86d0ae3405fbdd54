"""Runs beside the event loop what would hold it up: passwords in a thread, others in a process."""

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
from competition.actions.off_loop import (
    fairness_took_too_long,
    print_took_too_long,
    proposal_took_too_long,
    too_many_fairness_reports,
    too_many_files,
    too_many_passwords,
    too_many_prints,
    too_many_proposals,
    took_too_long,
)
from competition.document.check_process import read_answer
from competition.fairness.page_types import FairnessPage
from competition.file_types import Document
from competition.lists.preview import ListChoices
from competition.panels.proposal import PanelProposal
from competition.panels.proposal_process import question, read_proposed
from competition.panels.request import PanelRequest

MOST_PASSWORDS = 8
"""How many passwords may be checked or wait for it; each takes some 0.05 s and 64 MiB."""
MOST_WAITING = 2
PROCESS_SECONDS = 60.0
"""How long a process may take, and how long the next one waits for it."""
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


class OneAtATime:
    """Runs a module of this program in a process of its own, one process after the other."""

    def __init__(self, module: str, too_many: Callable[[], Exception]) -> None:
        self._module, self._too_many = module, too_many
        self._lock = threading.Lock()
        self.present = 0

    def run(self, data: bytes, *arguments: str) -> bytes | None:
        """Return what the process writes; None if it failed or had to be ended.

        Raises what `too_many` makes if too many wait already.
        """
        if self.present > MOST_WAITING:
            raise self._too_many()
        self.present += 1
        try:
            if not self._lock.acquire(timeout=PROCESS_SECONDS):
                raise self._too_many()
            try:
                return _run_module(self._module, data, *arguments)
            finally:
                self._lock.release()
        finally:
            self.present -= 1


class FileProcess:
    """Checks files one after the other, each in a process of its own."""

    def __init__(self) -> None:
        self.queue = OneAtATime("competition.document.check_process", too_many_files)

    def __call__(self, data: bytes, name: str = "") -> Document:
        """Return the checked file; raises `InvalidDocument`, `Refused`."""
        # Only the ending of the name matters, and a name may contain anything.
        ending = re.sub(r"[^A-Za-z0-9]", "", name.rpartition(".")[2])[:20] if "." in name else ""
        answer = self.queue.run(data, f"file.{ending}")
        if answer is None:
            raise took_too_long()
        return read_answer(io.BytesIO(answer), pause=lambda: time.sleep(0))


class PanelProcess:
    """Proposes panels, one stage after the other, each in a process of its own."""

    def __init__(self) -> None:
        self.queue = OneAtATime("competition.panels.proposal_process", too_many_proposals)

    def __call__(self, document: Document, stage: str, request: PanelRequest) -> PanelProposal:
        """Return the proposal; raises `PanelsNotPossible`, `Refused`."""
        answer = self.queue.run(question(document, stage, request))
        if answer is None:
            raise proposal_took_too_long()
        return read_proposed(answer)


class ListProcess:
    """Reads lists one after the other, each in a process of its own."""

    def __init__(self) -> None:
        self.queue = OneAtATime("competition.lists.preview_process", too_many_files)

    def __call__(self, data: bytes, choices: ListChoices, document: Document) -> dict[str, Any]:
        """Return `preview_list`'s answer; raises `Refused`."""
        asked = [choices.as_json(), json.dumps(document).encode(), data]
        answer = self.queue.run(b"\n".join(asked))
        if answer is None:
            raise took_too_long()
        found: dict[str, Any] = json.loads(answer)
        return found


class PrintProcess:
    """Makes prints and pictures one after the other, each in a process of its own."""

    def __init__(self) -> None:
        self.queue = OneAtATime("competition.prints.print_process", too_many_prints)

    def __call__(self, question: bytes) -> bytes:
        """Return the answer to a question of `print_process`; raises `Refused`."""
        answer = self.queue.run(question)
        if answer is None:
            raise print_took_too_long()
        return answer


class FairnessProcess:
    """Makes fairness reports one after the other, each in a process of its own."""

    def __init__(self) -> None:
        self.queue = OneAtATime("competition.fairness.page_process", too_many_fairness_reports)

    def __call__(self, document: Document) -> FairnessPage:
        """Return the page's content; raises `Refused`."""
        answer = self.queue.run(json.dumps(document).encode())
        if answer is None:
            raise fairness_took_too_long()
        page: FairnessPage = json.loads(answer)
        return page


def _run_module(module: str, data: bytes, *arguments: str) -> bytes | None:
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    environment |= {key: os.environ[key] for key in ("SYSTEMROOT", "PATH") if key in os.environ}
    with subprocess.Popen(  # noqa: S603 (this program, and a name of letters and digits)
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    ) as process:
        try:
            answer, _ = process.communicate(data, timeout=PROCESS_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # Of one that has ended, nothing.
            process.kill()
    return bytes(answer) if process.returncode == 0 else None


def _run_with_low_priority(call: Callable[[], object]) -> object:
    if sys.platform == "linux":
        # There 0 means the calling thread, and the threads that it starts inherit it.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _LOWER_PRIORITY)
    return call()
