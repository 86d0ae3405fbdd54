"""Time to the last of many viewers: Accord's hub, the least C can do, and nchan where it is.

Prints JSON lines: one for each engine in each round, then the ratios, each the median of the
ratios inside the rounds. `to_last_ms` is the median over the states of the time from before the
publishing request is sent until the last viewer has read the state in full.

    python tests/bench/bench_stream.py [--viewers 2000] [--rounds 3] [--states 10] [--bytes 4096]
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parent / "stream"
NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
SPARE_FILES = 600
INTERVAL_MS = 500


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def build(name: str, into: Path) -> Path:
    program = into / name
    subprocess.run(["gcc", "-O2", "-o", program, TOOLS / f"{name}.c"], check=True)
    return program


def pin(core: int) -> Any:
    """Return what a child does before it starts: stay on one core, where there are several."""
    cores = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {cores[core % len(cores)]})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def until_open(port: int) -> None:
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise SystemExit(f"Nobody listens on port {port}.")


@contextlib.contextmanager
def running(command: list[Any], port: int | None = None) -> Iterator[tuple[int, int]]:
    """Run a server on a core of its own; give its process id and port (printed if not given)."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE if port is None else None, preexec_fn=pin(0)
    )
    try:
        if port is None:
            assert process.stdout is not None
            port = int(process.stdout.readline())
        until_open(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def start(engine: str, programs: Path) -> Iterator[tuple[list[int], int]]:
    """Start an engine afresh; give the process ids that serve and the port."""
    if engine == "hub":
        with running([sys.executable, TOOLS / "hub_server.py"]) as (pid, port):
            yield [pid], port
        return
    port = free_port()
    if engine == "floor":
        with running([programs / "floor", str(port)], port) as (pid, port):
            yield [pid], port
        return
    with tempfile.TemporaryDirectory() as folder:
        conf = (TOOLS / "nchan.conf.in").read_text()
        conf = conf.replace("@DIR@", folder).replace("@PORT@", str(port))
        (Path(folder) / "nginx.conf").write_text(conf)
        command = ["nginx", "-p", folder, "-c", Path(folder) / "nginx.conf"]
        with running(command, port) as (pid, port):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            yield [pid, *map(int, children)], port


def measure(engine: str, programs: Path, asked: argparse.Namespace) -> dict[str, Any]:
    with start(engine, programs) as (pids, port):
        command = {
            "--port": port,
            "--path": "/stream",
            "--pub-path": "/pub",
            "--conns": asked.viewers,
            "--pub-count": asked.states,
            "--pub-interval-ms": INTERVAL_MS,
            "--pub-bytes": asked.bytes,
            "--seconds": 30 + asked.states * INTERVAL_MS // 1000,
            "--server-pid": ",".join(map(str, pids)),
        }
        words = [str(word) for pair in command.items() for word in pair]
        run = subprocess.run(
            [programs / "ssebench", *words], stdout=subprocess.PIPE, check=True, preexec_fn=pin(1)
        )
    seen = json.loads(run.stdout)
    return {
        "engine": engine,
        "viewers": seen["alive_at_end"],
        "states_to_everyone": seen["events_delivered_to_all_established"],
        "to_last_ms": seen["time_to_last_viewer_ms"]["p50"],
        "to_last_worst_ms": seen["time_to_last_viewer_ms"]["max"],
        "to_median_viewer_ms": seen["per_event_p50_ms"]["p50"],
        "connects_per_s": seen["connect_rate_per_s"],
        "memory_kb_per_viewer": seen["server"]["rss_per_conn_kb"],
    }


def ratio(rounds: list[dict[str, dict[str, Any]]], figure: str, to: str) -> float:
    return round(statistics.median(r["hub"][figure] / r[to][figure] for r in rounds), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--viewers", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--states", type=int, default=10)
    parser.add_argument("--bytes", type=int, default=4_096)
    asked = parser.parse_args()

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if asked.viewers + SPARE_FILES > hard:
        raise SystemExit(f"--viewers: at most {hard - SPARE_FILES} with this limit of open files.")
    engines = ["floor", "hub"]
    if shutil.which("nginx") and NCHAN.exists():
        engines.append("nchan")
    else:
        say(engine="nchan", left_out="nginx with nchan is not installed here")

    with tempfile.TemporaryDirectory() as folder:
        programs = Path(folder)
        for name in ("ssebench", "floor"):
            build(name, programs)
        rounds = []
        for turn in range(asked.rounds):
            figures = {engine: measure(engine, programs, asked) for engine in engines}
            for engine in engines:
                say(bench="stream", round=turn + 1, **figures[engine])
            rounds.append(figures)

    asked_for = {"viewers": asked.viewers, "bytes": asked.bytes, "rounds": asked.rounds}
    for peer in engines:
        if peer != "hub":
            say(
                bench="stream",
                **asked_for,
                hub_to=peer,
                to_last_ratio=ratio(rounds, "to_last_ms", peer),
                connect_rate_ratio=ratio(rounds, "connects_per_s", peer),
            )
    memory = statistics.median(r["hub"]["memory_kb_per_viewer"] for r in rounds)
    say(bench="stream", **asked_for, memory_kb_per_viewer=memory)


if __name__ == "__main__":
    main()
