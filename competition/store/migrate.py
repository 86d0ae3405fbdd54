"""Create the database, or migrate it from an older version."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import URL

from competition.store import (
    postgres,
    postgres_setup,
    shared_models,  # noqa: F401 (its tables are part of the schema)
)
from competition.store.db import db
from competition.store.sqlite_files import copy

DIRECTORY = Path(__file__).parent / "migrations"

migrate = flask_migrate.Migrate(db=db, directory=str(DIRECTORY), render_as_batch=True)


class TooNew(Exception):
    """The database was migrated by a newer version of Accord."""


def ensure(app: Flask, before_upgrade: Callable[[], None] = lambda: None) -> Path | None:
    """Create or migrate the database of the current application.

    An older SQLite database is copied beside itself first; the copy's path is returned.
    `before_upgrade` is called before an older database is changed, and may refuse by an exception.
    Of several nodes one migrates, and the others wait. Raises `TooNew`, and `TooOld` for
    a server of PostgreSQL; nothing is changed then.
    """
    if is_up_to_date():
        return None
    with postgres_setup.alone(postgres_setup.MIGRATING):
        return _upgrade(app, before_upgrade)


def _upgrade(app: Flask, before_upgrade: Callable[[], None]) -> Path | None:
    current = _current_revision()
    if current == newest_revision():
        return None
    if current is not None:
        before_upgrade()
    backup = None
    file = db.engine.url.database
    if current is not None and db.engine.dialect.name == "sqlite" and file:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        backup = Path(file).with_name(f"before-migration-{stamp}.sqlite")
        copy(Path(file), backup)
    with app.app_context(), postgres.without_limits():
        flask_migrate.upgrade(directory=str(DIRECTORY))
    return backup


def is_up_to_date() -> bool:
    """Whether the database is as this version needs it. Changes nothing.

    Raises `TooNew`, and `TooOld` for a server of PostgreSQL.
    """
    return _current_revision() == newest_revision()


def _current_revision() -> str | None:
    """The database's revision, None where it is empty; raises `TooNew` for one unknown here."""
    with db.engine.connect() as connection:
        postgres_setup.refuse_old(connection.dialect)
        current = MigrationContext.configure(connection).get_current_revision()
    if current == newest_revision():
        return current
    known = ScriptDirectory(str(DIRECTORY)).walk_revisions()
    if current is not None and current not in {each.revision for each in known}:
        raise TooNew
    return current


def newest_revision() -> str | None:
    """The revision that this version of Accord works with."""
    return ScriptDirectory(str(DIRECTORY)).get_current_head()


@contextmanager
def application_for(file: Path) -> Iterator[None]:
    """The context of an application whose database is `file`, such as a backup's."""
    app = Flask("competition")
    app.config["SQLALCHEMY_DATABASE_URI"] = URL.create("sqlite", database=str(file))
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def upgrade_file(file: Path) -> None:
    """Migrate a database that is not the application's, such as a backup's, without a copy."""
    with application_for(file):
        flask_migrate.upgrade(directory=str(DIRECTORY))
