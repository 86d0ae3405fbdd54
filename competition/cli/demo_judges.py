"""Judges who are programs: they mark over the API as tablets do, at the pace of people."""

import json
import random
import threading
import time
import urllib.request
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

Marks = Mapping[str, str]
_DRAFT_AFTER, _SUBMIT_AFTER = (20.0, 80.0), (40.0, 120.0)
"""Seconds, from to: how long a judge looks before the first marks, and then until the whole sheet
is submitted."""
_LONGEST_RETRY = 5.0


class Pace:
    """How fast a demonstration runs, and whether somebody has ended it."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._is_over = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Wait for these seconds of the contest; False once the demonstration was ended."""
        return not self._is_over.wait(seconds / self._speed)

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._is_over.set()


@dataclass(frozen=True)
class ProgramJudge:
    """A judge's program: the server's address, the competition's key, the judge's token."""

    base: str
    competition: str
    token: str

    def mark_match(self, match: str, teams: Mapping[str, Marks], pace: Pace) -> None:
        """Mark both teams of a match: a draft of the first marks, then the whole sheet."""
        for team, marks in teams.items():
            if not pace.wait(random.uniform(*_DRAFT_AFTER)):  # noqa: S311  # nosec B311
                return
            seen = dict(list(marks.items())[: len(marks) // 2])
            version = self._put(match, team, {"marks": seen, "state": "draft", "base_version": 0})
            if not pace.wait(random.uniform(*_SUBMIT_AFTER)):  # noqa: S311  # nosec B311
                return
            whole = {"marks": dict(marks), "state": "submitted", "base_version": version}
            self._put(match, team, whole)

    def _put(self, match: str, team: str, body: Mapping[str, Any]) -> int:
        """Send a sheet until it is stored, under one key; its version."""
        address = f"{self.base}/api/v1/competitions/{self.competition}/sheets/{match}/{team}"
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": uuid.uuid4().hex,
            "Content-Type": "application/json",
        }
        data = json.dumps(body).encode()
        pause = 0.1
        while True:
            request = urllib.request.Request(  # noqa: S310 (this program's own server)
                address, data=data, method="PUT", headers=headers
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # nosec B310
                    return int(json.load(answer)["version"])
            except URLError as error:
                # Not answered, or not now: the same key settles it.
                if getattr(error, "code", 503) != 503 or pause > _LONGEST_RETRY:
                    raise
                time.sleep(pause)
                pause *= 2


class ProgramPanel:
    """The programs that judge one match, each in a thread of its own."""

    def __init__(
        self,
        judges: Sequence[tuple[ProgramJudge, Mapping[str, Marks]]],
        match: str,
        pace: Pace,
    ) -> None:
        self._threads = [
            threading.Thread(target=judge.mark_match, args=(match, teams, pace), daemon=True)
            for judge, teams in judges
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_marking(self) -> bool:
        """Whether somebody still has a sheet to submit."""
        return any(thread.is_alive() for thread in self._threads)

    def join(self) -> None:
        """Wait until every program has submitted its sheets, or has stopped."""
        for thread in self._threads:
            thread.join()
