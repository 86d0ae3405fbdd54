"""Whether the database's server can be reached, as whoever watches it has found.

While it is known to be away nobody waits for it: a connection is refused at once.
"""

import time
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import Dialect

AWAY_SECONDS = 1.2
"""How long the server may be silent, as it is while it starts again, before it counts as away."""


class Reach:
    """What one process knows of the way to its database; times by the monotonic clock."""

    def __init__(self) -> None:
        self.is_watched = False
        """Whether anybody looks several times a second."""
        self._silent_since: float | None = None

    @property
    def is_away(self) -> bool:
        """Whether the server refuses connections, or takes them and does not answer."""
        return (
            self._silent_since is not None and time.monotonic() - self._silent_since >= AWAY_SECONDS
        )

    def note_silence(self, since: float) -> None:
        """It has not answered what was asked at that moment."""
        if self._silent_since is None:
            self._silent_since = since

    def note_answer(self) -> None:
        """It has answered."""
        self._silent_since = None

    def refuse_while_away(self) -> None:
        """Raise `psycopg.OperationalError` where a connection would be waited for in vain."""
        if self.is_away:
            raise psycopg.OperationalError("the database is away")


_by_dialect: WeakKeyDictionary[Dialect, Reach] = WeakKeyDictionary()


def reach_of(dialect: Dialect) -> Reach:
    """The one of an engine's database."""
    return _by_dialect.setdefault(dialect, Reach())
