"""The order of system calls: the log is on disk before the judge is told so."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import LiveServer, serving
from tests.durability.conftest import JUDGES, TEAMS
from tests.durability.pen import Pen

CALLS = "fsync,fdatasync,write,pwrite64,sendto,sendmsg,writev"
WRITES = 5
LOG_WRITTEN = re.compile(r"pwrite64\(\d+<[^>]*accord\.sqlite-wal>")
LOG_SYNCED = re.compile(r"(?:fsync|fdatasync)\(\d+<[^>]*accord\.sqlite-wal>\)\s+= 0")
ANSWERED = re.compile(r'(?:sendto|sendmsg|write|writev)\(\d+<[^>]*>, .*"HTTP/1\.1 (\d+)')


@contextmanager
def watched(server: LiveServer, into: Path) -> Iterator[None]:
    """Every write and sync of the server and of its threads goes into a file, one a line."""
    command = ["strace", "-f", "-y", "-s", "80", "-e", f"trace={CALLS}", "-o", str(into)]
    watcher = subprocess.Popen(
        [*command, "-p", str(server.process.pid)], stderr=subprocess.PIPE, text=True
    )
    try:
        said = watcher.stderr.readline()
        assert "attached" in said, f"strace cannot watch the server here: {said}"
        yield
    finally:
        watcher.terminate()
        watcher.communicate(timeout=30)


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_the_log_is_synced_before_each_answer_that_says_stored(hall, tmp_path):
    assert shutil.which("strace"), "strace is missing: `make machine` installs it"
    folder, tokens = hall
    calls = tmp_path / "calls"
    with serving(folder) as server:
        pen = Pen(server.url, JUDGES[0], tokens[JUDGES[0]], [])
        with watched(server, calls):
            for base in range(WRITES):
                assert pen.send(pen.write(TEAMS[0], base)) == 200

    answers, written, synced = 0, False, False
    for line in calls.read_text(encoding="utf-8", errors="replace").splitlines():
        if LOG_WRITTEN.search(line):
            written, synced = True, False
        elif LOG_SYNCED.search(line):
            synced = True
        elif told := ANSWERED.search(line):
            assert told[1] == "200"
            assert written, f"answered without a write to the log: {line}"
            assert synced, f"answered before the log was on disk: {line}"
            answers, written = answers + 1, False
    assert answers == WRITES
