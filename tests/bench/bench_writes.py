"""Submits a second with the commit on disk, and how long a judge waits among many.

Prints JSON lines. `rate`: judges on connections of their own submit one after the other through
the whole stack; `bare` is SQLite alone, `synchronous=FULL`, storing the very same rows, one
transaction a submit, in the same folder, right after it. `waits`: the 99th percentile of a submit
with one judge at an idle server; with all judges connected and each submitting now and then, twenty
a second together (`spread`); and with all of them in one instant (`burst`). Ratios are medians
over the rounds.

    python tests/bench/bench_writes.py [--judges 100] [--writers 8] [--rounds 3] [--live]
"""

import argparse
import asyncio
import json
import os
import random
import secrets
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests import factories  # noqa: E402 (the repository's root has to be known first)

KEY, MATCH, TEAMS = "hall", "match-1", ("east", "west")
MOST_JUDGES = 1000
IDLE_SUBMITS = 200
SPREAD_SUBMITS = 5
SPREAD_SECONDS_A_JUDGE = 0.05
"""All judges together submit twenty times a second, whatever their number."""


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def competition(judges: list[str], live: bool) -> dict[str, Any]:
    """One open match of two teams, all judges on its panel."""
    whole = factories.sample()
    entries = [{"team": team, "side": side} for team, side in zip(TEAMS, ("labour", "employer"))]  # noqa: B905
    match = {"key": MATCH, "panel": judges, "entries": entries}
    round_ = {"key": "round", "name": "Round", "state": "open", "matches": [match]}
    stage = {"key": "final", "name": "Final", "across_matches": "mean", "rounds": [round_]}
    return {
        "format": "accord/1",
        "competition": {"key": KEY, "name": "Hall"},
        "rubric": whole["rubric"],
        "scoring": {"combine": "mean", "decimals": 2, "missing_sheet": "exclude"},
        "teams": [{"key": team, "name": team, "members": []} for team in TEAMS],
        "judges": [{"key": judge, "name": judge} for judge in judges],
        "stages": [stage | {"release": "live" if live else "hidden"}],
    }


class Judge:
    """One judge on a connection that stays open."""

    def __init__(self, token: str, port: int) -> None:
        self.token, self.port = token, port
        self.versions = dict.fromkeys(TEAMS, 0)
        self.writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def submit(self, team: str) -> float:
        """Store a new version; how long it took, in milliseconds."""
        marks = {name: str(random.randrange(0, 41) / 2) for name in factories.DIMENSIONS}
        body = {"marks": marks, "state": "submitted", "base_version": self.versions[team]}
        data = json.dumps(body)
        head = (
            f"PUT /api/v1/competitions/{KEY}/sheets/{MATCH}/{team} HTTP/1.1\r\nHost: hall\r\n"
            f"Authorization: Bearer {self.token}\r\nIdempotency-Key: {secrets.token_hex(8)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        assert self.writer is not None
        begun = time.perf_counter()
        while True:
            self.writer.write((head + data).encode())
            answer = await self.reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line[15:])
                for line in answer.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            said = json.loads(await self.reader.readexactly(length))
            status = int(answer.split(b" ", 2)[1])
            if status == 200:
                break
            if status != 503:
                raise SystemExit(f"{status}: {said}")
            self.refused += 1
            await asyncio.sleep(2)
        self.versions[team] = said["version"]
        return (time.perf_counter() - begun) * 1000

    refused = 0


def p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


async def rate(judges: list[Judge]) -> float:
    """Submits a second: each judge submits for both teams, again and again."""
    begun = time.perf_counter()
    await asyncio.gather(*(one_after_the_other(judge, 40) for judge in judges))
    return len(judges) * 40 / (time.perf_counter() - begun)


async def one_after_the_other(judge: Judge, times: int) -> list[float]:
    return [await judge.submit(TEAMS[turn % 2]) for turn in range(times)]


async def spread(judges: list[Judge]) -> list[float]:
    async def now_and_then(judge: Judge) -> list[float]:
        times = []
        for turn in range(SPREAD_SUBMITS):
            await asyncio.sleep(random.uniform(0, 2 * SPREAD_SECONDS_A_JUDGE * len(judges)))
            times.append(await judge.submit(TEAMS[turn % 2]))
        return times

    return [time for times in await asyncio.gather(*map(now_and_then, judges)) for time in times]


