"""Tell listeners, after a commit, that something has changed.

The server subscribes the publisher that feeds the streams. Commands of the command line have no
listener: the server notices their changes on its own.
"""

from collections.abc import Callable

from competition.store.db import PerDatabase

_listeners: PerDatabase[list[Callable[[], None]]] = PerDatabase(list)


def subscribe(listener: Callable[[], None]) -> None:
    """Have `listener` called after every commit of an action. It must return at once."""
    _listeners().append(listener)


def unsubscribe(listener: Callable[[], None]) -> None:
    """Stop calling `listener`."""
    _listeners().remove(listener)


def changed() -> None:
    """Call the listeners: something was committed."""
    for listener in _listeners():
        listener()
