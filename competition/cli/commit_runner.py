"""Runs commits inline while the disk is fast, in a thread when it is slow."""

import time
from collections.abc import Callable

import gevent

SLOW_SECONDS = 0.001
"""How long a commit may hold up the event loop, and so every request and stream."""


class CommitRunner:
    """Runs calls that wait for a disk: inline while they are fast, else in a thread.

    While a thread waits for the disk, the event loop goes on; but switching to the thread and
    back costs more than a fast disk does. The duration of the last call decides.
    """

    def __init__(self) -> None:
        self.slow = False

    def __call__(self, commit: Callable[[], None]) -> None:
        """Run `commit`; return when it is done, and raise what it raises."""
        if self.slow:
            error = gevent.get_hub().threadpool.apply(self._run_timed, (commit,))
        else:
            error = self._run_timed(commit)
        if error is not None:
            raise error

    def _run_timed(self, commit: Callable[[], None]) -> Exception | None:
        """Return what `commit` raises: gevent would print it, in every call that fails."""
        started = time.perf_counter()
        try:
            commit()
        except Exception as error:
            return error
        finally:
            self.slow = time.perf_counter() - started > SLOW_SECONDS
        return None
