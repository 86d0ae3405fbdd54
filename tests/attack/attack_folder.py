"""The data folder moved, removed, filled up or served twice under a running server.

Judges submit while the folder goes away; whatever is acknowledged must be in the folder when it is
put back. A backup is restored under the server, a second one is started, the disk fills up.
"""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.attack.scene import Finding, Scene, Server, Venue, median
from tests.bench.writes.venue import ROOT, TEAMS, environment

SMALL_DISK_KILOBYTES = 8 * 1024
COMMENT = "稳" * 4000
PROBE_SECONDS = 1.1


def attack(scene: Scene) -> Iterator[Finding]:
    """Take the folder away under load, restore under the server, start a second, fill the disk."""
    venue = scene.prepare(judges=4)
    with scene.serve(venue) as server:
        yield _second_server(server)
        yield _restore(scene, server)
        yield _health(scene, server)
        yield _moved_under_load(scene, server)
    yield from _full_disk(scene, scene.prepare(judges=2))


def _second_server(server: Server) -> Finding:
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment(server.folder, 8999),
        capture_output=True,
        text=True,
        timeout=60,
    )
    told = f"process {server.process.pid}" in done.stderr and server.url in done.stderr
    held = done.returncode == 1 and told and server.put().status == 200
    return Finding("a second server on the folder is refused, in words", held)


def _restore(scene: Scene, server: Server) -> Finding:
    """Restore as it is, and again while the folder is away."""
    backup = scene.folder / "backup.zip"
    made = scene.flask(server.folder, "backup", str(backup)).returncode == 0
    refused = [scene.flask(server.folder, "restore", str(backup))]
    away = server.folder.with_suffix(".away")
    server.folder.rename(away)
    refused.append(scene.flask(server.folder, "restore", str(backup)))
    left = server.folder.exists() and any(server.folder.iterdir())
    shutil.rmtree(server.folder, ignore_errors=True)
    away.rename(server.folder)
    told = all(
        each.returncode == 1 and f"process {server.process.pid}" in each.stderr for each in refused
    )
    held = made and told and not left and server.put().status == 200
    return Finding("nothing is restored under a running server", held)


def _health(scene: Scene, server: Server) -> Finding:
    """Ask for the health many times: what it costs a judge."""
    idle = server.submit_times(scene.pick(10, 100))
    stop = threading.Event()
    asked = [0]

    def ask() -> None:
        visitor = server.visitor()
        while not stop.is_set():
            asked[0] += visitor.ask("GET", "/healthz").status == 200

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    busy = server.submit_times(scene.pick(10, 100), judge="judge-2")
    stop.set()
    for thread in threads:
        thread.join()
    figures = {"asked": asked[0], "median_to_idle": round(median(busy) / median(idle), 2)}
    return Finding("the health is asked for by four at once", asked[0] > 0, figures)


def _moved_under_load(scene: Scene, server: Server) -> Finding:
    """Four judges submit; the folder is moved, replaced by a copy, and put back."""
    acknowledged: list[int] = []
    after: list[int] = []
    gone, stop = threading.Event(), threading.Event()

    def judge(key: str) -> None:
        version = server.version(key, TEAMS[1])
        while not stop.is_set():
            is_gone = gone.is_set()
            answer = server.put(key, TEAMS[1], base_version=version)
            if answer.status == 200:
                version = int(answer.json()["version"])
                acknowledged.append(int(answer.json()["receipt"]))
            elif is_gone:
                after.append(answer.status)
            if is_gone and answer.status == 200:
                after.append(answer.status)

    threads = [threading.Thread(target=judge, args=(key,)) for key in sorted(server.tokens)]
    for thread in threads:
        thread.start()
    time.sleep(scene.pick(1, 5))
    away = server.folder.with_suffix(".away")
    server.folder.rename(away)
    shutil.copytree(away, server.folder)
    gone.set()
    time.sleep(scene.pick(1, 5))
    health = server.visitor().ask("GET", "/healthz").status
    stop.set()
    for thread in threads:
        thread.join()
    shutil.rmtree(server.folder)
    away.rename(server.folder)
    with closing(sqlite3.connect(server.folder / "accord.sqlite")) as file:
        stored = {row[0] for row in file.execute("SELECT receipt FROM sheet_version")}
    lost = len([receipt for receipt in acknowledged if receipt not in stored])
    counted = {"acknowledged": len(acknowledged), "refused": after.count(503), "lost": lost}
    is_back = server.put("judge-1", TEAMS[1]).status == 200
    held = not lost and bool(after) and set(after) == {503} and health == 503 and is_back
    return Finding("a folder replaced under load: nothing is acknowledged", held, counted)


def _full_disk(scene: Scene, venue: Venue) -> Iterator[Finding]:
    with _small_disk(scene.folder / "small") as small:
        if small is None:
            return
        folder = small / "data"
        shutil.copytree(venue.folder, folder)
        with scene.serve(Venue(folder, venue.tokens)) as server:
            ballast = small / "ballast"
            ballast.write_bytes(bytes(max(0, shutil.disk_usage(small).free - 200 * 1024)))
            statuses: list[int] = []
            while len(statuses) < 2000 and statuses[-3:] != [503, 503, 503]:
                statuses.append(server.put(comment=COMMENT).status)
            health = server.visitor().ask("GET", "/healthz").status
            pages = {server.visitor().ask("GET", path).status for path in ("/", "/x", "/sign-in")}
            ballast.unlink()
            time.sleep(PROBE_SECONDS)
            later = server.put(comment=COMMENT).status
            well = server.visitor().ask("GET", "/healthz").status
            held = set(statuses) == {200, 503} and health == 503 and 500 not in pages
            figures = {"stored": statuses.count(200)}
            yield Finding("a full disk is 503 until there is room", held and later == 200, figures)
            yield Finding("the health says so, and when it is over", (health, well) == (503, 200))


@contextmanager
def _small_disk(at: Path) -> Iterator[Path | None]:
    """A disk of a few megabytes; None where none may be mounted."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_KILOBYTES}k", "tmpfs", str(at)]
    done = shutil.which("mount") and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield at if done else None
    finally:
        if done:
            subprocess.run(["umount", str(at)], check=True)
