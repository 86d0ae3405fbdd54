"""The fairness report, against a recount of the same file in the same process.

Prints one JSON line a measurement. Each report is made once, in a process of its own, as
`flask fairness` makes it: `ratio` is its processor time over that of a recount, `seconds` the
report's alone with NumPy's import, `megabytes` the most memory that the process held. A final of 24
entries, nine judges and five dimensions has every resample of its panel; 500 entries are judged by
60 judges in panels of seven, so that resamples are drawn.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.bench_scoring import DIMENSIONS, FACTORS  # noqa: E402 (the root first)

MEASURE = """
import json, resource, sys, time
from competition.document import read_file
from competition.fairness import fairness_report
from competition.scoring import recount

with open(sys.argv[1], "rb") as file:
    document = read_file(file.read())
begun = time.process_time()
recount(document)
counted = time.process_time()
fairness_report(document)
ended = time.process_time()
print(json.dumps({
    "ratio": round((ended - counted) / (counted - begun), 1),
    "seconds": round(ended - counted, 2),
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""


def make_file(entries: int, judges: int, panel: int) -> dict[str, Any]:
    """A stage of matches of two, with panels of so many judges; the same on every call."""
    chance = random.Random(entries)
    dimensions = [f"d{place}" for place in range(DIMENSIONS)]
    names = [f"judge-{place}" for place in range(judges)]
    lenient = {key: chance.gauss(0, 0.6) for key in names}
    matches, sheets = [], []
    for number in range(entries // 2):
        seated = names if panel == judges else sorted(chance.sample(names, panel))
        teams = [f"team-{2 * number}", f"team-{2 * number + 1}"]
        sides = zip(teams, ("labour", "employer"), strict=True)
        entered = [{"team": team, "side": side} for team, side in sides]
        matches.append({"key": f"match-{number}", "panel": seated, "entries": entered})
        for team in teams:
            level = chance.gauss(14, 1.5)
            sheets += [
                {"match": f"match-{number}", "team": team, "judge": judge}
                | {"state": "submitted", "version": 1}
                | {"submitted_at": f"2026-05-16T10:{chance.randrange(60):02}:00+08:00"}
                | {"marks": {d: mark(chance, level + lenient[judge]) for d in dimensions}}
                for judge in seated
            ]
    return {
        "format": "accord/1",
        "competition": {"key": "bench", "name": "Bench"},
        "rubric": {
            "dimensions": [
                {"key": key, "name": key, "max": "20", "step": "0.5", "factor": factor}
                for key, factor in zip(dimensions, FACTORS, strict=True)
            ]
        },
        "scoring": {"combine": "mean", "drop_high": 1, "drop_low": 1, "min_kept": 3}
        | {"decimals": 2, "round_at": ["total"], "tie_break": ["d0", "deductions"]},
        "teams": [{"key": f"team-{number}", "name": f"Team {number}"} for number in range(entries)],
        "judges": [
            {"key": key, "name": key, "category": ("professional", "academic")[place % 2]}
            for place, key in enumerate(names)
        ],
        "stages": [
            {"key": "final", "name": "Final"}
            | {"rounds": [{"key": "round", "name": "Round", "matches": matches}]}
        ],
        "sheets": sheets,
    }


def mark(chance: random.Random, level: float) -> str:
    """A mark in halves around a level."""
    return str(round(2 * min(max(chance.gauss(level, 1), 8), 20)) / 2)


def measure(name: str, whole: dict[str, Any]) -> None:
    """Print one measurement."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(whole, file)
        file.flush()
        told = subprocess.run(
            [sys.executable, "-c", MEASURE, file.name],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    print(json.dumps({"bench": "fairness", "file": name, **json.loads(told)}), flush=True)


if __name__ == "__main__":
    measure("24 entries × 9 judges", make_file(24, 9, 9))
    measure("28 entries × 9 judges", make_file(28, 9, 9))
    measure("500 entries × 60 judges, panels of 7", make_file(500, 60, 7))
