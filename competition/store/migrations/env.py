"""How migrations run: foreign keys off, one transaction, and a check before it counts.

A batch change of a parent table drops and renames it; with foreign keys on, SQLite would
take every child row along, in silence. So they are off here, before any transaction, and
`foreign_key_check` must find nothing before the migration is committed.
"""

from alembic import context
from sqlalchemy import text

from competition.store.db import db

target_metadata = db.metadata


def run_migrations_online() -> None:
    """Migrate the application's database; raises when a row lost its parent."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(write=True).begin():
                context.configure(
                    connection=connection,
                    target_metadata=target_metadata,
                    render_as_batch=True,
                    transactional_ddl=True,
                    compare_type=True,
                )
                with context.begin_transaction():
                    context.run_migrations()
                if sqlite:
                    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
                    if orphans:
                        raise RuntimeError(f"The migration would leave orphans: {orphans[:5]}")
        finally:
            if sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


run_migrations_online()
