"""Publishes new snapshots to the streams.

An action in this process wakes the publisher at once; snapshots from a `flask` command in another
process are found by checking twice a second, those of another node as soon as its notice comes.
"""

import logging
import threading
import time

from flask import Flask

from competition.live import Hub
from competition.store import snapshots
from competition.store.data_version import PublicVersion
from competition.web import channels
from competition.web.audience import current_snapshot, match_clocks, projector

CHECK_SECONDS = 0.5
PAUSE_SECONDS = 0.125
"""Between two checks, however often it is woken: the hub sends at most eight states a second."""
_log = logging.getLogger(__name__)


class Publisher:
    """A background thread, or a greenlet if threads are patched.

    Subscribe `wake` to `actions.announce`; it can be called from any thread and returns at once.
    """

    def __init__(self, app: Flask, hub: Hub) -> None:
        self._app = app
        self._hub = hub
        self._wake_up = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._published: int | None = None
        """The public version that all streams have; None where one may lack it."""

    def start(self) -> None:
        """Start the thread."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the check that is running, then end the thread."""
        self._stopping = True
        self._wake_up.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wake(self) -> None:
        """Check now: something was committed."""
        self._wake_up.set()

    def publish_new(self) -> None:
        """Publish each snapshot that has viewers and is newer than what the hub has.

        The streams of a competition that was made private or removed end. On a database that nodes
        share, what is public is kept in memory even where nobody watches: it may be away when
        somebody comes.
        """
        changes: PublicVersion = self._app.extensions["public_version"]
        if not (self._hub.viewers() or changes.is_shared):
            self._published = None
            return
        version = changes.current()
        if changes.is_away or (version is not None and version == self._published):
            return
        self._published = None
        # Leaving the context returns the database connection to the pool.
        with self._app.app_context():
            if changes.is_shared:
                projector.keep_everything()
            # A removed competition has no snapshots any more, but perhaps viewers.
            watched = {channels.competition_of(name) for name in self._hub.channels.names()}
            for key in watched | set(snapshots.newest_numbers()):
                match_clocks.publish_match_clocks(self._hub, key)
                screen_channel = channels.screen_channel(key)
                if not (self._hub.viewers(key) or self._hub.viewers(screen_channel)):
                    continue
                newest = current_snapshot.current_public_snapshot(key)
                if newest is None:
                    self._hub.forget(key)
                    self._hub.forget(screen_channel)
                    continue
                projector.publish_screens(self._hub, key)
                if self._hub.viewers(key):
                    current_snapshot.publish_board(self._hub, newest)
        self._published = version

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.publish_new()
            except Exception:
                # The streams must survive a database that is briefly unavailable.
                _log.exception("The board could not be published; the next check tries again.")
            time.sleep(PAUSE_SECONDS)
            self._wake_up.wait(CHECK_SECONDS)
            self._wake_up.clear()
