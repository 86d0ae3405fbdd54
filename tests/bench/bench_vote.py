"""Ten thousand votes of the audience while the board is live.

Prints JSON lines: one a round, then the ratios, each the median of those inside the rounds.

`votes_per_s`: phones on connections of their own, each fetching the page of its ticket and sending
its vote, through the whole stack, while `--viewers` streams of the board are open; `minute` is how
long ten thousand take at that rate, in seconds. `bare`: SQLite alone, `synchronous=FULL`, stores
the very same rows, one transaction a vote, in the same folder, right after. `floor`: the same
application answers as many requests for its health, which needs no vote and no write.
`cpu_ms`, `floor_cpu_ms`: what the process computed for one vote (two requests), and for one of
the floor's; six milliseconds a vote are ten thousand a minute on one core. `read_p99_ms`,
`vote_p99_ms`: how long a phone waits for the page, and for its vote to be kept.

    python tests/bench/bench_vote.py [--votes 10000] [--viewers 2000] [--phones 50] [--rounds 3]
"""

import argparse
import asyncio
import json
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.writes import venue  # noqa: E402 (the repository's root has to be known first)

KEY = venue.KEY
HEALTH = "/healthz"
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
CHOICE = re.compile(rb'name="choice" value="([^"]+)"')


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


class Phone:
    """A connection that stays open; every vote begins without a cookie, as on another phone."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.reads: list[float] = []
        self.writes: list[float] = []
        self.refused = 0

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def vote(self, code: str) -> None:
        begun = time.perf_counter()
        page = f"/c/{KEY}/vote?ticket={code}"
        status, head, body = await self.ask("GET", page)
        self.reads.append((time.perf_counter() - begun) * 1000)
        token, choices = TOKEN.search(body), CHOICE.findall(body)
        if status != 200 or token is None:
            self.refused += 1
            return
        cookie = head.split(b"Set-Cookie: ", 1)[1].split(b";", 1)[0].decode()
        choice = choices[hash(code) % len(choices)].decode()
        fields = {"csrf_token": token[1].decode(), "ticket": code, "choice": choice}
        begun = time.perf_counter()
        status, _, _ = await self.ask("POST", f"/c/{KEY}/vote", fields, cookie)
        self.writes.append((time.perf_counter() - begun) * 1000)
        self.refused += status != 303

    async def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, cookie: str = ""
    ) -> tuple[int, bytes, bytes]:
        body = urllib.parse.urlencode(fields or {})
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
        if cookie:
            lines.append(f"Cookie: {cookie}")
        if fields is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        return int(head.split(b" ", 2)[1]), head, await self._reader.readexactly(length)

    def leave(self) -> None:
        self._writer.close()


async def voted(port: int, codes: list[str], count: int) -> tuple[float, list[Phone]]:
    """Votes a second, by this many phones at a time; each code votes once."""
    phones = [Phone(port) for _ in range(count)]
    waiting = iter(codes)

    async def run(phone: Phone) -> None:
        for code in waiting:
            await phone.vote(code)

    for phone in phones:
        await phone.connect()
    begun = time.perf_counter()
    await asyncio.gather(*map(run, phones))
    seconds = time.perf_counter() - begun
    for phone in phones:
        phone.leave()
    return len(codes) / seconds, phones


async def floor(port: int, requests: int, count: int) -> float:
    """Requests a second for what needs neither the vote nor a write."""
    phones = [Phone(port) for _ in range(count)]

    async def run(phone: Phone) -> None:
        for _ in range(requests // count):
            await phone.ask("GET", HEALTH)

    for phone in phones:
        await phone.connect()
    begun = time.perf_counter()
    await asyncio.gather(*map(run, phones))
    seconds = time.perf_counter() - begun
    for phone in phones:
        phone.leave()
    return requests // count * count / seconds


def bare(before: Path, after: Path) -> float:
    """Store the votes by which `after` differs from `before`; votes a second."""
    with closing(sqlite3.connect(after)) as file:
        votes = file.execute("SELECT * FROM cast_vote ORDER BY id").fetchall()
    with closing(sqlite3.connect(before, isolation_level=None)) as file:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            file.execute(f"PRAGMA {pragma}")
        begun = time.perf_counter()
        for vote in votes:
            file.execute("BEGIN IMMEDIATE")
            file.execute("SELECT id FROM vote_ticket WHERE code = ?", (vote[2],)).fetchone()
            file.execute("INSERT INTO cast_vote VALUES (?, ?, ?, ?, ?)", vote)
            file.execute("COMMIT")
        return len(votes) / (time.perf_counter() - begun)


def prepare(folder: Path, votes: int, work: Path) -> list[str]:
    """A public competition with as many tickets as votes, and its vote open."""
    file = work / "venue.json"
    file.write_text(json.dumps(venue.competition(["judge-1"], True)), encoding="utf-8")
    venue.flask(folder, "competition", "load", str(file))
    codes = [f"V{number:07d}" for number in range(votes)]
    with closing(sqlite3.connect(folder / "accord.sqlite")) as database:
        (number,) = database.execute("SELECT id FROM competition").fetchone()
        database.executemany(
            "INSERT INTO vote_ticket (competition_id, code, printed_at) VALUES (?, ?, '')",
            [(number, code) for code in codes],
        )
        choices = json.dumps([{"team": team} for team in venue.TEAMS])
        database.execute(
            "INSERT INTO audience_vote (competition_id, name, mode, choices, state, opened_at)"
            " VALUES (?, '{}', 'tickets', ?, 'open', '')",
            (number, choices),
        )
        database.commit()
    return codes


def measure(
    asked: argparse.Namespace, prepared: Path, codes: list[str], work: Path
) -> dict[str, float]:
    folder, empty = work / "data", work / "bare.sqlite"
    shutil.copytree(prepared, folder)
    shutil.copy(prepared / "accord.sqlite", empty)
    with venue.serving(folder) as (pid, port):
        asyncio.run(floor(port, 500, asked.phones))
        watching = (
            venue.watched(work / "ssebench", pid, port, asked.viewers)
            if asked.viewers
            else nullcontext()
        )
        with watching:
            before = venue.cpu_ms(pid)
            rate, phones = asyncio.run(voted(port, codes, asked.phones))
            between = venue.cpu_ms(pid)
            health = asyncio.run(floor(port, asked.votes, asked.phones))
            after = venue.cpu_ms(pid)
    reads = [time_ for phone in phones for time_ in phone.reads]
    writes = [time_ for phone in phones for time_ in phone.writes]
    with closing(sqlite3.connect(folder / "accord.sqlite")) as database:
        (kept,) = database.execute("SELECT count(*) FROM cast_vote").fetchone()
    found = {
        "votes_per_s": rate,
        "minute": 10_000 / rate,
        "kept": kept,
        "refused": sum(phone.refused for phone in phones),
        "read_p99_ms": p99(reads),
        "vote_p99_ms": p99(writes),
        "cpu_ms": (between - before) / len(codes),
        "floor_cpu_ms": (after - between) / len(codes),
        "floor": health,
        "bare": bare(empty, folder / "accord.sqlite"),
    }
    shutil.rmtree(folder)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--votes", type=int, default=10_000)
    parser.add_argument("--viewers", type=int, default=2000, help="0 leaves them out")
    parser.add_argument("--phones", type=int, default=50, help="connections at a time")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if asked.viewers:
            source = ROOT / "tests" / "bench" / "stream" / "ssebench.c"
            subprocess.run(["gcc", "-O2", "-o", work / "ssebench", source], check=True)
        prepared = work / "prepared"
        prepared.mkdir()
        codes = prepare(prepared, asked.votes, work)
        rounds = []
        for turn in range(asked.rounds):
            found = measure(asked, prepared, codes, work)
            rounds.append(found)
            say(bench="vote", round=turn + 1, **{k: round(v, 2) for k, v in found.items()})

    def ratio(to: str) -> float:
        return round(statistics.median(r["votes_per_s"] / r[to] for r in rounds), 3)

    say(
        bench="vote",
        votes=asked.votes,
        viewers=asked.viewers,
        votes_to_floor=ratio("floor"),
        cpu_to_floor=round(statistics.median(r["cpu_ms"] / r["floor_cpu_ms"] for r in rounds), 2),
        votes_to_bare=ratio("bare"),
        ten_thousand_in_s=round(statistics.median(r["minute"] for r in rounds), 1),
    )


if __name__ == "__main__":
    main()
