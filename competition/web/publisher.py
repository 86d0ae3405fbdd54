"""The publisher: brings new snapshots to the streams, whoever made them.

An action of this process rings at once; what a `flask` command in another process changed is
found by looking twice a second.
"""

import logging
import threading
import time

from flask import Flask

from competition.live import Hub
from competition.store import snapshots
from competition.web.audience import current_snapshot, projector
from competition.web.language import LANGUAGES

LOOK_SECONDS = 0.5
REST_SECONDS = 0.125
"""Between two turns, however often it rings: the hub sends no more than eight states a second."""
_log = logging.getLogger(__name__)


class Publisher:
    """A background thread, or a greenlet where threads are patched.

    `wake` is what to subscribe to `actions.announce`; it returns at once, from any thread.
    """

    def __init__(self, app: Flask, hub: Hub) -> None:
        self._app = app
        self._hub = hub
        self._ring = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn that is running, then end."""
        self._stopping = True
        self._ring.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wake(self) -> None:
        """Look now: something was committed."""
        self._ring.set()

    def look(self) -> None:
        """One turn: publish each snapshot that somebody watches for and the hub has not."""
        if not self._hub.viewers():
            return
        # Leaving the context gives the database connection back.
        with self._app.app_context():
            for key, number in snapshots.newest_numbers().items():
                projector.publish_screens(self._hub, key)
                held = self._hub.newest(key, next(iter(LANGUAGES)))
                if held is None or held[0] >= number or not self._hub.viewers(key):
                    continue
                newest = current_snapshot.current_view(key)
                if newest is not None:
                    current_snapshot.publish_board(self._hub, newest)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.look()
            except Exception:
                # The streams must outlive a database that is away for a moment.
                _log.exception("The board could not be published; the next turn tries again.")
            time.sleep(REST_SECONDS)
            self._ring.wait(LOOK_SECONDS)
            self._ring.clear()
