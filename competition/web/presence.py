"""When each judge was last seen, and what their tablets have not sent: for the progress page.

Every few seconds a tablet reports that it is there and what it could not send yet. This is only
in memory: after a restart the tablets report again, and unsent marks are safe on the tablet in
any case. On PostgreSQL each node also tells the others, at most once a second, what has changed.
"""

import datetime as dt
import threading
import time
from dataclasses import asdict, dataclass, field

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from competition.store.postgres_setup import is_shared
from competition.store.tablet_reports import TabletRow, reports_of, store_reports

MAX_DEVICES = 8
"""Tablets remembered for each judge; beyond that, the one unseen for longest is forgotten."""
READ_SECONDS = 1.0
"""How long what other nodes were told holds."""
_EXTENSION = "presence"


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

    def add(self, row: TabletRow) -> None:
        """Take in what was reported to any node, if it is newer than what is known."""
        self.last_seen = max(self.last_seen, row.last_seen)
        known = self.devices.get(row.device)
        if row.device and (known is None or known.last_seen < row.last_seen):
            waiting = tuple(UnsentSheet(**each) for each in row.waiting)
            self.devices[row.device] = Tablet(row.last_seen, waiting)
        while len(self.devices) > MAX_DEVICES:
            del self.devices[min(self.devices, key=lambda name: self.devices[name].last_seen)]

    def tablets_seen(self, within_seconds: int) -> int:
        """How many tablets were seen in the last `within_seconds`."""
        since = (utc_now() - dt.timedelta(seconds=within_seconds)).isoformat(timespec="seconds")
        return sum(device.last_seen >= since for device in self.devices.values())


class PresenceList:
    """The judges that this process has seen, by `competition/judge`; and those of other nodes."""

    def __init__(self, *, is_told: bool = False) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, JudgePresence] = {}
        self._is_told = is_told
        """Whether other nodes are to be told; else nothing is kept for them."""
        self._changed: dict[tuple[str, str], TabletRow] = {}
        self._elsewhere = _TabletsElsewhere()

    def record_seen(self, judge: str) -> None:
        """Record that a device or program of this judge made a request now."""
        now = _timestamp()
        with self._lock:
            self._known.setdefault(judge, JudgePresence()).last_seen = now
            self._note_change(judge, "", now)

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
            self._note_change(judge, device, now, waiting)

    def for_judge(self, judge: str) -> JudgePresence:
        """What this node or another knows of the judge; empty if nothing."""
        with self._lock:
            known = self._known.get(judge, JudgePresence())
            found = JudgePresence(known.last_seen, dict(known.devices))
        if is_shared():
            for row in self._elsewhere.rows_of(judge):
                found.add(row)
        return found

    def flush(self) -> None:
        """Tell the other nodes what has changed; raises SQLAlchemy's errors, and keeps it then."""
        with self._lock:
            changed, self._changed = self._changed, {}
        if not changed:
            return
        try:
            store_reports(list(changed.values()))
        except BaseException:
            with self._lock:
                self._changed = changed | self._changed
            raise

    def _note_change(
        self, judge: str, device: str, now: str, waiting: tuple[UnsentSheet, ...] = ()
    ) -> None:
        if self._is_told:
            competition_key, _, judge_key = judge.partition("/")
            self._changed[judge, device] = TabletRow(
                competition_key, judge_key, device, now, [asdict(sheet) for sheet in waiting]
            )


class _TabletsElsewhere:
    """What every node was told of a competition's tablets, at most READ_SECONDS old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[str, tuple[float, dict[str, list[TabletRow]]]] = {}

    def rows_of(self, judge: str) -> list[TabletRow]:
        """The rows of a judge, `competition/judge`; as last known while the database is away."""
        competition_key, _, judge_key = judge.partition("/")
        with self._lock:
            read_at, rows = self._read.get(competition_key, (float("-inf"), {}))
            if time.monotonic() - read_at >= READ_SECONDS:
                try:
                    rows = _by_judge(reports_of(competition_key))
                except DBAPIError:
                    # What this node knows itself is worth more than no page.
                    return rows.get(judge_key, [])
                self._read[competition_key] = (time.monotonic(), rows)
            return rows.get(judge_key, [])


def _by_judge(rows: list[TabletRow]) -> dict[str, list[TabletRow]]:
    by_judge: dict[str, list[TabletRow]] = {}
    for row in rows:
        by_judge.setdefault(row.judge_key, []).append(row)
    return by_judge


def init_app(app: Flask) -> None:
    """Begin with an empty list."""
    is_file = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:")
    app.extensions[_EXTENSION] = PresenceList(is_told=not is_file)


def presence_list() -> PresenceList:
    """The current application's list."""
    found: PresenceList = current_app.extensions[_EXTENSION]
    return found


def utc_now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def _timestamp() -> str:
    return utc_now().isoformat(timespec="seconds")
