"""Submits a second with the commit on disk, and how long a judge waits among many.

Prints JSON lines, one a round, then the ratios, each the median of those inside the rounds.

`http`: judges on connections of their own submit one after the other through the whole stack.
`bare`: SQLite alone, `synchronous=FULL`, stores the very same rows, one transaction a submit, in
the same folder, right after. `floor`: the same server and application answer the same requests
with a constant. `cpu_ms` and `floor_cpu_ms`: what the process computed for one of them.

Milliseconds, the 99th percentile of a submit: `idle` with one judge who submits now and then,
forty times a second; `spread` with all judges connected and working, forty a second together;
`burst` with all of them in one instant; `watched` like `idle` while thousands hold streams.

    python tests/bench/bench_writes.py [--judges 500] [--viewers 5000] [--writers 8] [--rounds 3]
                                       [--live]
"""

import argparse
import asyncio
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.writes import venue  # noqa: E402 (the repository's root has to be known first)
from tests.bench.writes.venue import KEY, TEAMS, Judge, one_after_the_other  # noqa: E402

MOST_JUDGES, MOST_VIEWERS, SPARE_FILES = 1000, 15_000, 1000
RATE_SUBMITS = 60
IDLE_SUBMITS = 400
SPREAD_SUBMITS = 2
PAUSE_SECONDS = 0.025
"""Between two submits on the average: all judges together submit forty times a second."""


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


async def rate(judges: list[Judge]) -> float:
    """Submits a second: each judge submits for both teams, again and again."""
    begun = time.perf_counter()
    await asyncio.gather(*(one_after_the_other(judge, RATE_SUBMITS) for judge in judges))
    return len(judges) * RATE_SUBMITS / (time.perf_counter() - begun)


async def now_and_then(judge: Judge, submits: int, pause: float) -> list[float]:
    times = []
    for turn in range(submits):
        await asyncio.sleep(random.uniform(0, 2 * pause))
        times.append(await judge.submit(TEAMS[turn % 2]))
    return times


async def idle(judges: list[Judge]) -> list[float]:
    return await now_and_then(judges[0], IDLE_SUBMITS, PAUSE_SECONDS)


async def spread(judges: list[Judge]) -> list[float]:
    pause = PAUSE_SECONDS * len(judges)
    each = await asyncio.gather(*(now_and_then(judge, SPREAD_SUBMITS, pause) for judge in judges))
    return [time for times in each for time in times]


async def burst(judges: list[Judge]) -> list[float]:
    return list(await asyncio.gather(*(judge.submit(TEAMS[1]) for judge in judges)))


def bare(before: Path, after: Path) -> float:
    """Store the rows by which `after` differs from `before`; submits a second."""
    with closing(sqlite3.connect(after)) as file:
        versions = file.execute("SELECT * FROM sheet_version ORDER BY id").fetchall()
        audits = file.execute(
            "SELECT * FROM audit_row WHERE action = 'sheet.submit' ORDER BY id"
        ).fetchall()
        sheets = file.execute("SELECT * FROM sheet").fetchall()
    with closing(sqlite3.connect(before, isolation_level=None)) as file:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            file.execute(f"PRAGMA {pragma}")
        for sheet in sheets:
            file.execute(f"INSERT INTO sheet VALUES ({marks(sheet)})", sheet)
        names = [row[1] for row in file.execute("PRAGMA table_info(sheet_version)")]
        at = {name: names.index(name) for name in ("sheet_id", "judge_id", "number", "stored_at")}
        begun = time.perf_counter()
        for version, audit in zip(versions, audits, strict=True):
            sheet, judge, number, stored = (version[at[name]] for name in at)
            file.execute("BEGIN IMMEDIATE")
            file.execute("UPDATE judge SET heard_at = ? WHERE id = ?", (stored, judge))
            file.execute("UPDATE sheet SET version = ? WHERE id = ?", (number, sheet))
            file.execute(f"INSERT INTO sheet_version VALUES ({marks(version)})", version)
            file.execute(f"INSERT INTO audit_row VALUES ({marks(audit)})", audit)
            file.execute("COMMIT")
        return len(versions) / (time.perf_counter() - begun)


def marks(row: tuple[Any, ...]) -> str:
    return ",".join("?" * len(row))


