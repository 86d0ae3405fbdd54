"""Wrong passwords and unknown tokens as rows, so that they count on every node.

A try counts from the moment it is allowed, and is taken back if it was right: so a hundred at once,
on whichever nodes, are no more than one after another. What they count against is stored as a
digest, since it may hold a person's name and address.
"""

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from competition.store.database_errors import driver_error
from competition.store.db import db
from competition.store.raw_sql import RawConnection, end_reading, raw_connection, with_connection

T = TypeVar("T")

_LONGEST_SECONDS = 3600
"""Older rows count against nothing."""
_LOCK = """
SELECT set_config('synchronous_commit', 'off', true),
    pg_advisory_xact_lock(hashtextextended(name, 0))
FROM unnest(%(names)s::text[]) AS name"""
_DELETE = """
DELETE FROM failed_try
USING (SELECT set_config('synchronous_commit', 'off', true)) AS quick"""
_COUNT = """
WITH
counted AS (
    SELECT * FROM unnest(%(names)s::text[], %(most)s::int[], %(seconds)s::int[])
    AS counted (name, most, seconds)),
clock AS (SELECT extract(epoch FROM clock_timestamp())::float8 AS now),
found AS (
    SELECT name, most, seconds, count(id) AS tries, min(at) + seconds - min(now) AS wait
    FROM counted CROSS JOIN clock
    LEFT JOIN failed_try USING (name)
    WHERE at IS NULL OR at > now - seconds
    GROUP BY name, most, seconds),
made AS (
    INSERT INTO failed_try (name, at) SELECT name, now FROM counted, clock
    WHERE NOT EXISTS (SELECT FROM found WHERE tries >= most)
    RETURNING id)
SELECT (SELECT max(wait) FROM found WHERE tries >= most), (SELECT array_agg(id) FROM made)"""


@dataclass(frozen=True)
class TryLimit:
    """At most `most` failures in `seconds` of what `parts` name, such as an account's name."""

    parts: tuple[str, ...]
    most: int
    seconds: int

    @property
    def name(self) -> str:
        """What the rows of these failures have."""
        return hashlib.sha256("\0".join(self.parts).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class CountedTry:
    """A try that counts as failed, with its rows; or one that is refused for so many seconds."""

    rows: tuple[int, ...]
    wait: float | None = None


def count_try(limits: Sequence[TryLimit]) -> CountedTry:
    """Count a try against every limit, or against none where one is reached already.

    For PostgreSQL. Raises SQLAlchemy's errors; nothing is counted then.
    """
    by_name = {limit.name: limit for limit in sorted(limits, key=lambda limit: limit.name)}
    values = {
        "names": list(by_name),
        "most": [limit.most for limit in by_name.values()],
        "seconds": [limit.seconds for limit in by_name.values()],
    }

    def count(connection: RawConnection) -> CountedTry:
        # In the order of their names, so that nobody waits in a circle. The second statement sees
        # what was committed before the locks were had.
        connection.execute(_LOCK, values)
        ((wait, rows),) = connection.rows(_COUNT, values)
        return CountedTry(tuple(rows or ()), wait)

    return _in_transaction(count)


def take_back(counted: CountedTry) -> None:
    """The try was right. It goes on counting where the database is away."""
    with contextlib.suppress(DBAPIError):
        _delete_without_waiting("id = ANY(%(rows)s)", rows=[*counted.rows])


def prune_tries() -> None:
    """Forget what counts no longer. Raises SQLAlchemy's errors."""
    _delete_without_waiting(
        "at < extract(epoch FROM clock_timestamp()) - %(seconds)s", seconds=_LONGEST_SECONDS
    )


def _delete_without_waiting(condition: str, **values: Any) -> None:
    """Delete rows; nobody waits until a standby has heard of it."""
    text = f"{_DELETE} WHERE {condition}"
    with_connection(lambda connection: connection.execute(text, values))


def _in_transaction(work: Callable[[RawConnection], T]) -> T:
    end_reading()
    engine = db.engine
    with closing(raw_connection(engine)) as pooled:
        made = work(RawConnection.writing(pooled, engine.dialect))
        try:
            pooled.commit()
        except engine.dialect.loaded_dbapi.Error as error:
            raise driver_error(error, engine.dialect) from error
    return made
