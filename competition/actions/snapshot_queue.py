"""When the public snapshot is made after a judge's write: at once, or a little later.

An organiser's change makes its snapshot in its own transaction (`change`). A judge's write does
not wait for a recount: it leaves a snapshot owed, which is made here.
"""

import logging
import time
from collections.abc import Callable

from sqlalchemy.orm import Session

from competition import measurements
from competition.actions import snapshots
from competition.store import audit, binding, owed_snapshots, queries
from competition.store.audit_binding import Binding
from competition.store.db import Busy, PerDatabase, db
from competition.store.models import Competition
from competition.store.raw_sql import RawConnection
from competition.store.transactions import writing

LOCK_WAIT_SECONDS = 1.0
QUICK_SECONDS = 0.05
"""How long a judge may be kept waiting for the public's snapshot."""
REST_SECONDS = 0.125
"""The pause between two snapshots: eight a second are enough for people to watch."""
log = logging.getLogger(__name__)


class SnapshotQueue:
    """The competitions that owe the public a snapshot, by key.

    On a database that nodes share, that is also in its rows (`owed_snapshots`), so that whichever
    node comes first makes what another was about to make when it was killed.
    """

    def __init__(self) -> None:
        self._owed: set[str] = set()
        self._wake: Callable[[], None] | None = None
        self._ended = float("-inf")
        """When the last snapshot was finished, by the monotonic clock."""
        self._took_seconds = 0.0

    def defer_to(self, wake: Callable[[], None] | None) -> None:
        """Have `wake` called when a snapshot is left for `make_owed`; with None, leave none."""
        self._wake = wake

    def add(self, competition_key: str) -> None:
        """Show the public what was just committed; the commit holds whatever happens here.

        At once where that is quick: with nine judges the board is right before the judge has the
        receipt. Where somebody else can make it (`defer_to`), and the last one took long or has
        only just been made, it is left to them, so that no judge waits for a recount. One snapshot
        covers everything committed until then.
        """
        self._owed.add(competition_key)
        if self._wake is None or (self._is_quick() and not _is_shared()):
            self._make(competition_key)
        else:
            self._wake()

    def make_owed(self, *, everything: bool = False) -> bool:
        """Make the snapshots that are owed; returns whether any was made.

        With `everything`, look at every competition: a server that was killed between a commit
        and its snapshot owes one that nobody remembers, unless rows do; and a new version of
        Accord may show what the last one did not.
        """
        if everything:
            self._owed.update(competition.key for competition in queries.all_competitions())
        if _is_shared() and not everything:
            due = set(owed_snapshots.claim_owed(self._owed, REST_SECONDS))
        else:
            due = set(self._owed)
        for competition_key in due:
            self._make(competition_key)
        return bool(due)

    def is_waiting(self) -> bool:
        """Whether some of what is owed is to be made as soon as its last snapshot is old enough."""
        if not (self._owed and _is_shared()):
            return False
        self._owed &= owed_snapshots.still_owed()
        return bool(self._owed)

    def _is_quick(self) -> bool:
        is_rested = time.monotonic() - self._ended >= REST_SECONDS
        return self._took_seconds <= QUICK_SECONDS and is_rested

    def _make(self, competition_key: str) -> None:
        begun, is_made = time.monotonic(), False
        try:
            with writing(competition_key, wait=LOCK_WAIT_SECONDS) as session:
                self._owed.discard(competition_key)
                competition = queries.find_competition(competition_key)
                if competition is not None:
                    is_made = _make_snapshot(session, competition)
                owed_snapshots.note_made(RawConnection.of_session(session), competition_key)
            measurements.snapshots_made.add(is_made)
        except Busy:
            self._owed.add(competition_key)
        except Exception:
            self._owed.add(competition_key)
            db.session.rollback()
            log.exception("The public snapshot could not be made; it will be tried again.")
        self._ended = time.monotonic()
        self._took_seconds = self._ended - begun


def _is_shared() -> bool:
    return db.engine.dialect.name != "sqlite"


def _make_snapshot(session: Session, competition: Competition) -> bool:
    """Make the snapshot, if the public would see a change, and have the audit bind it.

    Returns whether there is a new one.
    """
    snapshot = snapshots.refresh(session, competition)
    if snapshot is None:
        return False
    name = binding.snapshot_name(snapshot.number)
    made = Binding({}, {name: binding.bound_snapshot(snapshot)})
    row = audit.NewRow(competition.key, "Accord", snapshots.MADE, "", binding=made)
    audit.append(session, row)
    return True


current_queue = PerDatabase(SnapshotQueue)
"""The queue of the current application's database."""
