"""A PostgreSQL server for the tests: started once a run, with a database of its own for each test.

It listens on a socket in its own folder and on a free port of this machine. PostgreSQL refuses to
run as root, so there it runs as Debian's user `postgres`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROLE = "accord"
"""The application's role, which owns its databases and nothing else."""
SUPERUSER = "postgres"
# Nothing of a test's database is to outlive the machine; what does says so in `settings`.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
COMMON = ("max_connections=200", "shared_buffers=64MB", "log_min_messages=fatal")


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`, the newest version's."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if found:
        return found[-1].parent
    here = shutil.which("initdb")
    if here is None:
        raise FileNotFoundError("PostgreSQL is not installed: on Debian, apt install postgresql")
    return Path(here).resolve().parent


def as_server_user(command: Sequence[str]) -> list[str]:
    """The command as it is run: by `postgres` where we are root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    """One running PostgreSQL server; `folder` holds its data and its socket."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def address(self, database: str, role: str = ROLE) -> str:
        """The database's address for `DATABASE_URL`."""
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres", role: str = SUPERUSER) -> psycopg.Connection:
        """A connection of the tests themselves, which may do all and commits each statement."""
        address = self.address(database, role).replace("+psycopg", "")
        return psycopg.connect(address, autocommit=True, connect_timeout=5)

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database; the address."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    *map(sql.Identifier, (database, ROLE, template))
                )
            )
        return self.address(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it; SIGQUIT at once, SIGINT as a service manager would, SIGKILL as a power cut."""
        self.process.send_signal(how)
        self.process.wait(30)

    def start(self, settings: Sequence[str] = QUICK) -> None:
        """Start it again on the same data and port."""
        self.process = _start(self.folder, self.port, settings)


@contextmanager
def server(settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """A server with an empty cluster, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="accord-postgres-"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = str(folder / "data")
        initdb = [str(find_programs() / "initdb"), "-D", data, "-U", SUPERUSER, "-A", "trust", "-N"]
        initdb += ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(as_server_user(initdb), check=True, stdout=subprocess.DEVNULL, cwd="/")
        port = free_port()
        running = Server(folder, port, _start(folder, port, settings))
        try:
            with running.connect() as connection:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
            yield running
        finally:
            if running.process.poll() is None:
                running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, port: int, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [str(find_programs() / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    command += ["-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    for setting in (*COMMON, *settings):
        command += ["-c", setting]
    log = (folder / "log").open("ab")
    process = subprocess.Popen(as_server_user(command), stdout=log, stderr=log, cwd="/")
    log.close()
    give_up = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(
                f"postgresql://{SUPERUSER}@127.0.0.1:{port}/postgres", connect_timeout=2
            ).close()
            return process
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError((folder / "log").read_text()[-2000:]) from None
            time.sleep(0.05)
