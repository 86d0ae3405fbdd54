"""Doctored backups, by restore and by upload; and whether judges wait while backups are made.

A backup is changed as somebody who holds the stick could: a trigger, a view, a table of their own,
another mark, another manifest, a zip file that grows or writes elsewhere. Each must be refused in
words and leave nothing. Then an organiser makes backups without a pause while a judge submits.
"""

import io
import threading
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.attack.scene import Finding, Scene, Server, Visitor
from tests.doctored import doctored, packed

TRIGGER = "CREATE TRIGGER quiet AFTER INSERT ON sheet BEGIN DELETE FROM audit_row; END"
CHANGES = {
    "trigger": TRIGGER,
    "view": "CREATE VIEW quiet AS SELECT * FROM judge",
    "table": "CREATE TABLE quiet (id INTEGER)",
    "mark": "UPDATE sheet_version SET marks = json_set(marks, '$.strategy', '1')",
    "audit": "UPDATE audit_row SET who = 'organiser Lin' WHERE number = 1",
    "organiser": "INSERT INTO organiser (id, name, password_hash, created_at) "
    "SELECT 99, 'Eve', password_hash, created_at FROM organiser",
}


def attack(scene: Scene) -> Iterator[Finding]:
    """Restore and upload each doctored backup; make backups while a judge submits."""
    venue = scene.prepare(judges=2)
    backup = scene.folder / "backup.zip"
    with scene.serve(venue, BACKUP_EVERY="off") as server:
        assert server.put("judge-1").status == 200
        scene.flask(venue.folder, "backup", str(backup))
        every = list(_doctored(backup, scene.folder))
        files = dict(every[:: scene.pick(4, 1)])
        yield from _restore(scene, files)
        yield _upload(server, files)
        yield _wait(scene, server)


def _doctored(backup: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    for what, sql in CHANGES.items():
        if what != "organiser":
            yield what, doctored(backup, folder / f"{what}.zip", sql)
    # With its digests kept, as by somebody who forgets the manifest.
    sql = CHANGES["organiser"]
    yield "organiser", doctored(backup, folder / "organiser.zip", sql, matching=False)
    yield (
        "manifest",
        doctored(backup, folder / "manifest.zip", manifest=lambda whole: whole.update(chains=[])),
    )
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    outside = packed(folder / "outside.zip", {**members, "../outside": b"x"})
    yield "name", outside
    yield "bomb", packed(folder / "bomb.zip", {**members, "backups/x.json": bytes(100 * 1024**2)})
    yield "cut", _cut(backup, folder / "cut.zip")


def _cut(backup: Path, target: Path) -> Path:
    target.write_bytes(backup.read_bytes()[:-200])
    return target


def _restore(scene: Scene, files: dict[str, Path]) -> Iterator[Finding]:
    taken, silent, left = [], [], []
    for what, file in files.items():
        folder = scene.folder / f"restored-{what}"
        done = scene.flask(folder, "restore", str(file))
        if done.returncode == 0:
            taken.append(what)
        if not done.stderr.strip() or "Traceback" in done.stderr:
            silent.append(what)
        if folder.exists() and any(folder.iterdir()):
            left.append(what)
    found = {"taken": taken, "silent": silent, "left": left}
    wrong = {name: each for name, each in found.items() if each}
    yield Finding("doctored backups are restored", not wrong, {"tried": len(files)} | wrong)


def _upload(server: Server, files: dict[str, Path]) -> Finding:
    organiser = server.organiser()
    token = organiser.token("/organiser/backups")
    wrong = [
        what for what, file in files.items() if _check(organiser, token, file.read_bytes()) != 422
    ]
    figures = {"tried": len(files)} | ({"taken": wrong} if wrong else {})
    is_well = server.put("judge-2").status == 200
    return Finding("doctored backups are uploaded to be checked", not wrong and is_well, figures)


def _check(organiser: Visitor, token: str, data: bytes) -> int:
    mark = uuid.uuid4().hex
    body = io.BytesIO()
    for name, more, value in (
        ("csrf_token", "", token.encode()),
        ("file", '; filename="x.zip"', data),
    ):
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body.write(head.encode() + value + b"\r\n")
    body.write(f"--{mark}--\r\n".encode())
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    answer = organiser.ask("POST", "/organiser/backups/check", body.getvalue(), headers, timeout=60)
    return answer.status


def _wait(scene: Scene, server: Server) -> Finding:
    """A judge submits while backups are made one after the other."""
    times = scene.pick(20, 300)
    idle = sorted(server.submit_times(times))
    organiser = server.organiser()
    token = organiser.token("/organiser/backups")
    stopped, made = threading.Event(), []

    def make() -> None:
        while not stopped.is_set():
            answer = organiser.ask("POST", "/organiser/backups", {"csrf_token": token}, timeout=60)
            made.append(answer.status)

    maker = threading.Thread(target=make)
    maker.start()
    try:
        busy = sorted(server.submit_times(times))
    finally:
        stopped.set()
        maker.join()
    place = int(len(idle) * 0.99)
    figures = {
        "backups": len(made),
        "p99_idle_ms": round(idle[place], 1),
        "p99_ms": round(busy[place], 1),
        "p99_to_idle": round(busy[place] / idle[place], 1),
    }
    held = bool(made) and set(made) == {303} and server.put("judge-1").status == 200
    return Finding(
        "backups are made without a pause while a judge submits", held, figures, {"p99_to_idle": 5}
    )
