"""Create the database, or migrate it from an older version."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from competition.store.db import db

DIRECTORY = Path(__file__).parent / "migrations"

migrate = flask_migrate.Migrate(db=db, directory=str(DIRECTORY), render_as_batch=True)


class TooNew(Exception):
    """The database was migrated by a newer version of Accord."""


def ensure(app: Flask, before_upgrade: Callable[[], None] = lambda: None) -> Path | None:
    """Create or migrate the database of the current application.

    An older SQLite database is copied beside itself first; the copy's path is returned.
    `before_upgrade` is called before an older database is changed, and may refuse by an exception.
    Raises `TooNew`; nothing is changed then.
    """
    scripts = ScriptDirectory(str(DIRECTORY))
    head = scripts.get_current_head()
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return None
    if current is not None and current not in {each.revision for each in scripts.walk_revisions()}:
        raise TooNew
    if current is not None:
        before_upgrade()
    backup = None
    file = db.engine.url.database
    if current is not None and db.engine.dialect.name == "sqlite" and file:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        backup = Path(file).with_name(f"before-migration-{stamp}.sqlite")
        copy(Path(file), backup)
    with app.app_context():
        flask_migrate.upgrade(directory=str(DIRECTORY))
    return backup


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite database consistently; it may be in use."""
    with sqlite3.connect(source) as from_, sqlite3.connect(target) as to:
        from_.backup(to)
    from_.close()
    to.close()
