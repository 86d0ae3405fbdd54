"""The figures that docs/scale.md reckons with, and whether the simulation agrees with a small case.

Prints JSON lines. `figures` are what `simulate_scale.py --figures` takes: seconds of a core for a
send, a connect and a submission, seconds of a commit and of everything from a submission to the
first viewer, bytes. They come from an audience of `--calibrate` viewers, and from one judge,
four and twelve. `small` then measures another case, 1,000 viewers and 20 judges, each of whom
submits as soon as the last is answered, in the same run, and compares it with its simulation:
`ratio` is what was measured ÷ what was simulated, and the simulation is good between 0.8 and 1.2.

The server has a core, its clients the other. With `--postgres` the judges' submissions go to a
PostgreSQL server that is started for it, with its commits on disk.

    python tests/bench/bench_scale.py [--calibrate 4000] [--acts 10] [--rounds 3] [--postgres]
"""

import argparse
import contextlib
import dataclasses
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_viewers import accord_at_work, series
from bench_writes import rated, run
from engines import Accord, Engine, Viewers, build, say
from simulate_scale import EVENINGS, Evening, Figures, Simulation

from competition.live import sse
from tests import postgres
from tests.bench.writes import venue
from tests.bench.writes.venue import Judge, one_after_the_other

VIEWERS, JUDGES = EVENINGS["small"].viewers, EVENINGS["small"].judges
FEW = 10
FEW_JUDGES, MANY_JUDGES = 4, 12
SPAN_SECONDS = 30.0


def watched(
    programs: Path, accord: Accord, engine: Engine, viewers: int, acts: int
) -> dict[str, float]:
    """An audience of so many: what they cost in processor time, and when the last has a state."""
    before = engine.cpu_seconds()
    with Viewers(programs, engine, viewers, gzip=True) as group:
        connected = engine.cpu_seconds() - before
        before = engine.cpu_seconds()
        times = series(group, lambda: accord.put()[0], acts)
        return {
            "to_last_ms": statistics.median(times),
            "cpu_per_act": (engine.cpu_seconds() - before) / acts,
            "cpu_per_connect": connected / viewers,
            "connects_per_s": viewers / group.seated["seconds"],
            "memory_kb_per_viewer": group.memory_kb,
        }


def of_viewers(programs: Path, calibrate: int, acts: int) -> dict[str, float]:
    """Figures of the audience, and the small case: all on one server, one after the other."""
    with accord_at_work() as (accord, engine):
        frame = sse.event(accord.board(), 1)
        few = watched(programs, accord, engine, FEW, acts)
        many = watched(programs, accord, engine, calibrate, acts)
        small = watched(programs, accord, engine, VIEWERS, acts)
        between = calibrate - FEW
        return {
            "state_bytes_plain": len(frame),
            "state_bytes": len(sse.compress(frame)),
            "send": (many["cpu_per_act"] - few["cpu_per_act"]) / between,
            "send_elapsed": (many["to_last_ms"] - few["to_last_ms"]) / 1e3 / between,
            "first_viewer": few["to_last_ms"] / 1e3,
            "connect": many["cpu_per_connect"],
            "connects_per_s": many["connects_per_s"],
            "memory_kb_per_viewer": many["memory_kb_per_viewer"],
            "node_bytes": engine.memory_kb() * 1024,
            "small_to_last": small["to_last_ms"] / 1e3,
        }


async def alone(judges: list[Judge]) -> float:
    """The median time of a submission of one judge, in seconds."""
    return statistics.median(await one_after_the_other(judges[0], 100)) / 1e3


def of_judges(tokens: list[str], prepared: Path) -> dict[str, float]:
    """One judge alone, few, many, then the small case's, each one submission after the other."""
    with venue.serving(prepared) as (pid, port):
        judges = [Judge(token, port) for token in tokens]
        rated(judges[:FEW_JUDGES], pid)
        one = run(alone, judges[:1])
        few, _ = rated(judges[:FEW_JUDGES], pid)
        many, cpu_ms = rated(judges[:MANY_JUDGES], pid)
        small, _ = rated(judges, pid)
        # All of them share a commit, while the next submissions of all wait for it.
        longer = MANY_JUDGES / many - FEW_JUDGES / few
        return {
            "submit": cpu_ms / 1e3,
            "commit": max(0.0, one - cpu_ms / 1e3),
            "row": max(0.0, longer / (MANY_JUDGES - FEW_JUDGES)),
            "submits_per_s_of_few": few,
            "submits_per_s_of_many": many,
            "submits_per_s_of_20": small,
        }


