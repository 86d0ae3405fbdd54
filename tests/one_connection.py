"""Whether a request of PostgreSQL's takes a second connection while it has one.

As many requests as the pool has connections would then each keep one and wait for another.
"""

import traceback
from typing import Any
from weakref import WeakKeyDictionary

from flask.globals import request_ctx
from sqlalchemy import event
from sqlalchemy.pool import Pool

from competition.store.postgres import BoundedConnection

_HELD = "accord.tests.held"
_HERE = ("/competition/", "/templates/")


class OneConnection:
    """Watches every pool of this process from `start` on; `twice` says who took a second one."""

    def __init__(self) -> None:
        self.twice: list[str] = []
        self._held: WeakKeyDictionary[Any, dict[int, str]] = WeakKeyDictionary()

    def start(self) -> None:
        """Watch."""
        event.listen(Pool, "checkout", self._taken)
        event.listen(Pool, "checkin", self._given_back)

    def stop(self) -> None:
        """Watch no longer."""
        event.remove(Pool, "checkout", self._taken)
        event.remove(Pool, "checkin", self._given_back)

    def _taken(self, connection: Any, record: Any, _proxy: Any) -> None:
        if not isinstance(connection, BoundedConnection) or not request_ctx:
            return
        request = request_ctx._get_current_object()  # type: ignore[attr-defined]
        held, where = self._held.setdefault(request, {}), _where()
        self.twice += [f"{where}\nbesides the one taken at\n{before}" for before in held.values()]
        held[id(record)] = where
        record.info[_HELD] = request

    def _given_back(self, _connection: Any, record: Any) -> None:
        request = record.info.pop(_HELD, None)
        if request is not None:
            self._held.get(request, {}).pop(id(record), None)


def _where() -> str:
    stack = traceback.extract_stack()
    ours = [frame for frame in stack if any(each in frame.filename for each in _HERE)]
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in ours[-8:])
