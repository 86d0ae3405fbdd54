"""Standings of many teams × 9 judges × 5 dimensions, against plain NumPy on the same marks.

Prints one JSON line a measurement. `ratio` is the time of a whole recount (checked document in,
`accord-standings/1` out, exact) over the time NumPy takes from the same decimal strings, already
laid out in one list, to ranks in float64. `growth` is the time at ten times the teams over the
time at one; 10 is linear. `growth_uncollected` is the same with the garbage collector off: what
lies between the two is its full passes, which also walk the document's own objects. Times are
medians of several runs taken in turn.
"""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from competition.scoring import recount

JUDGES = 9
DIMENSIONS = 5
FACTORS = ["1", "1.5", "0.8", "1", "0.7"]


def make_document(teams: int, drop_by: str, step: int) -> dict[str, Any]:
    """Make a stage in which every team performs once; marks in steps of `step` hundredths."""
    chance = random.Random(teams)
    dimensions = [f"d{place}" for place in range(DIMENSIONS)]
    judges = [f"judge-{place}" for place in range(JUDGES)]
    sheets = [
        {
            "match": f"match-{team}",
            "team": f"team-{team}",
            "judge": judge,
            "marks": {key: mark(chance, step) for key in dimensions},
            "state": "submitted",
            "version": 1,
        }
        for team in range(teams)
        for judge in judges
    ]
    matches = [
        {
            "key": f"match-{team}",
            "panel": judges,
            "entries": [{"team": f"team-{team}", "side": "solo"}],
        }
        for team in range(teams)
    ]
    return {
        "format": "accord/1",
        "competition": {"key": "bench"},
        "rubric": {
            "dimensions": [
                {"key": key, "factor": factor}
                for key, factor in zip(dimensions, FACTORS, strict=True)
            ]
        },
        "scoring": {
            "combine": "mean",
            "drop_high": 1,
            "drop_low": 1,
            "drop_by": drop_by,
            "min_kept": 3,
            "decimals": 2,
            "rounding": "half_up",
            "round_at": ["total"],
            "missing_sheet": "wait",
            "tie_break": ["d0", "deductions", "head"],
        },
        "teams": [{"key": f"team-{team}"} for team in range(teams)],
        "judges": [{"key": judge} for judge in judges],
        "stages": [
            {"key": "only", "across_matches": "mean", "rounds": [{"matches": matches}]},
        ],
        "sheets": sheets,
    }


def mark(chance: random.Random, step: int) -> str:
    """Draw a mark between 0 and 20."""
    hundredths = chance.randrange(0, 2001, step)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def with_numpy(marks: list[str], drop_by: str) -> np.ndarray:
    """The same in floats: parse, sort, drop one at each end, mean, weigh, sum, rank."""
    table = np.array(marks).astype(np.float64).reshape(-1, JUDGES, DIMENSIONS)
    factors = np.array([float(factor) for factor in FACTORS])
    if drop_by == "dimension":
        panel = np.sort(table, axis=1)[:, 1:-1].mean(axis=1)
    else:
        order = np.argsort(table @ factors, axis=1)[:, 1:-1]
        panel = np.take_along_axis(table, order[:, :, None], axis=1).mean(axis=1)
    totals = np.round(panel @ factors, 2)
    ordered = np.sort(totals)
    return len(totals) - np.searchsorted(ordered, totals, side="right") + 1


def clock(work: Callable[[], object]) -> float:
    """Time one run in seconds, after a garbage collection."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def uncollected(work: Callable[[], object]) -> float:
    """Time one run with the garbage collector off."""
    gc.disable()
    try:
        return clock(work)
    finally:
        gc.enable()


def measure(drop_by: str, step: int, repeats: int = 9) -> None:
    """Print the ratio to NumPy at 1,000 teams and the growth to 10,000."""
    small = make_document(1000, drop_by, step)
    marks = [text for sheet in small["sheets"] for text in sheet["marks"].values()]
    runs = [
        (
            clock(lambda: recount(small)),
            clock(lambda: with_numpy(marks, drop_by)),
        )
        for _ in range(repeats)
    ]
    ours = statistics.median(run[0] for run in runs)
    numpy = statistics.median(run[1] for run in runs)
    ours_uncollected = statistics.median(uncollected(lambda: recount(small)) for _ in range(5))
    large = make_document(10000, drop_by, step)
    ten = statistics.median(clock(lambda: recount(large)) for _ in range(3))
    ten_uncollected = statistics.median(uncollected(lambda: recount(large)) for _ in range(3))
    many = [text for sheet in large["sheets"] for text in sheet["marks"].values()]
    ten_numpy = statistics.median(clock(lambda: with_numpy(many, drop_by)) for _ in range(3))
    # The two must agree on the places before their times mean anything. Places inside a total
    # are compared by total, because NumPy breaks no tie.
    ranks = with_numpy(marks, drop_by)
    first: dict[str, int] = {}
    same = 0
    for row in recount(small)["stages"][0]["standings"]:
        place = first.setdefault(row["total"], row["rank"])
        same += int(ranks[int(row["team"].removeprefix("team-"))]) == place
    print(
        json.dumps(
            {
                "bench": "scoring",
                "drop_by": drop_by,
                "mark_step": f"{step / 100:g}",
                "teams": 1000,
                "ratio_to_numpy": round(ours / numpy, 2),
                "ratio_to_numpy_at_10000": round(ten / ten_numpy, 2),
                "growth_1000_to_10000": round(ten / ours, 2),
                "growth_uncollected": round(ten_uncollected / ours_uncollected, 2),
                "growth_of_numpy": round(ten_numpy / numpy, 2),
                "places_equal_to_numpy": same,
            }
        )
    )


if __name__ == "__main__":
    for how in ("dimension", "sheet"):
        for hundredths in (50, 1):
            measure(how, hundredths)
