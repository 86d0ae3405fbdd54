"""`flask backup` and `flask restore` where the database is PostgreSQL."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app

from competition.actions import verification
from competition.actions.backup_records import record_backup
from competition.actions.record_faults import NotIntact
from competition.cli import database, shared_database, terminal
from competition.messages import N_
from competition.store import accounts, backups, postgres_archives, postgres_setup, queries
from competition.store.db import Busy, db
from competition.store.postgres_archives import SUFFIX, NotAnArchive, ToolFailed


def backup_name() -> str:
    """A file name for an archive that is made now."""
    return str(Path(backups.new_name()).with_suffix(SUFFIX))


def newest_archive(folder: Path) -> Path | None:
    """The newest archive in a folder that has the name of one."""
    return max(folder.glob(f"accord-*Z{SUFFIX}"), default=None)


def back_up(path: Path, by: str) -> None:
    """Write an archive to `path` and record it; exits with 1, and says how it can be made."""
    try:
        made = postgres_archives.make_archive(path)
    except ToolFailed as failed:
        _fail_by_tool("pg_dump", failed)
    except OSError as error:
        reason = error.strerror or error
        terminal.fail(N_("%(file)s cannot be written: %(reason)s."), file=path, reason=reason)
    try:
        record_backup(made, by)
    except Busy:
        terminal.notify(N_("The backup was made, but could not be recorded in the audit log."))
    print(path)


def restore(path: Path, *, yes: bool, only_check: bool) -> None:
    """Put an archive into a database that nobody has used yet; exits with 1 where it does not fit.

    What a first start makes by itself counts as unused.
    """
    _check(path)
    if only_check:
        terminal.notify(
            N_(
                "This archive can be read and holds nothing but tables. Its audit log is checked "
                "when it is restored."
            )
        )
        return
    with shared_database.filling_alone():
        _refuse_unless_unused()
        if not yes and sys.stdin.isatty():
            question = terminal.translated(N_("Restore this backup?"))
            if not click.confirm(question, default=False, err=True):
                terminal.fail(N_("Nothing was restored."))
        try:
            postgres_archives.restore_archive(path)
            database.ensure_ready(current_app)
            _verify(path)
        except ToolFailed as failed:
            _fail_by_tool("pg_restore", failed)
    terminal.notify(N_("Restored from %(file)s."), file=path)


def _check(path: Path) -> None:
    try:
        postgres_archives.check_archive(path)
    except NotAnArchive as other:
        if str(other):
            terminal.fail(
                N_("%(file)s cannot be restored: it holds what is not Accord's: %(what)s."),
                file=path,
                what=str(other)[:200],
            )
        terminal.fail(
            N_(
                "%(file)s cannot be restored into PostgreSQL: it is no archive of pg_dump. A "
                "backup of an SQLite database is restored with DATABASE_URL unset."
            ),
            file=path,
        )
    except ToolFailed as failed:
        _fail_by_tool("pg_restore", failed)
    except OSError as error:
        reason = error.strerror or error
        terminal.fail(N_("%(file)s cannot be restored: %(reason)s."), file=path, reason=reason)


def _refuse_unless_unused() -> None:
    nodes = postgres_setup.read_facts().nodes
    if nodes:
        terminal.fail(
            N_(
                "Nodes may be using this database: %(nodes)s. Nothing was changed. Stop them "
                "first; of one that was killed, wait %(seconds)s seconds."
            ),
            nodes=", ".join(nodes),
            seconds=postgres_setup.NODE_SECONDS,
        )
    if postgres_archives.has_data():
        terminal.fail(
            N_(
                "The database is not empty: there are organisers in it, or something was changed "
                "since its first start. Nothing was changed. Restore into a new database, so "
                "nothing is lost."
            )
        )


def _verify(path: Path) -> None:
    """Say what was restored; leave nothing of an archive whose audit log does not hold."""
    try:
        chains = {chain: verification.verify_chain(chain) for chain in verification.all_chains()}
    except NotIntact as fault:
        db.session.rollback()
        postgres_archives.empty_database()
        terminal.print_refusal(fault)
        terminal.fail(
            N_(
                "%(file)s was not restored: its audit log does not hold. Use another backup, such "
                "as an older one."
            ),
            file=path,
        )
    names = terminal.translated(N_(", ")).join(each.name for each in accounts.all_organisers())
    terminal.notify(N_("Organisers: %(names)s"), names=names or "–")
    for competition in queries.all_competitions():
        chain = chains[competition.key]
        terminal.notify(
            N_(
                "Competition %(key)s, %(name)s: %(length)s entries in its audit log, checksum of "
                "the newest: %(head)s"
            ),
            key=competition.key,
            name=" / ".join(competition.name.values()),
            length=chain.length,
            head=chain.head,
        )


def _fail_by_tool(program: str, failed: ToolFailed) -> NoReturn:
    reason = str(failed)
    if reason:
        terminal.notify(N_("%(program)s refused: %(reason)s"), program=program, reason=reason)
    else:
        terminal.notify(N_("%(program)s is not installed here."), program=program)
    terminal.fail(
        N_(
            "Nothing was written. Where %(program)s of the server's version or newer is installed, "
            "run (it asks for the password, or reads PGPASSWORD): %(command)s"
        ),
        program=program,
        command=failed.command,
    )
