"""One heavy page stops nobody, and the time of a public answer does not tell that a judge wrote.

A competition of 500 teams and 6,930 sheets. Three organisers look at progress, results and Today
without a pause while a judge submits; then somebody in the audience asks for public addresses, now
and then right after a judge has marked in a stage that is hidden.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests import large_competition
from tests.attack.scene import Finding, Scene, Server, Visitor, median, p99
from tests.bench.writes.venue import Judge
from tests.large_competition import KEY

PAGES = ("/wall", "/results", "")
PUBLIC = (f"/c/{KEY}/teams", f"/api/v1/competitions/{KEY}", f"/c/{KEY}/places", "/c/nobody")
TEAMS = ("team-0", "team-1")
WRITTEN_VERSIONS = 3
PAUSE_SECONDS = 0.02
"""Before each public request: the mark is there then, and no longer on its way."""


def attack(scene: Scene) -> Iterator[Finding]:
    """Look at heavy pages while a judge submits; time public answers after hidden marks."""
    file = large_competition.large_competition(share=scene.pick(10, 1))
    venue = scene.prepare(file=file)
    with scene.serve(venue) as server:
        judge = _judge(server)
        submits = scene.pick(20, 120)
        idle = asyncio.run(_submit(judge, submits))
        with looking(server) as answers:
            busy = asyncio.run(_submit(judge, submits))
        held = all(status == 200 for _path, status, _time in answers)
        figures = {
            "pages": len(answers),
            "p99_idle_ms": round(p99(idle), 1),
            "p99_ms": round(p99(busy), 1),
            "p99_to_idle": round(p99(busy) / p99(idle), 2),
        }
        what = "three organisers look at heavy pages while a judge submits"
        yield Finding(what, held and len(answers) > 0, figures, {"p99_to_idle": 2})
        for path in PUBLIC:
            yield _time_public(server, judge, path, scene.pick(5, 50))


@contextmanager
def looking(server: Server) -> Iterator[list[tuple[str, int, float]]]:
    """Three organisers who look again and again; path, status and milliseconds of each answer."""
    found: list[tuple[str, int, float]] = []
    stopped = threading.Event()

    def look(page: str, visitor: Visitor) -> None:
        path = f"/organiser/c/{KEY}{page}"
        while not stopped.is_set():
            begun = time.perf_counter()
            answer = visitor.ask("GET", path)
            found.append((path, answer.status, (time.perf_counter() - begun) * 1000))

    # Signed in before, because a password is checked slowly on purpose.
    visitors = [server.organiser() for _page in PAGES]
    pairs = list(zip(PAGES, visitors, strict=True))
    for page, visitor in pairs:
        visitor.ask("GET", f"/organiser/c/{KEY}{page}")  # The first one reads the competition.
    threads = [threading.Thread(target=look, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _judge(server: Server) -> Judge:
    address = f"/api/v1/competitions/{KEY}/sheets/last-0"
    judge = Judge(server.tokens["judge-0"], server.port, address)
    judge.versions = dict.fromkeys(TEAMS, WRITTEN_VERSIONS)
    return judge


async def _submit(judge: Judge, times: int, pause_seconds: float = 0.02) -> list[float]:
    """Milliseconds of as many submits, one after the other."""
    await judge.connect()
    found = []
    for turn in range(times):
        await asyncio.sleep(pause_seconds)
        found.append(await judge.submit(TEAMS[turn % 2]))
    await judge.leave()
    return found


def _time_public(server: Server, judge: Judge, path: str, times: int) -> Finding:
    """Time the answer with and without a hidden mark just before, in turns."""
    visitor = server.visitor()
    before = visitor.ask("GET", path)
    quiet, written = [], []
    for _ in range(times):
        time.sleep(PAUSE_SECONDS)
        quiet += server.times(path, 1, visitor)
        asyncio.run(_submit(judge, 1, 0))
        time.sleep(PAUSE_SECONDS)
        written += server.times(path, 1, visitor)
    after = visitor.ask("GET", path)
    figures = {
        "quiet_ms": round(median(quiet), 2),
        "written_ms": round(median(written), 2),
        "ratio": round(median(written) / median(quiet), 2),
    }
    held = (before.status, before.body) == (after.status, after.body)
    what = f"{path} takes as long after a mark that nobody may see"
    return Finding(what, held, figures, {"ratio": 1.2})
