"""Tells the other nodes of a PostgreSQL database what this one knows: its viewers, its tablets."""

import logging
import socket
import threading
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from competition import __version__
from competition.store import failed_tries, node_reports, postgres_setup, tablet_reports

TURN_SECONDS = 1.0
CHANGED_SECONDS = 2.0
"""How often viewers are reported while their number changes."""
UNCHANGED_SECONDS = 10.0
PRUNE_SECONDS = 60.0
_log = logging.getLogger("accord.server")


class NodeReporter:
    """A thread of the server, between `start` and `stop`; with SQLite it does nothing."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._presence = app.extensions["presence"]
        self._address = f"http://{socket.gethostname()}:{app.config['PORT']}"
        self._stopped = threading.Event()
        self._reported_at = self._pruned_at = float("-inf")
        self._reported: dict[str, int] | None = None
        self._is_away = False

    def start(self) -> None:
        """Begin to report."""
        with self._app.app_context():
            if not postgres_setup.is_shared():
                return
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """End; the others do not count this node any more."""
        self._stopped.set()
        with self._app.app_context():
            if self._reported is not None:
                self._try(self._presence.flush, node_reports.node_reports().leave)

    def _run(self) -> None:
        while True:
            with self._app.app_context():
                self._try(self._presence.flush, self._report, self._prune)
            if self._stopped.wait(TURN_SECONDS):
                return

    def _try(self, *works: Callable[[], None]) -> None:
        try:
            for work in works:
                work()
        except SQLAlchemyError:
            # Everything waits for the next turn; said once, not every second.
            if not self._is_away:
                _log.warning("the other nodes could not be told")
            self._is_away = True
        else:
            self._is_away = False

    def _report(self) -> None:
        counts = self._app.extensions["hub"].viewers_by_channel()
        wait = UNCHANGED_SECONDS if counts == self._reported else CHANGED_SECONDS
        if time.monotonic() - self._reported_at < wait:
            return
        node_reports.node_reports().report(self._address, __version__, counts)
        self._reported_at, self._reported = time.monotonic(), counts

    def _prune(self) -> None:
        if time.monotonic() - self._pruned_at < PRUNE_SECONDS:
            return
        self._pruned_at = time.monotonic()
        node_reports.prune_nodes()
        failed_tries.prune_tries()
        tablet_reports.prune_reports()