def run(part: Callable[[list[Judge]], Awaitable[Any]], judges: list[Judge]) -> Any:
    async def connected() -> Any:
        for judge in judges:
            await judge.connect()
        found = await part(judges)
        for judge in judges:
            await judge.leave()
        return found

    return asyncio.run(connected())


def rated(judges: list[Judge], pid: int) -> tuple[float, float]:
    """Submits a second, and the milliseconds that the process computed for one."""
    before = venue.cpu_ms(pid)
    found = run(rate, judges)
    return found, (venue.cpu_ms(pid) - before) / (len(judges) * RATE_SUBMITS)


def measure(
    tokens: list[str], prepared: Path, work: Path, asked: argparse.Namespace
) -> dict[str, float]:
    """One round, on a fresh copy of the prepared database."""
    folder, floor, empty = work / "data", work / "floor", work / "bare.sqlite"
    shutil.copytree(prepared, folder)
    shutil.copytree(prepared, floor)
    shutil.copy(prepared / "accord.sqlite", empty)
    figures: dict[str, float] = {}
    with (
        venue.serving(folder) as (pid, port),
        venue.serving(floor, "tests/bench/writes/floor_server.py") as (floor_pid, floor_port),
    ):
        judges = [Judge(token, port) for token in tokens]
        others = [Judge(token, floor_port, "/api/v1/floor/match-1") for token in tokens]
        run(rate, judges[: asked.writers])
        run(rate, others[: asked.writers])
        figures["http"], figures["cpu_ms"] = rated(judges[: asked.writers], pid)
        figures["bare"] = bare(empty, folder / "accord.sqlite")
        figures["floor"], figures["floor_cpu_ms"] = rated(others[: asked.writers], floor_pid)
        figures["idle"] = p99(run(idle, judges[:1]))
        figures["spread"] = p99(run(spread, judges))
        figures["burst"] = p99(run(burst, judges))
        if asked.viewers:
            with venue.watched(work / "ssebench", pid, port, asked.viewers):
                figures["watched"] = p99(run(idle, judges[:1]))
        figures["refused"] = sum(judge.refused for judge in judges)
    for left in (folder, floor):
        shutil.rmtree(left)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judges", type=int, default=500)
    parser.add_argument("--viewers", type=int, default=5000, help="0 leaves them out")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--live", action="store_true", help="the public watches the totals")
    asked = parser.parse_args()
    if not 1 <= asked.writers <= asked.judges <= MOST_JUDGES:
        parser.error(f"1 ≤ --writers ≤ --judges ≤ {MOST_JUDGES}")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if not 0 <= asked.viewers <= min(MOST_VIEWERS, hard - SPARE_FILES):
        parser.error(f"0 ≤ --viewers ≤ {min(MOST_VIEWERS, hard - SPARE_FILES)} on this machine")
    if len(venue.CORES) > 1:
        os.sched_setaffinity(0, {venue.CORES[-1]})

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if asked.viewers:
            source = ROOT / "tests" / "bench" / "stream" / "ssebench.c"
            subprocess.run(["gcc", "-O2", "-o", work / "ssebench", source], check=True)
        prepared = work / "prepared"
        prepared.mkdir()
        names = [f"judge-{number}" for number in range(1, asked.judges + 1)]
        file = work / "venue.json"
        file.write_text(json.dumps(venue.competition(names, asked.live)), encoding="utf-8")
        venue.flask(prepared, "competition", "load", str(file))
        links = json.loads(venue.flask(prepared, "judge", "links", KEY))
        tokens = [link["token"] for link in links]
        rounds = []
        for turn in range(asked.rounds):
            found = measure(tokens, prepared, work, asked)
            rounds.append(found)
            say(bench="writes", round=turn + 1, **{k: round(v, 2) for k, v in found.items()})

    def ratio(figure: str, to: str) -> float:
        return round(statistics.median(r[figure] / r[to] for r in rounds), 3)

    say(
        bench="writes",
        judges=asked.judges,
        live=asked.live,
        submits_a_second_to_bare=ratio("http", "bare"),
        submits_a_second_to_floor=ratio("http", "floor"),
        cpu_to_floor=ratio("cpu_ms", "floor_cpu_ms"),
        p99_spread_to_idle=ratio("spread", "idle"),
        p99_burst_to_idle=ratio("burst", "idle"),
        **({"viewers": asked.viewers, "p99_watched_to_idle": ratio("watched", "idle")})
        if asked.viewers
        else {},
    )


if __name__ == "__main__":
    main()
