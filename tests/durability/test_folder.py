"""A data folder that is moved, removed, restored or served twice under a running server."""

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import LiveServer, environment_for, free_port, serving
from tests.durability import books
from tests.durability.conftest import JUDGES, TEAMS, health_of
from tests.durability.pen import Pen
from tests.durability.tablet import Write
from tests.factories import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows moves no folder in which a file is open"
)


def wait_for(condition) -> None:
    give_up = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def pen_of(server: LiveServer, tokens: dict[str, str], judge: str = JUDGES[0]) -> Pen:
    return Pen(server.url, judge, tokens[judge], [])


def test_nothing_is_acknowledged_while_the_folder_is_away_and_everything_once_it_is_back(hall):
    folder, tokens = hall
    with serving(folder) as server:
        pen = pen_of(server, tokens)
        assert pen.send(pen.write(TEAMS[0], 0)) == 200
        away = folder.with_name("away")
        folder.rename(away)

        write = pen.write(TEAMS[0], 1)
        assert [pen.send(write) for _ in range(3)] == [503, 503, 503]
        assert health_of(server) == (503, {"status": "unavailable", "reason": "moved"})
        assert not folder.exists()
        assert server.terminal.count("was moved, removed or replaced") == 1
        assert "Put it back" in server.terminal

        away.rename(folder)
        assert pen.send(write) == 200
        assert health_of(server)[0] == 200
        assert server.terminal.count("is back, and") == 1
        books.check_writes(folder, pen.writes)
    books.check_whole(folder)


def test_of_judges_who_submit_while_the_folder_is_moved_nobody_is_told_what_is_not_there(hall):
    folder, tokens = hall
    with serving(folder) as server:
        pens = [pen_of(server, tokens, judge) for judge in JUDGES[:4]]
        statuses: list[int] = []
        moved, done = threading.Event(), threading.Event()
        late: list[Write] = []

        def judge_on(pen: Pen) -> None:
            base = 0
            while not done.is_set():
                is_late, write = moved.is_set(), pen.write(TEAMS[1], base)
                statuses.append(pen.send(write))
                base += statuses[-1] == 200
                if is_late:
                    late.append(write)

        threads = [threading.Thread(target=judge_on, args=(pen,)) for pen in pens]
        for thread in threads:
            thread.start()
        wait_for(lambda: statuses.count(200) > 20)
        away = folder.with_name("away")
        folder.rename(away)
        moved.set()
        wait_for(lambda: len(late) > 20)
        done.set()
        for thread in threads:
            thread.join()

        assert [write for write in late if write.receipt is not None] == []
        away.rename(folder)
        books.check_writes(folder, [write for pen in pens for write in pen.writes])


def test_a_folder_that_is_restored_under_the_server_takes_no_write_that_the_old_one_had(hall):
    folder, tokens = hall
    with serving(folder) as server:
        pen = pen_of(server, tokens)
        other = folder.with_name("other")
        shutil.copytree(folder, other)
        assert pen.send(pen.write(TEAMS[0], 0)) == 200
        shutil.rmtree(folder)
        other.rename(folder)

        write = pen.write(TEAMS[0], 1)
        assert pen.send(write) == 503
        assert health_of(server)[1]["reason"] == "moved"
        assert books.stored(folder) == []


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_log_that_is_deleted_under_the_server_loses_nothing_that_was_acknowledged(hall, suffix):
    folder, tokens = hall
    with serving(folder) as server:
        pen = pen_of(server, tokens)
        assert pen.send(pen.write(TEAMS[0], 0)) == 200
        (folder / f"accord.sqlite{suffix}").unlink()

        write = pen.write(TEAMS[0], 1)
        assert pen.send(write) == 503
        assert health_of(server)[1]["reason"] == "moved"
        assert server.stop() == 0
        server.start_again()
        assert pen.send(write) == 200
        books.check_writes(folder, pen.writes)
    books.check_whole(folder)


@pytest.mark.parametrize("how", ["as it is", "emptied", "made anew", "gone"])
def test_nothing_is_restored_under_a_running_server(hall, tmp_path, how):
    folder, _ = hall
    backup = tmp_path / "backup.zip"
    with serving(folder) as server:
        assert server.flask("backup", str(backup)).returncode == 0
        if how == "emptied":
            for path in folder.iterdir():
                path.unlink()
        elif how != "as it is":
            shutil.rmtree(folder)
        if how == "made anew":
            folder.mkdir()
        before = sorted(folder.iterdir()) if folder.exists() else []

        refused = server.flask("restore", str(backup))

        assert refused.returncode == 1
        line = refused.stderr.splitlines()[-1]
        assert f"in use by process {server.process.pid} at {server.url}, since 20" in line
        assert (sorted(folder.iterdir()) if folder.exists() else []) == before
    if how != "as it is":
        assert server.flask("restore", str(backup)).returncode == 0


def second_server(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment_for(folder, free_port()) | changes,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_second_server_on_the_folder_is_refused_and_told_of_the_first(hall):
    folder, tokens = hall
    with serving(folder) as server:
        link = folder.with_name("link")
        link.symlink_to(folder)
        for path in (folder, link):
            ended = second_server(path)
            assert (ended.returncode, ended.stdout) == (1, "")
            (line,) = ended.stderr.splitlines()
            assert f"{path} is in use by process {server.process.pid} at {server.url}" in line
        pen = pen_of(server, tokens)
        assert pen.send(pen.write(TEAMS[0], 0)) == 200


def test_a_second_server_on_the_database_of_the_first_is_refused_too(hall, tmp_path):
    folder, _ = hall
    address = f"sqlite:///{folder}/accord.sqlite"
    with serving(folder) as server:
        ended = second_server(tmp_path / "another", DATABASE_URL=address)
        assert ended.returncode == 1
        assert f"in use by process {server.process.pid}" in ended.stderr


def test_a_lock_is_gone_with_its_server_however_that_ends(hall):
    folder, _ = hall
    with serving(folder) as server:
        assert json.loads((folder / "accord.lock").read_text())["pid"] == server.process.pid
        server.kill()
        server.start_again()
        assert server.stop() == 0
        assert not (folder / "accord.lock").exists()
        assert {path.name for path in folder.iterdir()} <= {"accord.sqlite", "secret_key"}


def test_a_lock_that_somebody_deletes_is_taken_again(hall, tmp_path):
    folder, _ = hall
    with serving(folder) as server:
        lock = folder / "accord.lock"
        lock.unlink()
        wait_for(lock.exists)
        wait_for(lock.read_text)
        assert json.loads(lock.read_text())["pid"] == server.process.pid


def test_commands_that_write_say_that_a_server_runs_and_those_that_read_do_not(hall, tmp_path):
    folder, _ = hall
    runs = "A server is using these data: process {} at {}"
    with serving(folder) as server:
        said = runs.format(server.process.pid, server.url)
        for command in (
            ("backup", str(tmp_path / "backup.zip")),
            ("round", "state", "chaoyang-final", "round-1", "closed"),
            ("judge", "links", "chaoyang-final", "--renew", "judge-1"),
        ):
            done = server.flask(*command)
            assert done.returncode == 0
            assert said in done.stderr
        for command in (("competition", "list"), ("judge", "links", "chaoyang-final")):
            assert "A server is using" not in server.flask(*command).stderr
    assert "A server is using" not in server.flask("backup", str(tmp_path / "second.zip")).stderr
