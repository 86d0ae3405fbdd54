"""Two nodes of 5,000 viewers each against one of 10,000: the time until the last has a new state.

Prints JSON lines: one a round, then the ratio, the median of those inside the rounds. Each node is
Accord's server around a real hub, on a core of its own. The client that holds the viewers would
need cores too, and there are two: so it is stopped (SIGSTOP) while a state is sent, and reads it
afterwards. What is measured ends when the last viewer's socket has the state, which on one machine
is when the last send returns; a client that reads at the same time is not in the figure.

    python tests/bench/bench_two_nodes.py [--viewers 10000] [--rounds 3] [--states 10]
"""

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from engines import TOOLS, Engine, Viewers, build, pin, say, until_open

STATE_BYTES = 2_400
"""As many as the board of the Chaoyang final has when it is compressed."""
SETTLE_SECONDS = 0.5
GIVE_UP_SECONDS = 20.0


@contextlib.contextmanager
def node(core: int) -> Iterator[Engine]:
    """A hub's server on this core."""
    process = subprocess.Popen(
        [sys.executable, TOOLS / "hub_server.py"], stdout=subprocess.PIPE, preexec_fn=pin(core)
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        until_open(port, process)
        yield Engine(port, process)
    finally:
        process.terminate()
        process.wait()


def sent_at(engine: Engine) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{engine.port}/sent") as answer:
        return int(answer.read())


def to_last_ms(engines: list[Engine], groups: list[Viewers], state: bytes) -> float:
    """Publish on all nodes at once; milliseconds until the last viewer of all has it."""
    for group in groups:
        group.arm(GIVE_UP_SECONDS)
        os.kill(group.pid, signal.SIGSTOP)
    before = [sent_at(engine) for engine in engines]
    ready = threading.Barrier(len(engines))
    begun: list[int] = []

    def publish(engine: Engine) -> None:
        ready.wait()
        begun.append(engine.post(state))

    threads = [threading.Thread(target=publish, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    give_up = time.monotonic() + GIVE_UP_SECONDS
    ends = [sent_at(engine) for engine in engines]
    while any(end == was for end, was in zip(ends, before, strict=True)):
        if time.monotonic() > give_up:
            raise SystemExit("A node has not sent the state.")
        time.sleep(0.05)
        ends = [sent_at(engine) for engine in engines]
    for group in groups:
        os.kill(group.pid, signal.SIGCONT)
    for group in groups:
        seen = group.seen()
        if seen["missing"]:
            raise SystemExit(f"Not everybody has it: {seen}")
    return (max(ends) - min(begun)) / 1e6


def measure(programs: Path, viewers: int, nodes: int, states: int) -> float:
    """The median time over some states, of so many nodes that share the viewers."""
    with contextlib.ExitStack() as stack:
        engines = [stack.enter_context(node(core)) for core in range(nodes)]
        groups = [
            stack.enter_context(Viewers(programs, engine, viewers // nodes, gzip=False))
            for engine in engines
        ]
        times = []
        for number in range(states):
            time.sleep(SETTLE_SECONDS)
            state = b"%06d" % number + os.urandom(STATE_BYTES // 2).hex().encode()
            times.append(to_last_ms(engines, groups, state))
        return statistics.median(times)


def main() -> None:
    """Measure in rounds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--states", type=int, default=10)
    asked = parser.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        raise SystemExit("Two nodes need two cores.")
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        programs = Path(folder)
        build("viewers", programs)
        for turn in range(asked.rounds):
            one = measure(programs, asked.viewers, 1, asked.states)
            two = measure(programs, asked.viewers, 2, asked.states)
            ratios.append(two / one)
            figures = {"one_node_ms": round(one, 1), "two_nodes_ms": round(two, 1)}
            say(bench="two_nodes", round=turn + 1, viewers=asked.viewers, **figures)
    ratio = round(statistics.median(ratios), 3)
    say(bench="two_nodes", viewers=asked.viewers, two_nodes_to_one=ratio, target=0.7)


if __name__ == "__main__":
    main()
