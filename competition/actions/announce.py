"""After a commit: tell whoever listens that something stands differently now.

The roof subscribes the publisher that feeds the streams; a command line has no listener,
and the server finds its changes by itself.
"""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def subscribe(listener: Callable[[], None]) -> None:
    """Have `listener` called after every commit of an action. It must return at once."""
    _listeners.append(listener)


def unsubscribe(listener: Callable[[], None]) -> None:
    """Stop calling `listener`."""
    _listeners.remove(listener)


def changed() -> None:
    """Something was committed."""
    for listener in _listeners:
        listener()
