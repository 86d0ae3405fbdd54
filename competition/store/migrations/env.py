"""How migrations run: foreign keys off, one transaction, and a check before it counts.

A batch change of a parent table drops and renames it; with foreign keys on, SQLite would
take every child row along, in silence. So they are off here, before any transaction, and
`foreign_key_check` must find nothing before the migration is committed.
"""

from alembic import context
from sqlalchemy import Connection, inspect, text

from competition.store.binding import bind_all
from competition.store.db import db
from competition.store.raw_sql import RawConnection

target_metadata = db.metadata


def run_migrations_online() -> None:
    """Migrate the application's database; raises when a row lost its parent.

    A database from before the audit bound any data has all of its data bound here, in the same
    transaction.
    """
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(write=True).begin():
                if not sqlite:
                    # A migration may take long; only what it waits for others stays bounded.
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                is_unbound = _is_unbound(connection)
                context.configure(
                    connection=connection,
                    target_metadata=target_metadata,
                    render_as_batch=True,
                    transactional_ddl=True,
                    compare_type=True,
                )
                with context.begin_transaction():
                    context.run_migrations()
                    if is_unbound and not _is_unbound(connection):
                        bind_all(RawConnection(connection.connection, connection.dialect))
                if sqlite:
                    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
                    if orphans:
                        raise RuntimeError(f"The migration would leave orphans: {orphans[:5]}")
        finally:
            if sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


def _is_unbound(connection: Connection) -> bool:
    """Whether there is an audit whose rows have no place for what they bind."""
    tables = inspect(connection)
    columns = tables.get_columns("audit_row") if tables.has_table("audit_row") else ()
    return bool(columns) and "bound" not in {column["name"] for column in columns}


run_migrations_online()
