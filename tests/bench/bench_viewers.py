"""A full venue: from an act at the server until the last of ten thousand viewers has the board.

Prints JSON lines: one for each engine in each round, then the ratios, each the median of the
ratios inside the rounds, then how many are held at most. Every engine is started afresh in every
round, in turn, and publishes the real board's fragment: to the C floor and to nginx with nchan by
a POST of its bytes, at Accord by what makes a board change (a judge's PUT, an organiser's
deduction), through store, recount, snapshot and rendering. `accord` reads gzip, as browsers do;
`accord-plain` does not. `judges` are a judge's writes, and a server that is killed and comes back.

    python tests/bench/bench_viewers.py [--viewers 10000] [--rounds 3] [--acts 10] [--most 19000]
                                     [--only ENGINE…] [--plot docs/performance-stream.svg]
"""

import argparse
import contextlib
import os
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engines import Accord, Engine, Viewers, build, floor, nchan_is_here, nginx, say
from plot import drawn

PEERS = ("floor", "nchan")
ENGINES = (*PEERS, "accord", "accord-plain", "judges")
REST_SECONDS = 0.4
PUTS = 150
PUT_GAP_SECONDS = 0.15
STORM_SECONDS = 60


def p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def puts(accord: Accord) -> list[float]:
    """A judge's writes now and then; how long each took, in milliseconds."""
    times = []
    for _ in range(PUTS):
        time.sleep(random.expovariate(1 / PUT_GAP_SECONDS))
        times.append(accord.put()[1])
    return times


def series(group: Viewers, act: Callable[[], int], acts: int) -> list[float]:
    times = []
    for _ in range(acts):
        time.sleep(REST_SECONDS)
        times.append(group.to_last_ms(act))
    return times


@contextlib.contextmanager
def peer(name: str, programs: Path) -> Iterator[Engine]:
    with contextlib.ExitStack() as open_things:
        if name == "floor":
            yield open_things.enter_context(floor(programs))
        else:
            folder = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
            yield open_things.enter_context(nginx(folder))


@contextlib.contextmanager
def accord_at_work() -> Iterator[tuple[Accord, Engine]]:
    with tempfile.TemporaryDirectory() as folder:
        accord = Accord(Path(folder))
        with accord.serving() as engine:
            accord.put()
            yield accord, engine


def figures(group: Viewers, times: list[float]) -> dict[str, float]:
    return {
        "to_last_ms": round(statistics.median(times), 1),
        "to_last_worst_ms": round(max(times), 1),
        "connects_per_s": round(group.count / group.seated["seconds"]),
        "memory_kb_per_viewer": round(group.memory_kb, 2),
    }


def of_peer(name: str, programs: Path, viewers: int, acts: int, board: bytes) -> dict[str, float]:
    states = iter(range(acts))
    # One line: many lines cost nchan a multiple, and nobody would have to send them to it.
    board = board.replace(b"\n", b" ")
    with peer(name, programs) as engine, Viewers(programs, engine, viewers, gzip=False) as group:
        return figures(
            group, series(group, lambda: engine.post(b"<!-- %06d -->" % next(states) + board), acts)
        )


def of_accord(programs: Path, viewers: int, acts: int, *, gzip: bool) -> dict[str, float]:
    with (
        accord_at_work() as (accord, engine),
        Viewers(programs, engine, viewers, gzip=gzip) as group,
    ):
        times = series(group, lambda: accord.put()[0], acts)
        organiser = statistics.median(series(group, accord.deduct, acts))
        return figures(group, times) | {"organiser_to_last_ms": round(organiser, 1)}


def of_judges(programs: Path, viewers: int) -> dict[str, float]:
    """The p99 of a judge's PUT, idle and with everybody watching; then the server's restart."""
    with accord_at_work() as (accord, engine):
        puts(accord)
        idle = p99(puts(accord))
        with Viewers(programs, engine, viewers, gzip=True) as group:
            watched = p99(puts(accord))
            group.arm(STORM_SECONDS)
            engine.process.send_signal(signal.SIGKILL)
            engine.process.wait()
            with accord.serving() as again:
                opened = time.monotonic_ns()
                seen = group.seen()
                settled = (seen["last_ns"] - opened) / 1e9 if not seen["missing"] else None
                put = accord.put()[1]
                memory = again.memory_kb()
        return {
            "put_idle_p99_ms": round(idle, 1),
            "put_watched_p99_ms": round(watched, 1),
            "restart_settled_s": settled and round(settled, 1),
            "restart_missing": seen["missing"],
            "restart_refused": seen["refused"],
            "restart_cut": seen["cut"],
            "restart_memory_mb": round(memory / 1024),
            "put_after_restart_ms": round(put, 1),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--most", type=int, default=19_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--acts", type=int, default=10)
    parser.add_argument("--only", nargs="*", choices=ENGINES, default=ENGINES)
    parser.add_argument("--plot", type=Path, default=os.environ.get("PLOT") or None)
    asked = parser.parse_args()
    asked.here = [name for name in asked.only if name != "nchan" or nchan_is_here()]
    with tempfile.TemporaryDirectory() as folder:
        programs = Path(folder)
        for name in ("floor", "viewers"):
            build(name, programs)
        with accord_at_work() as (accord, _):
            board = accord.board()
        measure(asked, programs, board)


def measure(asked: argparse.Namespace, programs: Path, board: bytes) -> None:
    def measured(name: str, viewers: int, acts: int) -> dict[str, Any]:
        if name == "judges":
            found = of_judges(programs, viewers)
        elif name in PEERS:
            found = of_peer(name, programs, viewers, acts, board)
        else:
            found = of_accord(programs, viewers, acts, gzip=name == "accord")
        say(bench="viewers", viewers=viewers, engine=name, **found)
        return found

    common = {"bench": "viewers", "viewers": asked.viewers, "board_bytes": len(board)}
    rounds = [
        {name: measured(name, asked.viewers, asked.acts) for name in asked.here}
        for _ in range(asked.rounds)
    ]

    def ratio(figure: str, name: str, to: str, base: str | None = None) -> float:
        return round(statistics.median(r[name][figure] / r[to][base or figure] for r in rounds), 3)

    for ours in ("accord", "accord-plain"):
        for name in PEERS:
            if ours in asked.here and name in asked.here:
                say(
                    **common,
                    ratio=f"{ours} to {name}",
                    judge_to_last=ratio("to_last_ms", ours, name),
                    organiser_to_last=ratio("organiser_to_last_ms", ours, name, "to_last_ms"),
                    connect_rate=ratio("connects_per_s", ours, name),
                )
    if "judges" in asked.here:
        put = ratio("put_watched_p99_ms", "judges", "judges", "put_idle_p99_ms")
        say(**common, put_p99_watched_to_idle=put)
    lines: dict[str, list[tuple[int, float]]] = {}
    for name in [name for name in ("floor", "nchan", "accord") if name in asked.here]:
        here = statistics.median(r[name]["to_last_ms"] for r in rounds)
        lines[name] = [(asked.viewers, here)]
        for viewers in (asked.most, *((1_000, 2_500, 5_000) if asked.plot else ())):
            more = measured(name, viewers, asked.acts)
            lines[name].append((viewers, more["to_last_ms"]))
        lines[name].sort()
    if asked.plot:
        asked.plot.write_text(drawn(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