async def burst(judges: list[Judge]) -> list[float]:
    return list(await asyncio.gather(*(judge.submit(TEAMS[1]) for judge in judges)))


def bare(before: Path, after: Path) -> float:
    """Store the rows by which `after` differs from `before`; submits a second."""
    with closing(sqlite3.connect(after)) as file:
        versions = file.execute("SELECT * FROM sheet_version ORDER BY id").fetchall()
        audits = file.execute(
            "SELECT * FROM audit_row WHERE action = 'sheet.submit' ORDER BY id"
        ).fetchall()
    with closing(sqlite3.connect(before, isolation_level=None)) as file:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            file.execute(f"PRAGMA {pragma}")
        with closing(sqlite3.connect(after)) as whole:
            for sheet in whole.execute("SELECT * FROM sheet"):
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


def environment(folder: Path, port: int) -> dict[str, str]:
    ours = {"DATA_DIR": str(folder), "PORT": str(port), "HOST": "127.0.0.1", "PYTHONUTF8": "1"}
    return {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | ours


def flask(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "flask", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, 8000), check=True, capture_output=True, text=True
    ).stdout


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The real server, on a core of its own where there are several."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    cores = sorted(os.sched_getaffinity(0))
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment(folder, port),
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {cores[0]}),
    )
    try:
        for _ in range(600):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def measure(tokens: list[str], prepared: Path, work: Path, writers: int) -> dict[str, float]:
    """One round, on a fresh copy of the prepared database."""
    folder = work / "data"
    shutil.copytree(prepared, folder)

    def run(part: Callable[[list[Judge]], Awaitable[Any]], count: int) -> Any:
        async def connected() -> Any:
            for judge in judges[:count]:
                await judge.connect()
            return await part(judges[:count])

        return asyncio.run(connected())

    async def idle(few: list[Judge]) -> list[float]:
        return await one_after_the_other(few[0], IDLE_SUBMITS)

    with serving(folder) as port:
        judges = [Judge(token, port) for token in tokens]
        run(idle, 1)
        http = run(rate, writers)
        waits = {"idle": p99(run(idle, 1))}
        waits["spread"] = p99(run(spread, len(judges)))
        waits["burst"] = p99(run(burst, len(judges)))
        refused = sum(judge.refused for judge in judges)
    empty = work / "bare.sqlite"
    shutil.copy(prepared / "accord.sqlite", empty)
    alone = bare(empty, folder / "accord.sqlite")
    shutil.rmtree(folder)
    return {"http": http, "bare": alone, "refused": refused, **waits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judges", type=int, default=100)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--live", action="store_true", help="the public watches the totals")
    asked = parser.parse_args()
    if not 1 <= asked.writers <= asked.judges <= MOST_JUDGES:
        parser.error(f"1 ≤ --writers ≤ --judges ≤ {MOST_JUDGES}")

    with tempfile.TemporaryDirectory() as name:
        prepared = Path(name, "prepared")
        prepared.mkdir()
        names = [f"judge-{number}" for number in range(1, asked.judges + 1)]
        file = Path(name, "hall.json")
        file.write_text(json.dumps(competition(names, asked.live)), encoding="utf-8")
        flask(prepared, "competition", "load", str(file))
        links = json.loads(flask(prepared, "judge", "links", KEY))
        tokens = [link["token"] for link in links]
        rounds = []
        for turn in range(asked.rounds):
            found = measure(tokens, prepared, Path(name), asked.writers)
            rounds.append(found)
            say(bench="writes", round=turn + 1, **{k: round(v, 2) for k, v in found.items()})

    def ratio(figure: str, to: str) -> float:
        return round(statistics.median(r[figure] / r[to] for r in rounds), 3)

    say(
        bench="writes",
        judges=asked.judges,
        live=asked.live,
        submits_a_second_to_bare=ratio("http", "bare"),
        p99_spread_to_idle=ratio("spread", "idle"),
        p99_burst_to_idle=ratio("burst", "idle"),
    )


if __name__ == "__main__":
    main()
