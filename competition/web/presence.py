"""Who was heard when, and what waits on the tablets: kept in memory, for the control room.

A tablet says every few seconds that it is there and what it could not send yet. Nothing of
it is stored: after a restart the tablets say it again, and a mark that waits is on its tablet
whatever stands here. With several server processes each knows its own tablets only.
"""

import datetime as dt
import threading
from dataclasses import dataclass, field

from flask import current_app

MAX_DEVICES = 8
"""Tablets remembered a judge; the one not heard for longest gives way."""
_EXTENSION = "accord.presence"


@dataclass(frozen=True)
class UnsentSheet:
    """One sheet that is on a tablet only: which, in which state, why, and since when.

    `phase` is the outbox's word for why; `since` is ISO 8601 in UTC by the server's clock.
    """

    match: str
    team: str
    state: str
    phase: str
    since: str


@dataclass(frozen=True)
class Tablet:
    """What one tablet said last."""

    last_seen: str
    waiting: tuple[UnsentSheet, ...]


@dataclass
class JudgePresence:
    """What is known of one judge: when any device was heard, and what each tablet holds."""

    last_seen: str = ""
    devices: dict[str, Tablet] = field(default_factory=dict)

    @property
    def waiting(self) -> list[UnsentSheet]:
        """What waits on any of the tablets, the longest first."""
        found = [row for device in self.devices.values() for row in device.waiting]
        return sorted(found, key=lambda row: row.since)

    def tablets_seen(self, within_seconds: int) -> int:
        """How many tablets were heard lately."""
        since = (utc_now() - dt.timedelta(seconds=within_seconds)).isoformat(timespec="seconds")
        return sum(device.last_seen >= since for device in self.devices.values())


class PresenceList:
    """The judges that this process has heard, by `competition/judge`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, JudgePresence] = {}

    def record_seen(self, judge: str) -> None:
        """A device or program of this judge asked for something just now."""
        now = _timestamp()
        with self._lock:
            self._known.setdefault(judge, JudgePresence()).last_seen = now

    def report(self, judge: str, device: str, waiting: tuple[UnsentSheet, ...]) -> None:
        """Everything that one tablet holds and the server has not acknowledged."""
        now = _timestamp()
        with self._lock:
            known = self._known.setdefault(judge, JudgePresence())
            known.last_seen = now
            known.devices.pop(device, None)
            known.devices[device] = Tablet(now, waiting)
            while len(known.devices) > MAX_DEVICES:
                del known.devices[next(iter(known.devices))]

    def for_judge(self, judge: str) -> JudgePresence:
        """What is known of the judge now."""
        with self._lock:
            known = self._known.get(judge, JudgePresence())
            return JudgePresence(known.last_seen, dict(known.devices))


def presence_list() -> PresenceList:
    """The current application's roll."""
    found: PresenceList = current_app.extensions.setdefault(_EXTENSION, PresenceList())
    return found


def utc_now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def _timestamp() -> str:
    return utc_now().isoformat(timespec="seconds")
