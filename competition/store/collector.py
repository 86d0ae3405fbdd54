"""Python's garbage collector, which visits every object of the process when it runs in full."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Do without the collector where many objects are made at once and soon dropped again.

    It would find nothing, because what is dropped is freed without it, and would take longer than
    the work itself: a full pass visits everything that is kept in memory.
    """
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()
