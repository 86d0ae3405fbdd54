"""`flask backup` and `flask restore`: all data in one file, and back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from competition import settings
from competition.cli import database, terminal
from competition.messages import N_
from competition.store import backups
from competition.store.db import db


@click.command("backup")
@click.argument("dest")
@with_appcontext
def backup_command(dest: str) -> None:
    """Copy all data to one file, DEST or a new one in the folder DEST; the server may be running.

    Prints the file's name. The file contains judges' links and the key that signs sessions.
    """
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        file = _database_file()
        path = Path(dest)
        if path.is_dir() or dest.endswith(("/", "\\")):
            path = path / backups.new_name()
        if path.exists():
            terminal.fail(
                N_("%(file)s already exists, so nothing was written. Choose another name."),
                file=path,
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            backups.make_backup(file, Path(current_app.config["DATA_DIR"]), path)
        except OSError as error:
            reason = error.strerror or error
            terminal.fail(N_("%(file)s cannot be written: %(reason)s."), file=path, reason=reason)
        print(path)


@click.command("restore")
@click.argument("src")
@with_appcontext
def restore_command(src: str) -> None:
    """Restore a backup into an empty DATA_DIR. SRC is a file, or a folder with backups."""
    with terminal.exit_on_refusal(), database.holding_folder(current_app):
        file, folder = _database_file(), Path(current_app.config["DATA_DIR"])
        path = Path(src)
        if path.is_dir():
            newest = backups.newest_backup(path)
            if newest is None:
                terminal.fail(N_("There is no backup in the folder %(folder)s."), folder=path)
            path = newest
        if not database.has_no_data(current_app):
            terminal.fail(
                N_("%(folder)s is not empty. Restore into an empty DATA_DIR, so nothing is lost."),
                folder=folder,
            )
        try:
            settings.make_folder(folder)
            backups.restore_backup(path, file, folder)
        except backups.NotABackup:
            terminal.fail(N_("%(file)s is not an Accord backup, or it is damaged."), file=src)
        except OSError as error:
            reason = error.strerror or error
            terminal.fail(N_("%(file)s cannot be restored: %(reason)s."), file=path, reason=reason)
        database.ensure_ready(current_app)
        terminal.notify(N_("Restored from %(file)s."), file=path)


def _database_file() -> Path:
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        terminal.fail(
            N_("The database is not a file. Use the database's own tools, such as pg_dump.")
        )
    return Path(url.database)
