"""Keeps what a server shows the public up to date, beside its requests."""

import logging
import threading
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from competition.actions import announce, public_epochs
from competition.actions.snapshot_queue import REST_SECONDS, current_queue
from competition.store.db import Unavailable, db
from competition.store.public_state import PublicRow
from competition.store.public_watch import PublicWatch
from competition.store.reach import reach_of

CATCH_UP_SECONDS = 1.0
log = logging.getLogger("accord.server")


def begin_watching(
    app: Flask, watch: PublicWatch, wake: Callable[[], None], make_owed: Callable[[], None]
) -> None:
    """Look at what is public on a database that nodes share, and notice whether that is away.

    A node for the audience writes nothing: while its standby lacks what was shown already, it goes
    on from memory, until the standby has it or another node has begun a further epoch.
    """
    with app.app_context():
        engine = db.engine
    is_full = app.config["ROLE"] == "full"

    def return_to(lost: list[PublicRow]) -> None:
        # What is in the pool leads to where the database was.
        engine.dispose()
        if lost and not is_full:
            raise Unavailable("the standby is behind what was shown")
        with app.app_context():
            for each in lost:
                public_epochs.raise_epoch(each)
        make_owed()

    watch.start(reach_of(engine.dialect), wake, return_to, listens=is_full)


def make_owed_snapshots(app: Flask, owed: threading.Event, stopped: threading.Event) -> None:
    """Make the public snapshots that are due, until `stopped`; judges' submissions come first.

    At most eight a second, and at most a fifth of the time; changes meanwhile are in the next
    one. After a full disk or a locked file it is tried again every second.
    """
    while not stopped.is_set():
        owed.wait(CATCH_UP_SECONDS)
        owed.clear()
        begun = time.monotonic()
        try:
            with app.app_context():
                if current_queue().make_owed():
                    announce.changed()
                if current_queue().is_waiting():
                    owed.set()
        except SQLAlchemyError:
            # What is owed stays noted in the database, for whoever reaches it.
            log.warning("the public snapshots could not be made; they will be tried again")
        took = time.monotonic() - begun
        stopped.wait(min(max(REST_SECONDS, 4 * took), CATCH_UP_SECONDS))
