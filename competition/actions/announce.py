"""Tell listeners, after a commit, that something has changed.

The server subscribes the publisher that feeds the streams. Commands of the command line have no
listener: the server notices their changes on its own, and on a database that nodes share it is sent
a notice.
"""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from competition.store import notices
from competition.store.db import PerDatabase, db

log = logging.getLogger("accord.database")
_listeners: PerDatabase[list[Callable[[], None]]] = PerDatabase(list)


def subscribe(listener: Callable[[], None]) -> None:
    """Have `listener` called after every commit of an action. It must return at once."""
    _listeners().append(listener)


def unsubscribe(listener: Callable[[], None]) -> None:
    """Stop calling `listener`."""
    _listeners().remove(listener)


def changed() -> None:
    """Call the listeners: something was committed.

    A server's listeners send a notice to the other nodes where the public sees a change.
    """
    for listener in _listeners():
        listener()
    if not _listeners() and db.engine.dialect.name != "sqlite":
        try:
            notices.send_notice()
        except SQLAlchemyError:
            # What was committed holds, and every node looks for itself within a second.
            log.info("the servers could not be told of a change", exc_info=True)
