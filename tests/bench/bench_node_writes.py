"""Submits a second of 100 judges of four competitions: on one node, on two, and on SQLite.

Prints JSON lines: one a round, then the median of each figure. The judges submit one after the
other, each on a connection of its own, with the commit on disk before each answer. With two nodes
each competition's judges are spread over both, as nginx would, so its row's lock goes to and fro.
Nothing is bound to a core: nodes, PostgreSQL and clients share what there is, so on a machine of
two cores `two_to_one` is far below what machines of their own would give. `refused` counts the
answers 503, which a judge's tablet repeats.

    python tests/bench/bench_node_writes.py [--judges 100] [--submits 40] [--rounds 3]
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
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


def on_nodes(work: Path, count: int, judges: int, submits: int) -> tuple[float, int]:
    """That many nodes of one fresh PostgreSQL."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres.server(settings=()))
        venue.database_url = server.create("venue")
        seats = fill(work / f"nodes-{count}", judges)
        folders = [work / f"node-{count}-{number}" for number in range(count)]
        nodes = [stack.enter_context(venue.serving(each, cores=venue.CORES)) for each in folders]
        return rate(seats, [port for _, port in nodes], submits)


def on_file(work: Path, judges: int, submits: int) -> tuple[float, int]:
    """The hall's one process, on SQLite."""
    venue.database_url = None
    folder = work / "file"
    seats = fill(folder, judges)
    with venue.serving(folder, cores=venue.CORES) as (_, port):
        return rate(seats, [port], submits)


def measure(work: Path, judges: int, submits: int) -> dict[str, float]:
    """A round, all three right after one another."""
    work.mkdir()
    one, refused_by_one = on_nodes(work, 1, judges, submits)
    two, refused_by_two = on_nodes(work, 2, judges, submits)
    file, refused_by_file = on_file(work, judges, submits)
    return {
        "one_node_per_s": one,
        "two_nodes_per_s": two,
        "sqlite_per_s": file,
        "two_to_one": two / one,
        "one_to_sqlite": one / file,
        "refused": refused_by_one + refused_by_two + refused_by_file,
    }


def main() -> None:
    """Measure in rounds; the last line has the median of each figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judges", type=int, default=100, help="all together")
    parser.add_argument("--submits", type=int, default=40, help="of each judge")
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
