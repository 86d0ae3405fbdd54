"""Every command that needs the database brings it up to date first, and says what else runs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from flask import Flask
from sqlalchemy.exc import DBAPIError

from competition import logs, private_files, settings
from competition.cli import terminal
from competition.messages import N_
from competition.store import folder_lock, migrate, postgres_setup
from competition.store.db import db
from competition.store.folder_lock import FolderHeld, FolderLock, Holder


def ensure_ready(app: Flask, out: TextIO | None = None, *, writes: bool = False) -> None:
    """Make DATA_DIR, create or migrate the database, and print where a backup was written.

    Both are closed to other users of the machine. A command that `writes` says which server runs
    beside it. Exits with 2 if DATA_DIR or the database cannot be used, with 1 if a newer version
    of Accord wrote the database. Needs an application context.
    """
    try:
        _close_to_others(app)
        if writes:
            _say_what_runs(app)
        backup = migrate.ensure(app, before_upgrade=lambda: _refuse_under_a_server(app))
    except settings.BadSetting as bad:
        logs.print_error(str(bad))
        raise SystemExit(2) from None
    except migrate.TooNew:
        terminal.fail(
            N_("This database was written by a newer version of Accord. Use that version.")
        )
    except postgres_setup.TooOld as old:
        terminal.notify(
            N_(
                "DATABASE_URL: this is PostgreSQL %(version)s, and Accord needs %(oldest)s or "
                "newer. Upgrade it, or use another server."
            ),
            version=old,
            oldest=postgres_setup.OLDEST,
        )
        raise SystemExit(2) from None
    except DBAPIError as error:
        exit_without_database(error)
    if backup is not None:
        message = terminal.translated(
            N_("Copy of the database from before the upgrade: %(file)s"), file=backup
        )
        print(message, file=out or sys.stderr)


def exit_without_database(error: DBAPIError) -> NoReturn:
    """Say why the database cannot be used, and exit with 2."""
    reason = str(error.orig).strip().splitlines()
    terminal.notify(
        N_("DATABASE_URL: the database cannot be used: %(reason)s."),
        reason=reason[0] if reason else type(error.orig).__name__,
    )
    raise SystemExit(2) from None


@contextmanager
def holding_folder(app: Flask, address: str = "") -> Iterator[FolderLock]:
    """Hold DATA_DIR and the database during the block: no server beside it, and no restore.

    Exits with 1 if another process holds them. `address` is that of a server. With PostgreSQL
    nothing is held: nodes of one machine may share a folder, where each writes files of its own.
    """
    lock = FolderLock(_lock_files(app), address)
    try:
        with app.app_context():
            _close_to_others(app)
        lock.acquire()
    except settings.BadSetting as bad:
        logs.print_error(str(bad))
        raise SystemExit(2) from None
    except OSError as error:
        logs.print_error(f"DATA_DIR takes a folder to write in: {error}.")
        raise SystemExit(2) from None
    except FolderHeld as held:
        with app.app_context():
            _fail_because_held(app, held.holder)
    try:
        yield lock
    finally:
        lock.release()


def has_no_data(app: Flask) -> bool:
    """Whether there is no database, and nothing in DATA_DIR but a lock."""
    folder, database = Path(app.config["DATA_DIR"]), _database(app)
    if database is not None and database.exists():
        return False
    return not folder.is_dir() or set(folder.iterdir()) <= set(_lock_files(app))


def _close_to_others(app: Flask) -> None:
    """Close folder and database to everybody else, now and for what is made from here on."""
    os.umask(0o077)
    folder = Path(app.config["DATA_DIR"])
    if settings.make_folder(folder):
        terminal.notify(
            N_(
                "Other users of this machine could read %(folder)s. From now on they cannot. If "
                "somebody may have done so, renew the judges' links, and delete %(secret)s to "
                "have a new one made; everybody then has to sign in again."
            ),
            folder=folder,
            secret=folder / "secret_key",
        )
    private_files.close_files(folder)
    private_files.close_files(folder / "backups")
    database = _database(app)
    for path in (database, Path(f"{database}-wal"), Path(f"{database}-shm")) if database else ():
        try:
            was_open = private_files.close_file(path)
        except private_files.NotClosed as error:
            raise settings.bad_database_url(f"others can read {path}: {error}") from error
        if was_open:
            terminal.notify(
                N_("Other users of this machine could read %(file)s. From now on they cannot."),
                file=path,
            )


def _database(app: Flask) -> Path | None:
    """The database's file, if it is one."""
    with app.app_context():
        url = db.engine.url
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database or "") if is_file else None


def _lock_files(app: Flask) -> list[Path]:
    """What a server holds; nothing where the database is no file, and may have several servers."""
    database = _database(app)
    if database is None:
        return []
    return [Path(app.config["DATA_DIR"]) / "accord.lock", Path(f"{database}.lock")]


def _say_what_runs(app: Flask) -> None:
    try:
        folder_lock.raise_if_held(_lock_files(app))
    except FolderHeld as held:
        terminal.notify(
            N_("A server is using these data: process %(pid)s at %(address)s, since %(since)s."),
            **_words(held.holder),
        )


def _refuse_under_a_server(app: Flask) -> None:
    """Refuse to migrate a database that an older version serves at this moment."""
    try:
        folder_lock.raise_if_held(_lock_files(app))
    except FolderHeld as held:
        terminal.fail(
            N_(
                "The database has to be upgraded, but a server is using it: process %(pid)s at "
                "%(address)s, since %(since)s. Stop it first."
            ),
            **_words(held.holder),
        )
    if postgres_setup.is_shared() and (nodes := postgres_setup.read_facts().nodes):
        terminal.fail(
            N_(
                "The database has to be upgraded, but nodes of an older version may be using it: "
                "%(nodes)s. Stop them first; of one that was killed, wait %(seconds)s seconds."
            ),
            nodes=", ".join(nodes),
            seconds=postgres_setup.NODE_SECONDS,
        )


def _fail_because_held(app: Flask, holder: Holder) -> NoReturn:
    folder = app.config["DATA_DIR"]
    terminal.fail(
        N_(
            "%(folder)s is in use by process %(pid)s at %(address)s, since %(since)s. Nothing was "
            "changed. Stop that server first, or choose another DATA_DIR."
        ),
        folder=folder,
        **_words(holder),
    )


def _words(holder: Holder) -> dict[str, object]:
    return {
        "pid": holder.pid or "?",
        "address": holder.address or "–",
        "since": holder.since or "?",
    }
