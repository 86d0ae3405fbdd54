"""Submits a second of 100 judges of four competitions: on one node, on two, and on SQLite.

Prints JSON lines: one a round, then the median of each figure. The judges submit one after the
other, each on a connection of its own, with the commit on disk before each answer. With two nodes
each competition's judges are spread over both, as nginx would, so its row's lock goes to and fro.
`refused` counts the answers 503, which a judge's tablet repeats.

A second node is of use where the first one's processor is the limit, and a machine of two cores has
none for it: one node and PostgreSQL take both. So `two_to_one` is measured with nodes of half a
core each, on one core, with PostgreSQL and clients on the other: beside a single node something
else keeps the core as busy as the second node would.
`on_all_cores_two_to_one` has nothing bound to a core.

    python tests/bench/bench_node_writes.py [--judges 100] [--submits 30] [--rounds 3]
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402 (the repository's root has to be known first)
from tests.bench.bench_writes import run  # noqa: E402
from tests.bench.writes import venue  # noqa: E402
from tests.bench.writes.venue import Judge, one_after_the_other  # noqa: E402

COMPETITIONS = ("north", "east", "south", "west")
WARMING_SUBMITS = 4


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def fill(folder: Path, judges: int) -> list[tuple[str, str]]:
    """Load the competitions; each judge's competition and token, the competitions in turn."""
    folder.mkdir()
    tokens: dict[str, list[str]] = {}
    for key in COMPETITIONS:
        names = [f"judge-{number}" for number in range(1, judges // len(COMPETITIONS) + 1)]
        file = folder / f"{key}.json"
        file.write_text(json.dumps(venue.competition(names, live=False, key=key)))
        venue.flask(folder, "competition", "load", str(file))
        links = json.loads(venue.flask(folder, "judge", "links", key))
        tokens[key] = [link["token"] for link in links]
    turns = zip(*tokens.values(), strict=True)
    return [seat for turn in turns for seat in zip(COMPETITIONS, turn, strict=True)]


def rate(seats: list[tuple[str, str]], ports: list[int], submits: int) -> tuple[float, int]:
    """Submits a second of all judges together, and how many were refused for now."""
    judges = [
        # The judges of one competition follow each other at this distance.
        Judge(
            token,
            ports[(at // len(COMPETITIONS)) % len(ports)],
            f"/api/v1/competitions/{key}/sheets/{venue.MATCH}",
        )
        for at, (key, token) in enumerate(seats)
    ]

    async def submit_again_and_again(all_judges: list[Judge], times: int) -> float:
        begun = time.perf_counter()
        await asyncio.gather(*(one_after_the_other(judge, times) for judge in all_judges))
        return len(all_judges) * times / (time.perf_counter() - begun)

    async def warmed(all_judges: list[Judge]) -> float:
        await submit_again_and_again(all_judges, WARMING_SUBMITS)
        return await submit_again_and_again(all_judges, submits)

    found = run(warmed, judges)
    return found, sum(judge.refused for judge in judges)


@contextlib.contextmanager
def busy(core: int) -> Iterator[None]:
    """Something that computes on this core as long as it may."""
    process = subprocess.Popen(
        [sys.executable, "-c", "while True: pass"],
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def on_nodes(
    work: Path, count: int, judges: int, submits: int, *, halves: bool = False
) -> tuple[float, int]:
    """That many nodes of one fresh PostgreSQL; with `halves` each has half a core."""
    work.mkdir()
    nodes_on, others_on = (venue.CORES[:1], venue.CORES[-1:]) if halves else (venue.CORES,) * 2
    with contextlib.ExitStack() as stack:
        stack.enter_context(bound_to(others_on))
        server = stack.enter_context(postgres.server(settings=()))
        venue.database_url = server.create("venue")
        seats = fill(work / "command", judges)
        folders = [work / f"node-{number}" for number in range(count)]
        nodes = [stack.enter_context(venue.serving(each, cores=nodes_on)) for each in folders]
        if halves and count == 1:
            stack.enter_context(busy(venue.CORES[0]))
        return rate(seats, [port for _, port in nodes], submits)


@contextlib.contextmanager
def bound_to(cores: Collection[int]) -> Iterator[None]:
    """This process and what it starts run on these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def on_file(work: Path, judges: int, submits: int) -> tuple[float, int]:
    """The hall's one process, on SQLite."""
    work.mkdir()
    venue.database_url = None
    folder = work / "data"
    seats = fill(folder, judges)
    with venue.serving(folder, cores=venue.CORES) as (_, port):
        return rate(seats, [port], submits)


def measure(work: Path, judges: int, submits: int) -> dict[str, float]:
    """A round, all of it right after one another."""
    work.mkdir()
    size = (judges, submits)
    half, refused_by_half = on_nodes(work / "half", 1, *size, halves=True)
    halves, refused_by_halves = on_nodes(work / "halves", 2, *size, halves=True)
    one, refused_by_one = on_nodes(work / "one", 1, *size)
    two, refused_by_two = on_nodes(work / "two", 2, *size)
    file, refused_by_file = on_file(work / "file", *size)
    return {
        "half_a_core_per_s": half,
        "two_halves_per_s": halves,
        "two_to_one": halves / half,
        "one_node_per_s": one,
        "two_nodes_per_s": two,
        "on_all_cores_two_to_one": two / one,
        "sqlite_per_s": file,
        "one_to_sqlite": one / file,
        "refused": sum(
            (refused_by_half, refused_by_halves, refused_by_one, refused_by_two, refused_by_file)
        ),
    }


def main() -> None:
    """Measure in rounds; the last line has the median of each figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judges", type=int, default=100, help="all together")
    parser.add_argument("--submits", type=int, default=30, help="of each judge")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if asked.judges < len(COMPETITIONS) * 2 or asked.judges % len(COMPETITIONS):
        parser.error(f"--judges: a multiple of {len(COMPETITIONS)}, two for each competition")
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(asked.rounds):
            found = measure(Path(folder) / f"round-{turn}", asked.judges, asked.submits)
            rounds.append(found)
            say(bench="node_writes", **{name: round(value, 3) for name, value in found.items()})
    medians = {
        name: round(statistics.median(each[name] for each in rounds), 3) for name in rounds[0]
    }
    load = round(os.getloadavg()[0], 1)
    say(bench="node_writes", judges=asked.judges, load=load, target=1.3, **medians)


if __name__ == "__main__":
    main()
