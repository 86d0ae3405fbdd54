"""A hot standby of a test's PostgreSQL server: it follows the primary, and can only be read."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.postgres import QUICK, Server, as_server_user, find_programs, free_port


@contextmanager
def standby_of(primary: Server, settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """A standby that streams from the primary, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="accord-standby-"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        with primary.connect() as connection:
            role = connection.info.user
        copy = [str(find_programs() / "pg_basebackup"), "-D", str(folder / "data"), "-R", "-N"]
        copy += ["-h", "127.0.0.1", "-p", str(primary.port), "-U", role, "-c", "fast"]
        subprocess.run(as_server_user(copy), check=True, cwd="/")
        port = free_port()
        running = Server(folder, port, postgres._start(folder, port, settings))
        try:
            yield running
        finally:
            if running.process.poll() is None:
                running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_caught_up(primary: Server, standby: Server, seconds: float = 20.0) -> None:
    """Wait until the standby shows all that is committed on the primary now."""
    with primary.connect() as connection:
        (there,) = connection.execute("SELECT pg_current_wal_lsn()").fetchone() or ("",)
    give_up = time.monotonic() + seconds
    with standby.connect() as connection:
        query = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        while not (connection.execute(query, (there,)).fetchone() or (False,))[0]:
            assert time.monotonic() < give_up, "The standby does not follow"
            time.sleep(0.02)
