"""What is asked of a PostgreSQL server before it is relied on, and who sets the database up.

Several nodes may start at once on an empty database: one of them makes it, the others wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine

from competition.store import postgres
from competition.store.database_errors import driver_error
from competition.store.db import db

OLDEST = 15
"""The oldest version that Accord is tried with."""
MIGRATING, FILLING = 0x4163636F72640001, 0x4163636F72640002
"""Names of advisory locks; who takes both takes FILLING first."""
OWN_CONNECTIONS = 4
"""What a node opens besides its requests': for notices, its reports, its start."""
NODE_SECONDS = 30
"""A node that has not reported for so long is taken to be gone."""
_TRY_SECONDS = 0.1
_FACTS = """
SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int AS for_all,
    (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS for_role,
    (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) AS for_database,
    current_setting('synchronous_standby_names') AS standby_names,
    (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS synchronous_commit,
    to_regclass('node_report') IS NOT NULL AS has_nodes"""
_NODES = """
SELECT address FROM node_report
WHERE seen_at > extract(epoch FROM clock_timestamp()) - %s ORDER BY address"""


class TooOld(Exception):
    """The server is older than what Accord works with; the text is its version."""


@dataclass(frozen=True)
class ServerFacts:
    """What a server allows and promises."""

    allowed_connections: int
    """For this role on this database, whoever has them."""
    has_standby: bool
    """Whether a commit waits for another machine, where the role's `synchronous_commit` does."""
    lowered_commit: str | None
    """The role's `synchronous_commit` where a commit would not wait for its own disk or standby."""
    nodes: tuple[str, ...]
    """The addresses of the nodes that have reported lately."""


def is_shared() -> bool:
    """Whether the current application's database may be used by several machines."""
    return db.engine.dialect.name != "sqlite"


def refuse_old(dialect: Dialect) -> None:
    """Raise `TooOld` where the server that the dialect has connected to is."""
    version = getattr(dialect, "server_version_info", None) or (OLDEST,)
    if dialect.name != "sqlite" and version[0] < OLDEST:
        raise TooOld(".".join(map(str, version)))


def read_facts() -> ServerFacts:
    """Ask the server of the current application; raises SQLAlchemy's errors."""
    with _connection(db.engine) as connection:
        row = _one(connection, _FACTS)
        limits = [row[name] for name in ("for_all", "for_role", "for_database")]
        nodes = connection.execute(_NODES, (NODE_SECONDS,)).fetchall() if row["has_nodes"] else []
    chosen = row["synchronous_commit"]
    return ServerFacts(
        allowed_connections=min(limit for limit in limits if limit is not None and limit >= 0),
        has_standby=bool(row["standby_names"].strip()),
        lowered_commit=chosen if chosen in postgres.LOWERED_COMMITS else None,
        nodes=tuple(address for (address,) in nodes),
    )


@contextmanager
def alone(name: int) -> Iterator[None]:
    """Nobody else is inside with the same `name`, on any node; on SQLite there are no others.

    Waits as long as it takes: whoever is inside may be migrating. Raises SQLAlchemy's errors.
    """
    if not is_shared():
        yield
        return
    with _connection(db.engine) as connection:
        # Asked again and again, so that a wait can be stopped from the keyboard.
        while not _one(connection, "SELECT pg_try_advisory_lock(%s) AS had", (name,))["had"]:
            time.sleep(_TRY_SECONDS)
        yield


def limit_pool(connections: int) -> None:
    """Let the current application open at most so many connections from now on."""
    pool: Any = db.engine.pool
    # SQLAlchemy makes the new pool as the old one is.
    pool._pool.maxsize = connections
    db.engine.dispose()


@contextmanager
def _connection(engine: Engine) -> Iterator[postgres.BoundedConnection]:
    """A connection of its own, on which each statement is a transaction."""
    arguments, options = engine.dialect.create_connect_args(engine.url)
    try:
        connection = postgres.connect(list(arguments), dict(options))
    except psycopg.Error as error:
        raise driver_error(error, engine.dialect) from error
    try:
        connection.autocommit = True
        # Held for as long as a migration takes, without a word.
        connection.execute("SET idle_session_timeout = 0")
        yield connection
    except psycopg.Error as error:
        raise driver_error(error, engine.dialect) from error
    finally:
        connection.close()


def _one(
    connection: postgres.BoundedConnection, text: str, values: tuple[Any, ...] = ()
) -> dict[str, Any]:
    found = connection.cursor(row_factory=psycopg.rows.dict_row).execute(text, values).fetchone()
    assert found is not None
    return found
