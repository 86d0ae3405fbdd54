"""`flask backup` and `flask restore`: all data in one file, and back."""

import errno
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from competition.actions import backup_check
from competition.actions.backup_check import CheckedBackup
from competition.actions.backup_records import record_backup
from competition.cli import database, postgres_backup, terminal
from competition.messages import N_
from competition.store import backups, postgres_setup
from competition.store.db import Busy, db

BY = "command line"


@click.command("backup")
@click.argument("dest")
@with_appcontext
def backup_command(dest: str) -> None:
    """Copy all data to one file, DEST or a new one in the folder DEST; the server may be running.

    Prints the file's name. The file contains judges' links and the key that signs sessions. Of
    PostgreSQL it is an archive of pg_dump.
    """
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        is_shared = postgres_setup.is_shared()
        path = Path(dest)
        if path.is_dir() or dest.endswith(("/", "\\")):
            path = path / (postgres_backup.backup_name() if is_shared else backups.new_name())
        if path.exists():
            terminal.fail(
                N_("%(file)s already exists, so nothing was written. Choose another name."),
                file=path,
            )
        if not path.parent.is_dir():
            terminal.fail(
                N_(
                    "There is no folder %(folder)s, so nothing was written. Check the name, or "
                    "make the folder first."
                ),
                folder=path.parent,
            )
        if is_shared:
            postgres_backup.back_up(path, BY)
            return
        file = _database_file()
        try:
            made = backups.make_backup(file, Path(current_app.config["DATA_DIR"]), path)
        except OSError as error:
            _fail_to_write(path, error)
        try:
            record_backup(made, BY)
        except Busy:
            # The backup counts; a full or busy database is no reason to lose it.
            terminal.notify(N_("The backup was made, but could not be recorded in the audit log."))
        print(path)


@click.command("restore")
@click.argument("src")
@click.option("--yes", is_flag=True, help="Restore without asking.")
@click.option("--check", is_flag=True, help="Only say what is in the backup; restore nothing.")
@with_appcontext
def restore_command(src: str, yes: bool, check: bool) -> None:
    """Restore a backup into an empty DATA_DIR. SRC is a file, or a folder with backups.

    With PostgreSQL it is an archive of pg_dump, restored into a database that nobody has used.
    """
    with terminal.exit_on_refusal():
        path, is_shared = Path(src), postgres_setup.is_shared()
        if path.is_dir():
            newest = _newest(path, is_shared=is_shared)
            if newest is None:
                terminal.fail(N_("There is no backup in the folder %(folder)s."), folder=path)
            path = newest
        if is_shared:
            postgres_backup.restore(path, yes=yes, only_check=check)
            return
        if check:
            with tempfile.TemporaryDirectory(prefix="accord-") as folder, _found(path, folder) as _:
                terminal.notify(N_("This backup is intact and can be restored."))
            return
        with database.holding_folder(current_app):
            _restore(path, yes)


def _restore(path: Path, yes: bool) -> None:
    file, folder = _database_file(), Path(current_app.config["DATA_DIR"])
    if not database.has_no_data(current_app):
        terminal.fail(
            N_("%(folder)s is not empty. Restore into an empty DATA_DIR, so nothing is lost."),
            folder=folder,
        )
    with _found(path, folder) as found:
        if not yes and _is_terminal():
            question = terminal.translated(N_("Restore this backup?"))
            if not click.confirm(question, default=False, err=True):
                terminal.fail(N_("Nothing was restored."))
        found.place(file, folder)
    database.ensure_ready(current_app)
    terminal.notify(N_("Restored from %(file)s."), file=path)


@contextmanager
def _found(path: Path, parent: Path | str) -> Iterator[CheckedBackup]:
    """A backup, unpacked and checked, with what is in it on standard error; exits with 1."""
    try:
        with backup_check.checked_backup(path, Path(parent)) as found:
            _tell(found)
            yield found
    except backup_check.NotABackup as refused:
        terminal.fail(
            N_("%(file)s cannot be restored: %(reason)s Use another backup, such as an older one."),
            file=path,
            reason=terminal.in_each_language(refused.text),
        )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            terminal.fail(
                N_(
                    "There is not enough free space in %(folder)s for this backup, so nothing was "
                    "restored. Delete what is not needed there, or choose another disk."
                ),
                folder=parent,
            )
        reason = error.strerror or error
        terminal.fail(N_("%(file)s cannot be restored: %(reason)s."), file=path, reason=reason)


def _tell(found: CheckedBackup) -> None:
    """Say on standard error what a backup brings."""
    if found.made_at is None:
        terminal.notify(
            N_(
                "This backup is from an older version of Accord and carries no checksums of its "
                "own; its database was checked all the same."
            )
        )
    else:
        terminal.notify(N_("Made at %(at)s."), at=found.made_at)
    contents = found.contents
    names = terminal.translated(N_(", ")).join(contents["organisers"])
    terminal.notify(N_("Organisers: %(names)s"), names=names or "–")
    for each in contents["competitions"]:
        terminal.notify(
            N_(
                "Competition %(key)s, %(name)s: %(length)s entries in its audit log, checksum of "
                "the newest: %(head)s"
            ),
            key=each["key"],
            name=" / ".join(each["name"].values()),
            length=each["length"],
            head=each["head"],
        )


def _fail_to_write(path: Path, error: OSError) -> NoReturn:
    if error.errno == errno.ENOSPC:
        terminal.fail(
            N_(
                "The disk of %(folder)s is full, so no backup was made and nothing was left "
                "behind. Delete what is not needed there, or choose another disk."
            ),
            folder=path.parent,
        )
    reason = error.strerror or error
    terminal.fail(N_("%(file)s cannot be written: %(reason)s."), file=path, reason=reason)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _database_file() -> Path:
    return Path(db.engine.url.database or "")


def _newest(folder: Path, *, is_shared: bool) -> Path | None:
    return postgres_backup.newest_archive(folder) if is_shared else backups.newest_backup(folder)
