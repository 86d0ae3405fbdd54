"""Who may write: one thread of this process at a time, for each competition or for the whole file.

SQLite has one writer, so there is one lock for everything. On PostgreSQL each competition has a
lock of its own, and `lock_rows` takes the competition's row besides, so that every node and every
command waits for the same. What belongs to no competition is locked by a row of `write_lock`.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from weakref import WeakValueDictionary

NO_COMPETITION = ""
"""The name of the lock, and of the audit chain, for what belongs to no competition."""


class WriterLock:
    """One lock, and the writes that wait to share a transaction under it, longest first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        # Each of its methods is atomic, also between threads.
        self.waiting: deque[Any] = deque()


class WriterLocks:
    """The locks of one database; with `is_shared`, one for everything."""

    def __init__(self, *, is_shared: bool) -> None:
        self._shared = WriterLock() if is_shared else None
        # Weak, because names come from addresses that anybody may ask for.
        self._by_name: WeakValueDictionary[str, WriterLock] = WeakValueDictionary()
        self._guard = threading.Lock()

    def of(self, name: str) -> WriterLock:
        """The lock of a competition by its key; keep what is returned while it is held."""
        if self._shared is not None:
            return self._shared
        with self._guard:
            return self._by_name.setdefault(name, WriterLock())

    @contextmanager
    def holding(self, names: Sequence[str], seconds: Callable[[], float]) -> Iterator[bool]:
        """Hold the locks of `names` in order; False inside where one was not had in `seconds`."""
        # As a list that lives as long as they are held: others find a lock only while it lives.
        locks = list(dict.fromkeys(self.of(name) for name in sorted(names or (NO_COMPETITION,))))
        with ExitStack() as held:
            for lock in locks:
                if not lock.lock.acquire(timeout=max(0.0, seconds())):
                    yield False
                    return
                held.callback(lock.lock.release)
            yield True


_COMPETITION = """
SELECT set_config('idle_in_transaction_session_timeout', %(idle)s, true)
FROM competition WHERE key = %(name)s FOR UPDATE"""
_OTHERS = """
SELECT set_config('idle_in_transaction_session_timeout', %(idle)s, true)
FROM write_lock WHERE name = %(name)s FOR UPDATE"""


def lock_rows(find: Callable[[str, dict[str, str]], bool], names: Sequence[str], idle: str) -> None:
    """Lock the rows of `names` until the transaction ends; `find` runs SQL: did it find a row?

    The row of `NO_COMPETITION` is always the first, so that nobody waits in a circle. Where there
    is no competition of a key it is locked instead, as whoever makes one holds it. `idle` is how
    long this transaction may say nothing before the database ends it, in milliseconds.
    """
    if NO_COMPETITION in names:
        find(_OTHERS, {"name": NO_COMPETITION, "idle": idle})
    for name in sorted(names):
        sent = {"name": name, "idle": idle}
        if name == NO_COMPETITION or find(_COMPETITION, sent):
            continue
        if NO_COMPETITION not in names:
            find(_OTHERS, {"name": NO_COMPETITION, "idle": idle})
        # A statement sees what was committed before it began: it may have been made meanwhile.
        find(_COMPETITION, sent)
