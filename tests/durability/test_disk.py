"""A disk that is full and a database that another program holds: 503, and nothing half written.

The disk is a small tmpfs where the test may mount one. Where it may not, the server's own
limit on the size of a file (RLIMIT_FSIZE) stands in: SQLite meets an error of the disk in
the middle of a write there too.
"""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from competition import settings
from competition.store import health
from tests.conftest import LiveServer, serving
from tests.durability import books
from tests.durability.conftest import JUDGES, TEAMS, health_of
from tests.durability.pen import Pen
from tests.durability.tablet import Write
from tests.factories import CHAOYANG, FULL_MARKS

TMPFS_KILOBYTES = 6 * 1024


def write_until_refused(pen: Pen, team: str) -> Write:
    """Fill the disk with versions; the write that found no room."""
    for base in range(2000):
        write = pen.write(team, base)
        status = pen.send(write)
        if status != 200:
            assert status == 503
            return write
    pytest.fail("The disk never filled up.")


@contextmanager
def small_tmpfs(at: Path) -> Iterator[bool]:
    """Mount one; False where that is not permitted."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_KILOBYTES}k", "tmpfs", str(at)]
    mounted = shutil.which("mount") is not None and (
        subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(at)], check=True)


def limit_files(server: LiveServer, most: int) -> None:
    """Let the server's files grow to `most` bytes and no further."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, hard))


def check_a_full_disk(
    server: LiveServer, tokens: dict[str, str], fill: Callable[[], None], free: Callable[[], None]
) -> None:
    """What has to hold whatever filled the disk."""
    writes: list[Write] = []
    pen = Pen(server.url, JUDGES[0], tokens[JUDGES[0]], writes)
    other = Pen(server.url, JUDGES[1], tokens[JUDGES[1]], writes)
    before = other.write(TEAMS[0], 0)
    assert other.send(before) == 200
    fill()

    refused = write_until_refused(pen, TEAMS[0])

    base = refused.body["base_version"]
    assert pen.send(refused) == 503
    assert health_of(server) == (503, {"status": "unavailable", "reason": "disk"})
    assert "Traceback" not in server.terminal
    status, _, read = pen.ask("GET", refused)
    assert (status, read["version"], read["marks"]) == (200, base, FULL_MARKS if base else {})
    assert other.ask("GET", before)[2]["receipt"] == before.receipt["receipt"]
    with urllib.request.urlopen(f"{server.url}/c/{CHAOYANG}", timeout=60) as board:
        assert board.status == 200
    books.check_whole(server.data_dir)
    books.check_writes(server.data_dir, writes)

    free()
    assert pen.send(refused) == 200
    assert refused.receipt["version"] == base + 1
    once = refused.receipt
    assert pen.send(refused) == 200
    assert refused.receipt == once
    time.sleep(health.PROBE_SECONDS)
    assert health_of(server)[0] == 200
    books.check_whole(server.data_dir)
    books.check_writes(server.data_dir, writes)
    books.check_faces(server.data_dir)


def test_a_full_disk_refuses_a_write_and_has_room_for_it_later(hall, tmp_path):
    folder, tokens = hall
    at = tmp_path / "small"
    with ExitStack() as stack:
        if not stack.enter_context(small_tmpfs(at)):
            server = stack.enter_context(serving(folder))
            log = folder / "accord.sqlite-wal"
            check_a_full_disk(
                server,
                tokens,
                lambda: limit_files(server, log.stat().st_size + 60_000),
                lambda: limit_files(server, -1),
            )
            return
        data, ballast = at / "data", at / "ballast"
        shutil.copytree(folder, data)
        server = stack.enter_context(serving(data))
        # The server's printed lines lie beside DATA_DIR, on the same small disk.
        check_a_full_disk(server, tokens, lambda: _fill(ballast, at), ballast.unlink)
        assert server.stop() == 0


def _fill(ballast: Path, at: Path) -> None:
    room = shutil.disk_usage(at).free - 256 * 1024
    ballast.write_bytes(bytes(room))


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_a_file_that_may_not_grow_is_a_full_disk_too(hall):
    folder, tokens = hall
    with serving(folder) as server:
        log = folder / "accord.sqlite-wal"
        check_a_full_disk(
            server,
            tokens,
            lambda: limit_files(server, log.stat().st_size + 60_000),
            lambda: limit_files(server, -1),
        )


def test_a_held_database_refuses_a_write_answers_reads_and_takes_it_later(hall):
    folder, tokens = hall
    with serving(folder) as server:
        pen = Pen(server.url, JUDGES[0], tokens[JUDGES[0]], [])
        other_pen = Pen(server.url, JUDGES[1], tokens[JUDGES[1]], [])
        write = pen.write(TEAMS[0], 0)
        with closing(sqlite3.connect(folder / "accord.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            refused: list[int] = []
            waiting = threading.Thread(target=lambda: refused.append(pen.send(write)))
            waiting.start()
            # The write waits, and nobody who reads has to.
            reads = 0
            while waiting.is_alive():
                assert other_pen.ask("GET", write)[0] == 200
                reads += 1
            assert refused == [503]
            assert reads > 10
            other.execute("ROLLBACK")
        assert pen.send(write) == 200
        books.check_writes(folder, pen.writes)


def test_a_database_that_cannot_even_be_read_is_a_503_that_says_when_to_come_again(hall):
    folder, tokens = hall
    with serving(folder) as server:
        pen = Pen(server.url, JUDGES[0], tokens[JUDGES[0]], [])
        write = pen.write(TEAMS[0], 0)
        with closing(sqlite3.connect(folder / "accord.sqlite", isolation_level=None)) as other:
            other.execute("ALTER TABLE judge RENAME TO away")
            assert pen.send(write) == 503
            other.execute("ALTER TABLE away RENAME TO judge")
        assert pen.send(write) == 200
        books.check_writes(folder, pen.writes)


def test_an_empty_secret_left_by_a_power_cut_does_not_stop_the_next_start(hall):
    folder, _ = hall
    secret = folder / "secret_key"
    secret.touch(mode=0o600)
    kept = settings.stored_secret(folder)
    assert len(kept) > 40
    assert (settings.stored_secret(folder), secret.read_text()) == (kept, kept)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert list(folder.glob(".secret*")) == []
