"""Proofs of every team's total, against a recount of the same file in the same run.

Prints one JSON line a measurement: `ratio` is the time of proving all teams of a stage (one reading
of the file, every step with its texts) over the time of a recount, medians of runs taken in turn.
The Chaoyang final has its panel of seven and marks that are made up; then 500 entries × 9 judges.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from competition.document import check_document
from competition.scoring import recount
from competition.why import Prover
from tests import factories
from tests.bench.bench_scoring import make_document


def chaoyang() -> dict[str, Any]:
    """The sample with a mark of every judge for every team."""
    whole: dict[str, Any] = factories.sample()
    chance = random.Random(7)
    whole["sheets"] = [
        {
            "match": match["key"],
            "team": entry["team"],
            "judge": judge,
            "marks": {
                each["key"]: str(chance.randrange(28, 41) / 2)
                for each in whole["rubric"]["dimensions"]
            },
            "state": "submitted",
            "version": 1,
            "submitted_at": "2026-05-16T10:00:00+08:00",
        }
        for match in whole["stages"][0]["rounds"][0]["matches"]
        for entry in match["entries"]
        for judge in match["panel"]
    ]
    return dict(check_document(whole))


def with_keys(document: dict[str, Any]) -> dict[str, Any]:
    """The file with a key for its round, by which a proof calls it."""
    document["stages"][0]["rounds"][0]["key"] = "only-round"
    return document


def prove_all(document: Any) -> int:
    """Prove every total of the first stage; how many there are."""
    prover, stage = Prover(document), document["stages"][0]["key"]
    teams = prover.ranked_teams(stage)
    for team in teams:
        prover.prove(team, stage)
    return len(teams)


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure(name: str, document: Any, runs: int) -> None:
    """Print one measurement."""
    teams = prove_all(document)
    pairs = [
        (seconds(lambda: prove_all(document)), seconds(lambda: recount(document)))
        for _ in range(runs)
    ]
    proofs = statistics.median(pair[0] for pair in pairs)
    counts = statistics.median(pair[1] for pair in pairs)
    print(
        json.dumps(
            {"bench": "why", "file": name, "teams": teams, "ratio": round(proofs / counts, 1)}
        )
    )


if __name__ == "__main__":
    measure("chaoyang-final", chaoyang(), 15)
    measure("500 entries", with_keys(make_document(500, "dimension", 50)), 5)
