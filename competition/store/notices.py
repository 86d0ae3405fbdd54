"""Notices between the nodes of a database that something public has changed (PostgreSQL's NOTIFY).

They only make the nodes quick: one that is lost is made good by the next look, within a second.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy import URL

from competition.store import postgres
from competition.store.postgres import BoundedConnection
from competition.store.raw_sql import with_connection

CHANNEL = "accord_public"
SEND = f"SELECT pg_notify('{CHANNEL}', %(sender)s)"
QUIET_SECONDS = 2.0
"""How long a listener hears nothing before it asks whether its connection still lives."""
AGAIN_SECONDS = (0.1, 0.2, 0.5, 1.0)
"""The pauses before it connects again; the last one from then on."""
log = logging.getLogger("accord.database")


def send_notice() -> None:
    """Tell all nodes, after a commit, that something public may have changed; for commands."""
    with_connection(lambda connection: connection.execute(SEND, {"sender": ""}))


def connect_alone(url: URL) -> BoundedConnection:
    """A connection outside the pool, each of whose statements is a transaction of its own.

    Raises `psycopg.Error`.
    """
    arguments, options = url.get_dialect()().create_connect_args(url)
    with postgres.until(time.monotonic() + postgres.CONNECT_SECONDS + 1):
        connection = postgres.connect(list(arguments), dict(options))
    connection.autocommit = True
    return connection


class NoticeListener:
    """A thread with a connection of its own, which hears what other nodes send.

    `heard` is called for each notice of another than `sender`, and must return at once.
    """

    def __init__(self, url: URL, sender: str, heard: Callable[[], None]) -> None:
        self._url = url
        self._sender = sender
        self._heard = heard
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer; the thread ends by itself."""
        self._stopped.set()

    def _run(self) -> None:
        failed = 0
        while not self._stopped.is_set():
            try:
                connection = connect_alone(self._url)
            except (psycopg.Error, OSError):
                self._stopped.wait(AGAIN_SECONDS[min(failed, len(AGAIN_SECONDS) - 1)])
                failed += 1
                continue
            failed = 0
            try:
                self._listen(connection)
            except (psycopg.Error, OSError):
                if not self._stopped.is_set():
                    log.info("the connection that hears of changes was lost")
            finally:
                with suppress(psycopg.Error, OSError):
                    connection.close()

    def _listen(self, connection: Any) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        # What was sent before this moment was not heard.
        self._heard()
        while not self._stopped.is_set():
            is_quiet = True
            for notice in connection.notifies(timeout=QUIET_SECONDS, stop_after=1):
                is_quiet = False
                if notice.payload != self._sender:
                    self._heard()
            if is_quiet:
                connection.execute("SELECT 1")
