"""Writers who wait behind a shut door, in a known order, until all of them may write."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Flask

from competition.store import transactions


class Door:
    """The one writer's lock, with a bell: rings for everybody who comes to wait."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.bell = threading.Semaphore(0)

    def acquire(self, timeout: float = -1) -> bool:
        self.bell.release()
        return self.lock.acquire(timeout=timeout)

    def release(self) -> None:
        self.lock.release()


def door_of(competition: str, monkeypatch: Any) -> Door:
    """The door of a competition, until the test ends."""
    door = Door()
    monkeypatch.setattr(transactions.writer_locks().of(competition), "lock", door)
    return door


@contextmanager
def waiting(app: Flask, door: Door, calls: Sequence[Callable[[], Any]]) -> Iterator[list[Any]]:
    """All of them wait behind the door; after the block each has its answer or its error."""
    said: list[Any] = [None] * len(calls)

    def come(place: int) -> None:
        with app.app_context():
            try:
                said[place] = calls[place]()
            except Exception as error:
                said[place] = error

    with door.lock:
        door.bell = threading.Semaphore(0)  # It rang for others before.
        writers = [threading.Thread(target=come, args=(place,)) for place in range(len(calls))]
        for writer in writers:
            writer.start()
            door.bell.acquire()
        yield said
    for writer in writers:
        writer.join()
