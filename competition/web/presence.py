"""When each judge was last seen, and what their tablets have not sent: for the progress page.

Every few seconds a tablet reports that it is there and what it could not send yet. This is only
in memory: after a restart the tablets report again, and unsent marks are safe on the tablet in
any case. With several server processes, each knows only the tablets that report to it.
"""

import datetime as dt
import threading
from dataclasses import dataclass, field

from flask import current_app

MAX_DEVICES = 8
"""Tablets remembered for each judge; beyond that, the one unseen for longest is forgotten."""
_EXTENSION = "accord.presence"


@dataclass(frozen=True)
class UnsentSheet:
    """A sheet with changes that are only on a tablet: which, in what state, why, and since when.

    `phase` is the outbox's code for why; `since` is ISO 8601 in UTC by the server's clock.
    """

    match: str
    team: str
    state: str
    phase: str
    since: str


@dataclass(frozen=True)
class Tablet:
    """A tablet's last report."""

    last_seen: str
    waiting: tuple[UnsentSheet, ...]


@dataclass
class JudgePresence:
    """What is known of one judge: when any device was last seen, and each tablet's report."""

    last_seen: str = ""
    devices: dict[str, Tablet] = field(default_factory=dict)

    @property
    def waiting(self) -> list[UnsentSheet]:
        """What any of the tablets has not sent, the oldest first."""
        found = [row for device in self.devices.values() for row in device.waiting]
        return sorted(found, key=lambda row: row.since)

    def tablets_seen(self, within_seconds: int) -> int:
        """How many tablets were seen in the last `within_seconds`."""
        since = (utc_now() - dt.timedelta(seconds=within_seconds)).isoformat(timespec="seconds")
        return sum(device.last_seen >= since for device in self.devices.values())


class PresenceList:
    """The judges that this process has seen, by `competition/judge`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, JudgePresence] = {}

    def record_seen(self, judge: str) -> None:
        """Record that a device or program of this judge made a request now."""
        now = _timestamp()
        with self._lock:
            self._known.setdefault(judge, JudgePresence()).last_seen = now

    def report(self, judge: str, device: str, waiting: tuple[UnsentSheet, ...]) -> None:
        """Record everything that a tablet holds and the server has not acknowledged."""
        now = _timestamp()
        with self._lock:
            known = self._known.setdefault(judge, JudgePresence())
            known.last_seen = now
            known.devices.pop(device, None)
            known.devices[device] = Tablet(now, waiting)
            while len(known.devices) > MAX_DEVICES:
                del known.devices[next(iter(known.devices))]

    def for_judge(self, judge: str) -> JudgePresence:
        """What is known of this judge; empty if nothing."""
        with self._lock:
            known = self._known.get(judge, JudgePresence())
            return JudgePresence(known.last_seen, dict(known.devices))


def presence_list() -> PresenceList:
    """The current application's list."""
    found: PresenceList = current_app.extensions.setdefault(_EXTENSION, PresenceList())
    return found


def utc_now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def _timestamp() -> str:
    return utc_now().isoformat(timespec="seconds")
