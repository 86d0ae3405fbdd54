"""What PostgreSQL costs: a mark's way to the other node's viewers, and viewers that come at once.

Prints JSON lines: one a round, then the median of each figure. A judge writes at one node, and a
viewer of another node of the same database waits for the state: from the request until it is
there, in milliseconds, also its 99th percentile. Viewers who come at once to a node on PostgreSQL,
a second, divided by as many who come to one on SQLite, right after one another.

    python tests/bench/bench_nodes.py [--marks 100] [--viewers 4000] [--rounds 3]
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench_viewers import series
from engines import Accord, Engine, Viewers, build, say

from tests import postgres


def percentile_99(times: list[float]) -> float:
    """The time that one in a hundred exceeds."""
    return statistics.quantiles(times, n=100, method="inclusive")[-1]


def across(programs: Path, accord: Accord, other: Engine, marks: int) -> dict[str, float]:
    """From a judge's request at one node until a viewer of the other has the state."""
    with Viewers(programs, other, 1, gzip=True) as viewer:
        times = series(viewer, lambda: accord.put()[0], marks)
    return {"to_other_node_ms": statistics.median(times), "p99_ms": percentile_99(times)}


def connects(programs: Path, engine: Engine, viewers: int) -> float:
    """How many viewers are let in a second, once the first has been."""
    with Viewers(programs, engine, 1, gzip=True):
        pass
    with Viewers(programs, engine, viewers, gzip=True) as group:
        return viewers / float(group.seated["seconds"])


def measure(programs: Path, work: Path, asked: argparse.Namespace) -> dict[str, float]:
    """A round on fresh databases."""
    for name in ("file", "shared", "beside"):
        (work / name).mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres.server(settings=()))
        shared = Accord(work / "shared", server.create("accord"))
        first = stack.enter_context(shared.serving())
        with shared.serving_beside(work / "beside") as second:
            shared.put()
            found = across(programs, shared, second, asked.marks)
        alone = Accord(work / "file")
        on_file = stack.enter_context(alone.serving())
        alone.put()
        rates = [connects(programs, engine, asked.viewers) for engine in (first, on_file)]
    return found | {"connects_ratio": rates[0] / rates[1], "connects_per_s": rates[0]}


def main() -> None:
    """Measure in rounds; the last line has the median of each figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--marks", type=int, default=100)
    parser.add_argument("--viewers", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        programs = Path(folder)
        build("viewers", programs)
        rounds = []
        for turn in range(asked.rounds):
            found = measure(programs, programs / f"round-{turn}", asked)
            rounds.append(found)
            say(bench="nodes", **{name: round(value, 3) for name, value in found.items()})
    medians = {
        name: round(statistics.median(each[name] for each in rounds), 3) for name in rounds[0]
    }
    took = round(time.monotonic() - begun)
    say(bench="nodes", took_s=took, load=round(os.getloadavg()[0], 1), **medians)


if __name__ == "__main__":
    main()
