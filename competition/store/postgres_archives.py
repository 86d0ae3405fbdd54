"""Archives of a PostgreSQL database, made and put back by its own `pg_dump` and `pg_restore`.

The password goes to them by the environment: every user of a machine can read a command line.
"""

import hashlib
import os
import re
import shlex
import shutil
import subprocess  # nosec B404 (PostgreSQL's own programs)
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text

from competition.store.backups import BackupFile
from competition.store.db import db

SUFFIX = ".dump"
_MAGIC = b"PGDMP"
_STARTS = ("first start", "start of the server")
"""Who the audit log names for what a first start makes by itself."""
_OURS = re.compile(
    r"\d+; \d+ \d+ (?:TABLE DATA|TABLE|SEQUENCE OWNED BY|SEQUENCE SET|SEQUENCE|DEFAULT|"
    r"FK CONSTRAINT|CONSTRAINT|INDEX|ACL) (\S+) (\S+)"
)
_OTHERS_ALLOWED = re.compile(r"\d+; \d+ \d+ (?:SCHEMA|COMMENT|ACL) - (?:SCHEMA )?public ")


class ToolFailed(Exception):
    """PostgreSQL's program is missing or refused; the text is its own words, `command` the way.

    `command` is what does the same on a machine that has the program; it holds no password.
    """

    def __init__(self, reason: str, command: str) -> None:
        super().__init__(reason)
        self.command = command


class NotAnArchive(Exception):
    """The file is no archive of Accord's; the text is what it holds besides, if it is one."""


def make_archive(target: Path) -> BackupFile:
    """Write an archive of the current application's database, whole or not at all.

    The database may be in use. Raises `ToolFailed`, or `OSError`; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=target.parent) as work:
        made = Path(work, "archive")
        # What is true only at the moment is no use later.
        options = ["--format=custom", "--no-unlogged-table-data", "--schema=public"]
        options.append("--exclude-table-data=public.failed_try")
        _run("pg_dump", [*options, f"--file={made}"], shown=[*options, f"--file={target}"])
        with made.open("rb+") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        made.replace(target)
    return BackupFile(target, digest)


def check_archive(archive: Path) -> None:
    """Raise `NotAnArchive` unless it holds tables alone; `ToolFailed`, `OSError`."""
    with archive.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotAnArchive
    listed = _run("pg_restore", ["--list", str(archive)], with_database=False)
    for line in listed.splitlines():
        if not line or line.startswith(";") or _OTHERS_ALLOWED.match(line):
            continue
        found = _OURS.match(line)
        if found is None or found[1] != "public":
            raise NotAnArchive(line)


def restore_archive(archive: Path) -> None:
    """Put an archive in the place of what a first start has made, all or nothing.

    Raises `ToolFailed`; the database has no tables then, as a new one.
    """
    empty_database()
    # What is in the schema; the schema itself is there.
    options = ["--no-owner", "--no-privileges", "--schema=public"]
    options += ["--single-transaction", "--exit-on-error"]
    _run("pg_restore", [*options, str(archive)])


def has_data() -> bool:
    """Whether there is more in the database than a first start makes by itself."""
    with db.engine.connect() as connection:
        tables = set(
            connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        )
        if not tables:
            return False
        if not {"organiser", "audit_row"} <= tables:
            return True
        found = connection.scalar(
            text(
                "SELECT EXISTS (SELECT FROM organiser) "
                "OR EXISTS (SELECT FROM audit_row WHERE who <> ALL(:starts))"
            ),
            {"starts": list(_STARTS)},
        )
    return bool(found)


def empty_database() -> None:
    """Remove every table; a next start makes them again."""
    with db.engine.connect().execution_options(write=True) as connection, connection.begin():
        names = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        driver: Any = connection.connection.driver_connection
        for name in names:
            driver.execute(sql.SQL("DROP TABLE public.{} CASCADE").format(sql.Identifier(name)))


def _run(
    program: str,
    options: Sequence[str],
    *,
    with_database: bool = True,
    shown: Sequence[str] | None = None,
) -> str:
    """Run one of PostgreSQL's programs on the current application's database; what it prints."""
    address, password = _address(db.engine)
    database = [f"--dbname={address}"] if with_database else []
    command = shlex.join([program, *database, *(shown or options)])
    found = shutil.which(program)
    if found is None:
        raise ToolFailed("", command)
    environment = os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603  # nosec B603 (no shell; the program is PostgreSQL's)
        [found, *database, *options],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"{program}: {done.returncode}"]
        # Debian's wrapper may complain of other things first.
        reason = next((line for line in said if ": error: " in line), said[0])
        raise ToolFailed(reason, command)
    return done.stdout


def _address(engine: Engine) -> tuple[str, str | None]:
    """The database's address as libpq reads it, and the password apart."""
    _, options = engine.dialect.create_connect_args(engine.url)
    kept: dict[str, Any] = {key: value for key, value in options.items() if key != "context"}
    password = kept.pop("password", None)
    kept.pop("sslpassword", None)
    try:
        return make_conninfo(**kept), password
    except psycopg.ProgrammingError as error:
        raise ToolFailed(str(error), "pg_dump") from error
