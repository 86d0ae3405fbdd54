"""Databases for the tests: an empty one of today's shape for each DATA_DIR that asks for one.

On SQLite that is a copied file. On PostgreSQL it is a database that is kept and emptied, which
takes two milliseconds; a copy of a template takes eighty.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from competition import settings
from competition.store.postgres import pool_class
from tests import postgres

TEMPLATE = "migrated"
# What a migration fills, and no test changes.
_KEPT = ("alembic_version", "write_lock")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)"
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"

# What a test may have changed besides rows.
_SHAPE = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc),
    (SELECT count(*) FROM pg_trigger), datconnlimit,
    (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = pg_database.oid)
FROM pg_database WHERE datname = current_database()"""

_addresses: dict[Path, str] = {}


def address_of(folder: Path) -> str:
    """The database of a DATA_DIR: its own file, unless it was given another (`set_address`)."""
    return _addresses.get(folder) or f"sqlite:///{folder / 'accord.sqlite'}"


def set_address(folder: Path, address: str) -> None:
    """Let the applications and servers on `folder` use the database at `address`."""
    _addresses[folder] = address


def libpq_address(address: str) -> str:
    """The address as libpq reads it; several hosts stand where it expects them."""
    url = make_url(address)
    hosts = url.query.get("host", ())
    if isinstance(hosts, str):
        hosts = (hosts,)
    where = ",".join(hosts) or f"{url.host}:{url.port}"
    more = {name: value for name, value in url.query.items() if name != "host"}
    user = f"{url.username}:{url.password}" if url.password else url.username
    return f"postgresql://{user}@{where}/{url.database}?{urlencode(more)}"


def engine_options(address: str) -> dict[str, object]:
    """What `create_app` would choose for this database."""
    chosen = settings.from_environment({"DATABASE_URL": address})
    pool = settings.pool_of(chosen) | pool_class(address)
    return pool | {"pool_use_lifo": True, "hide_parameters": True}


class PostgresDatabases:
    """The databases of one server, which is started when the first is asked for."""

    def __init__(self, start: Callable[[], postgres.Server], migrate: Callable[[str], None]):
        self._start, self._migrate = start, migrate
        self._server: postgres.Server | None = None
        self._made = 0
        self._free: list[str] = []
        self._taken: dict[str, str] = {}
        self._empty = sql.SQL("")
        self._shape: object = None

    def take(self) -> str:
        """The address of an empty database of today's shape, nobody else's until `give_back`."""
        server = self._running()
        if self._free:
            name = self._free.pop()
            address = server.address(name)
        else:
            self._made += 1
            name = f"test_{self._made}"
            address = server.create(name, TEMPLATE)
        self._taken[address] = name
        return address

    def give_back(self, address: str) -> None:
        """Empty it for the next test; one that cannot be emptied, or was altered, is removed."""
        name, server = self._taken.pop(address), self._running()
        is_as_before = False
        # A table may be gone, or somebody still at it.
        with contextlib.suppress(psycopg.Error), server.connect(name) as connection:
            connection.execute("SET lock_timeout = '5s'")
            connection.execute(self._empty)
            is_as_before = connection.execute(_SHAPE).fetchone() == self._shape
        if is_as_before:
            self._free.append(name)
        else:
            server.drop(name)

    def _running(self) -> postgres.Server:
        if self._server is None:
            server = self._start()
            self._migrate(server.create(TEMPLATE))
            with server.connect(TEMPLATE) as connection:
                tables = [row[0] for row in connection.execute(_TABLES, (list(_KEPT),))]
                sequences = [row[0] for row in connection.execute(_SEQUENCES)]
                self._shape = connection.execute(_SHAPE).fetchone()
            self._empty = _emptying(tables, sequences)
            self._server = server
        return self._server


def _emptying(tables: list[str], sequences: list[str]) -> sql.SQL | sql.Composed:
    """One message, one transaction: no rows, and every number begins at 1 again."""
    delete, begin_anew = sql.SQL("DELETE FROM {}"), sql.SQL("SELECT setval({}, 1, false)")
    return sql.SQL("; ").join(
        [
            # Without the triggers that look after references, so in any order.
            sql.SQL("BEGIN; SET LOCAL session_replication_role = replica"),
            *(delete.format(sql.Identifier(table)) for table in tables),
            *(begin_anew.format(sql.Literal(sequence)) for sequence in sequences),
            sql.SQL("COMMIT"),
        ]
    )
