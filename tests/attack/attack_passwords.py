"""Passwords and large files that would stop the loop; names, hosts and addresses that are forged.

Strangers try passwords, and an organiser uploads a hostile file of 4 MB, while /healthz and a
judge's submits are timed. The same name is tried in disguises; `Host` and `X-Forwarded-*` claim
what is not so.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.attack.scene import Finding, Scene, Server, Visitor, p99

HOSTILE = {
    "empty teams": b'{"format":"accord/1","teams":[' + b"{}," * 1_300_000 + b"{}]}",
    "empty lists": b"[" + b"[]," * 1_300_000 + b"[]]",
}
MARKS_IN_A_ROW = "a" + "\u0301" * 15_000 + "\u0323" * 15_000
EVIL = "evil.example"


def attack(scene: Scene) -> Iterator[Finding]:
    """Run all of it."""
    with scene.serve(scene.prepare()) as server:
        organiser = server.organiser()
        probes = scene.pick(30, 300)
        health, submits = server.times("/healthz", probes), server.submit_times(probes)
        with meanwhile(lambda: try_password(server.visitor(), f"n{time.monotonic()}")) as answers:
            tried = figures(server, probes, health, submits)
        statuses = Counter(answers)
        yield Finding(
            "while passwords are tried, everybody is served",
            held=set(statuses) <= {422, 429, 503} and bool(statuses),
            figures={**tried, "tries": sum(statuses.values())},
            limits={"health_p99_to_idle": 2, "submit_p99_to_idle": 2},
        )
        for kind, data in HOSTILE.items():
            yield upload(server, organiser, kind, data, probes, health, submits)
        yield a_name_of_marks(server)
    with scene.serve(scene.prepare()) as server:
        yield disguised_names(server)
    with scene.serve(scene.prepare()) as server:
        yield forged_addresses(server)
        yield forged_hosts(server)


def figures(
    server: Server, probes: int, health: list[float], submits: list[float]
) -> dict[str, float]:
    """How long /healthz and a judge's submits take now, as ratios to an idle server's."""
    return {
        "health_p99_to_idle": round(p99(server.times("/healthz", probes)) / p99(health), 2),
        "submit_p99_to_idle": round(p99(server.submit_times(probes)) / p99(submits), 2),
    }


def upload(
    server: Server,
    organiser: Visitor,
    kind: str,
    data: bytes,
    probes: int,
    health: list[float],
    submits: list[float],
) -> Finding:
    """An organiser imports such a file again and again."""
    before = server.memory_mb()
    with meanwhile(lambda: import_file(organiser, data)) as answers:
        measured = figures(server, probes, health, submits)
    grown = server.memory_mb() - before
    return Finding(
        f"while 4 MB of {kind} are checked, everybody is served",
        held=set(answers) == {422} and grown < 150,
        figures={**measured, "files": len(answers), "memory_mb": round(grown, 1)},
        limits={"health_p99_to_idle": 2, "submit_p99_to_idle": 2},
    )


def a_name_of_marks(server: Server) -> Finding:
    """Accents whose sorting would take the square of their number."""
    begun = time.monotonic()
    status = try_password(server.visitor(), MARKS_IN_A_ROW)
    return Finding(
        "a name of thirty thousand accents is refused at once",
        held=status in (413, 422, 429) and time.monotonic() - begun < 5,
        figures={"status": status},
    )


def disguised_names(server: Server) -> Finding:
    """The organiser's name, with blanks that made other tries of it."""
    names = ["Lin", " Lin ", "Lin" + " " * 300 + "x", "Lin\u3000", "\tLin"]
    statuses = [try_password(server.visitor(), names[turn % 5]) for turn in range(12)]
    return Finding(
        "ten tries of a name are ten, however it is written",
        held=statuses == [422] * 10 + [429] * 2,
        figures={"statuses": dict(Counter(map(str, statuses)))},
    )


def forged_addresses(server: Server) -> Finding:
    """Another X-Forwarded-For with each try."""
    statuses = [
        try_password(server.visitor(), "Lin", {"X-Forwarded-For": f"203.0.113.{turn}"})
        for turn in range(12)
    ]
    return Finding(
        "a client cannot say that it is another",
        held=statuses == [422] * 10 + [429] * 2,
        figures={"statuses": dict(Counter(map(str, statuses)))},
    )


def forged_hosts(server: Server) -> Finding:
    """A Host that is not this server's, on pages that print an address or redirect."""
    visitor = server.visitor()
    found = []
    for path in ("/", "/sign-in", "/organiser", "//organiser", "/c//writes", "/trust", "/nothing"):
        for name in ("Host", "X-Forwarded-Host"):
            answer = visitor.ask("GET", path, headers={name: EVIL})
            if EVIL.encode() in answer.body or EVIL in str(answer.headers):
                found.append(path)
    return Finding("a forged host is in no answer", held=not found, figures={"found": found})


def try_password(visitor: Visitor, name: str, headers: dict[str, str] | None = None) -> int:
    """The status of one try with a wrong password."""
    form = {"name": name, "password": "wrong", "csrf_token": visitor.token("/sign-in")}
    return visitor.ask("POST", "/sign-in", form, headers).status


def import_file(organiser: Visitor, data: bytes) -> int:
    """The status of the import of such a file."""
    token = organiser.token("/organiser/import").encode()
    line = b"--boundary\r\nContent-Disposition: form-data; name="
    body = line + b'"csrf_token"\r\n\r\n' + token + b"\r\n"
    body += line + b'"file"; filename="a.json"\r\n\r\n' + data + b"\r\n--boundary--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=boundary"}
    return organiser.ask("POST", "/organiser/import", body, headers, timeout=90).status


@contextmanager
def meanwhile(act: Callable[[], int]) -> Iterator[list[int]]:
    """Do it again and again in a thread, until the block ends; the answers."""
    answers: list[int] = []
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            answers.append(act())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()
