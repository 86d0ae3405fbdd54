"""The venue of `bench_writes.py`: its file, its judges on connections of their own, its server."""

import asyncio
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests import factories

ROOT = Path(__file__).parents[3]
KEY, MATCH, TEAMS = "venue", "match-1", ("east", "west")
database_url: str | None = None
"""Where the venue's data are, instead of a file in its folder."""
CORES = sorted(os.sched_getaffinity(0))


def competition(judges: list[str], live: bool, key: str = KEY) -> dict[str, Any]:
    """One open match of two teams, all judges on its panel."""
    whole = factories.sample()
    sides = ("labour", "employer")
    entries = [{"team": team, "side": side} for team, side in zip(TEAMS, sides, strict=True)]
    match = {"key": MATCH, "panel": judges, "entries": entries}
    round_ = {"key": "round", "name": "Round", "state": "open", "matches": [match]}
    stage = {"key": "final", "name": "Final", "across_matches": "mean", "rounds": [round_]}
    return {
        "format": "accord/1",
        "competition": {"key": key, "name": "Venue"},
        "rubric": whole["rubric"],
        "scoring": {"combine": "mean", "decimals": 2, "missing_sheet": "exclude"},
        "teams": [{"key": team, "name": team, "members": []} for team in TEAMS],
        "judges": [{"key": judge, "name": judge} for judge in judges],
        "stages": [stage | {"release": "live" if live else "hidden"}],
    }


class Judge:
    """One judge on a connection that stays open."""

    refused = 0

    def __init__(self, token: str, port: int, address: str = "") -> None:
        self.token, self.port = token, port
        self.address = address or f"/api/v1/competitions/{KEY}/sheets/{MATCH}"
        self.versions = dict.fromkeys(TEAMS, 0)
        self.writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def leave(self) -> None:
        assert self.writer is not None
        self.writer.close()
        await self.writer.wait_closed()

    async def submit(self, team: str) -> float:
        """Store a new version; how long it took, in milliseconds."""
        marks = {name: str(random.randrange(0, 41) / 2) for name in factories.DIMENSIONS}
        body = {"marks": marks, "state": "submitted", "base_version": self.versions[team]}
        data = json.dumps(body)
        head = (
            f"PUT {self.address}/{team} HTTP/1.1\r\nHost: accord\r\n"
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


async def one_after_the_other(judge: Judge, times: int) -> list[float]:
    """Submit again and again; how long each took."""
    return [await judge.submit(TEAMS[turn % 2]) for turn in range(times)]


def environment(folder: Path, port: int) -> dict[str, str]:
    ours = {"DATA_DIR": str(folder), "PORT": str(port), "HOST": "127.0.0.1", "PYTHONUTF8": "1"}
    if database_url is not None:
        ours["DATABASE_URL"] = database_url
    return {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | ours


def flask(folder: Path, *arguments: str) -> str:
    """Run a `flask` command; what it printed."""
    command = [sys.executable, "-m", "flask", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, 8000), check=True, capture_output=True, text=True
    ).stdout


@contextmanager
def serving(
    folder: Path, program: str = "app.py", cores: Collection[int] = CORES[:1]
) -> Iterator[tuple[int, int]]:
    """The real server, on these cores: unless told, on one of its own where there are several.

    Its process's id and its port.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, program],
        cwd=ROOT,
        env=environment(folder, port) | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    try:
        for _ in range(1200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def watched(program: Path, pid: int, port: int, viewers: int) -> Iterator[None]:
    """That many streams are held by `ssebench`, on the judges' core, while the block runs."""
    path = f"/c/{KEY}/stream"
    words = ["--port", port, "--path", path, "--conns", viewers, "--seconds", 600]
    crowd = subprocess.Popen(
        [program, *map(str, words)],
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {CORES[-1]}),
    )
    try:
        for _ in range(1200):
            if open_files(pid) >= viewers:
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{viewers} viewers did not come in two minutes.")
        time.sleep(2)  # Their first boards are still on their way.
        yield
    finally:
        crowd.kill()
        crowd.wait()


def open_files(pid: int) -> int:
    """How many files and sockets the process holds."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def cpu_ms(pid: int) -> float:
    """How long all threads of the process have computed."""
    spent = [stat.read_text().split()[0] for stat in Path(f"/proc/{pid}").glob("task/*/schedstat")]
    return sum(map(int, spent)) / 1e6
