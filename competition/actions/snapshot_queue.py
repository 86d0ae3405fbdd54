"""When the public snapshot is made after a judge's write: at once, or a little later.

An organiser's change makes its snapshot in its own transaction (`change`). A judge's write does
not wait for a recount: it leaves a snapshot owed, which is made here.
"""

import logging
import time
from collections.abc import Callable

from sqlalchemy.orm import Session

from competition.actions import snapshots
from competition.store import audit, binding, queries
from competition.store.audit_binding import Binding
from competition.store.db import Busy, PerDatabase, db, writing
from competition.store.models import Competition

LOCK_WAIT_SECONDS = 1.0
QUICK_SECONDS = 0.05
"""How long a judge may be kept waiting for the public's snapshot."""
REST_SECONDS = 0.125
"""The pause between two snapshots: eight a second are enough for people to watch."""
log = logging.getLogger(__name__)


class SnapshotQueue:
    """The competitions that owe the public a snapshot."""

    def __init__(self) -> None:
        self._owed: set[int] = set()
        self._wake: Callable[[], None] | None = None
        self._ended = float("-inf")
        """When the last snapshot was finished, by the monotonic clock."""
        self._took_seconds = 0.0

    def defer_to(self, wake: Callable[[], None] | None) -> None:
        """Have `wake` called when a snapshot is left for `make_owed`; with None, leave none."""
        self._wake = wake

    def add(self, competition_id: int) -> None:
        """Show the public what was just committed; the commit holds whatever happens here.

        At once where that is quick: with nine judges the board is right before the judge has the
        receipt. Where somebody else can make it (`defer_to`), and the last one took long or has
        only just been made, it is left to them, so that no judge waits for a recount. One snapshot
        covers everything committed until then.
        """
        self._owed.add(competition_id)
        if self._wake is None or self._is_quick():
            self._make(competition_id)
        else:
            self._wake()

    def make_owed(self, *, everything: bool = False) -> bool:
        """Make the snapshots that are owed; returns whether there were any.

        With `everything`, look at every competition: a server that was killed between a commit
        and its snapshot owes one that nobody remembers.
        """
        if everything:
            self._owed.update(competition.id for competition in queries.all_competitions())
        owed = set(self._owed)
        for competition_id in owed:
            self._make(competition_id)
        return bool(owed)

    def _is_quick(self) -> bool:
        is_rested = time.monotonic() - self._ended >= REST_SECONDS
        return self._took_seconds <= QUICK_SECONDS and is_rested

    def _make(self, competition_id: int) -> None:
        begun = time.monotonic()
        try:
            with writing(wait=LOCK_WAIT_SECONDS) as session:
                if competition_id in self._owed:
                    self._owed.discard(competition_id)
                    competition = session.get(Competition, competition_id)
                    if competition is not None:
                        _make_snapshot(session, competition)
        except Busy:
            self._owed.add(competition_id)
        except Exception:
            self._owed.add(competition_id)
            db.session.rollback()
            log.exception("The public snapshot could not be made; it will be tried again.")
        self._ended = time.monotonic()
        self._took_seconds = self._ended - begun


def _make_snapshot(session: Session, competition: Competition) -> None:
    """Make the snapshot, if the public would see a change, and have the audit bind it."""
    snapshot = snapshots.refresh(session, competition)
    if snapshot is not None:
        name = binding.snapshot_name(snapshot.number)
        made = Binding({}, {name: binding.bound_snapshot(snapshot)})
        row = audit.NewRow(competition.key, "Accord", snapshots.MADE, "", binding=made)
        audit.append(session, row)


current_queue = PerDatabase(SnapshotQueue)
"""The queue of the current application's database."""