@contextlib.contextmanager
def prepared_venue(work: Path, *, on_postgres: bool) -> Any:
    """A venue with the small case's judges; their tokens and its folder."""
    with contextlib.ExitStack() as stack:
        if on_postgres:
            server = stack.enter_context(postgres.server(settings=()))
            venue.database_url = server.create("venue")
        folder = work / "venue"
        folder.mkdir()
        file = work / "venue.json"
        names = [f"judge-{number}" for number in range(1, JUDGES + 1)]
        file.write_text(json.dumps(venue.competition(names, live=False)), encoding="utf-8")
        venue.flask(folder, "competition", "load", str(file))
        links = json.loads(venue.flask(folder, "judge", "links", venue.KEY))
        yield [link["token"] for link in links], folder


def simulated(figures: Figures, seen: dict[str, float]) -> dict[str, float]:
    """The small case, as the simulation has it from what the others were measured to cost."""
    watching = dataclasses.replace(figures, send=seen["send_elapsed"])
    # Everybody is there before the first of some submissions that are far apart.
    evening = Evening("watched", VIEWERS, 1, 1, 1, 0, 1e12, 1.0, 3.0, SPAN_SECONDS)
    to_last = Simulation(evening, watching).run().to_last
    busy = Evening("busy", 0, JUDGES, 1, 1, 0, 1e12, 1.0, 0.0, 5.0)
    # What the judges were measured with makes no snapshot that anybody would see.
    hidden = dataclasses.replace(figures, snapshot=0.0)
    submits = len(Simulation(busy, hidden).run().submit_times) / busy.seconds
    return {"to_last": statistics.median(to_last), "submits_per_s": submits}


def measure(programs: Path, work: Path, asked: argparse.Namespace) -> dict[str, float]:
    """A round: the figures, the small case, and both ratios."""
    seen = of_viewers(programs, asked.calibrate, asked.acts)
    with prepared_venue(work, on_postgres=asked.postgres) as (tokens, folder):
        seen |= of_judges(tokens, folder)
    snapshot = max(0.0, seen["first_viewer"] - seen["submit"] - seen["commit"])
    figures = Figures(
        send=seen["send"],
        connect=seen["connect"],
        submit=seen["submit"],
        commit=seen["commit"],
        row=seen["row"],
        snapshot=snapshot,
        state_bytes=int(seen["state_bytes"]),
        viewer_bytes=round(seen["memory_kb_per_viewer"] * 1024),
        node_bytes=int(seen["node_bytes"]),
    )
    found = simulated(figures, seen)
    say(bench="scale", figures={k: round(v, 7) for k, v in dataclasses.asdict(figures).items()})
    say(bench="scale", seen={name: round(value, 6) for name, value in seen.items()})
    ratios = {
        "to_last_ratio": seen["small_to_last"] / found["to_last"],
        "submits_ratio": seen["submits_per_s_of_20"] / found["submits_per_s"],
    }
    say(bench="scale", simulated=found, **{name: round(v, 3) for name, v in ratios.items()})
    return ratios


def main() -> None:
    """Measure in rounds; the last line has the median of each ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calibrate", type=int, default=4_000)
    parser.add_argument("--acts", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    if not FEW < asked.calibrate <= 15_000:
        parser.error(f"{FEW} < --calibrate ≤ 15000")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        programs = Path(folder)
        build("viewers", programs)
        rounds = []
        for turn in range(asked.rounds):
            work = programs / f"round-{turn}"
            work.mkdir()
            rounds.append(measure(programs, work, asked))
    medians = {
        name: round(statistics.median(each[name] for each in rounds), 3) for name in rounds[0]
    }
    took = round(time.monotonic() - begun)
    load = round(os.getloadavg()[0], 1)
    say(bench="scale", postgres=asked.postgres, took_s=took, load=load, **medians)


if __name__ == "__main__":
    main()
