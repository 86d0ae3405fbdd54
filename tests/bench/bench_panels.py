"""Panels proposed for 60 matches × 40 judges, with a mix, head judges, conflicts and start times.

Prints one JSON line a measurement. `ratio` is the time of a whole proposal over the time that
SciPy's linear solver takes in the same run for panels of the same size without any rule but size
and even loads, in fractions: what the rules, whole numbers and few repeats cost. `seconds` is the
time itself. The proposal is held against the rules: `spread` is the greatest load less the least,
`repeats` the meetings beyond the first, `unmet` the panels without the mix.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import kron

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from competition.document import check_document
from competition.file_types import Document
from competition.panels.proposal import propose_panels
from competition.panels.request import PanelRequest
from tests.panels.build import contest, judge, match, round_of, stage, team

ROUNDS, MATCHES, AT_ONCE, JUDGES = 5, 12, 4, 40


def make_contest(teams: int, heads: int) -> Document:
    """Make five days of twelve matches, four at a time; every judge is close to two teams."""
    chance = random.Random(teams)
    keys = [f"team-{number}" for number in range(teams)]
    judges = [
        judge(
            f"judge-{number}",
            category=("professional", "academic")[number % 2],
            conflicts=sorted(chance.sample(keys, 2)),
            **({"head": True} if number < heads else {}),
        )
        for number in range(JUDGES)
    ]
    rounds = []
    for day in range(ROUNDS):
        order = chance.sample(keys, teams)
        rounds.append(
            round_of(
                f"day-{day}",
                *(
                    match(
                        f"match-{day}-{number}",
                        order[2 * number % teams],
                        order[(2 * number + 1) % teams],
                        starts=f"2026-05-{day + 1:02}T{9 + number // AT_ONCE:02}:00:00+08:00",
                    )
                    for number in range(MATCHES)
                ),
            )
        )
    whole: Any = contest(judges, [stage("heats", *rounds)], teams=[team(key) for key in keys])
    return check_document(whole)


def solve_plainly(size: int) -> None:
    """Solve the bare problem in fractions: seats filled, loads within one of each other."""
    matches = ROUNDS * MATCHES
    filled = kron(np.eye(matches), np.ones((1, JUDGES)))
    loads = kron(np.ones((1, matches)), np.eye(JUDGES))
    most = np.full(JUDGES, -(-matches * size // JUDGES))
    linprog(
        np.random.default_rng(1).random(matches * JUDGES),
        A_ub=loads,
        b_ub=most,
        A_eq=filled,
        b_eq=np.full(matches, size),
        bounds=(0, 1),
    )


def clock(work: Callable[[], object]) -> float:
    """Time one run in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(teams: int, heads: int, request: PanelRequest, repeats: int = 3) -> None:
    """Print how long a proposal takes and how good it is."""
    file = make_contest(teams, heads)
    runs = [
        (
            clock(lambda: propose_panels(file, "heats", request)),
            clock(lambda: solve_plainly(request.size)),
        )
        for _ in range(repeats)
    ]
    ours = statistics.median(run[0] for run in runs)
    plain = statistics.median(run[1] for run in runs)
    found = propose_panels(file, "heats", request)
    loads = found["load"].values()
    print(
        json.dumps(
            {
                "bench": "panels",
                "matches": ROUNDS * MATCHES,
                "judges": JUDGES,
                "teams": teams,
                "head_judges": heads,
                "size": request.size,
                "ratio": round(ours / plain, 2),
                "seconds": round(ours, 2),
                "spread": max(loads) - min(loads),
                "repeats": found["repeats"],
                "unmet": len({each["match"] for each in found["unmet"]}),
            }
        )
    )


if __name__ == "__main__":
    solve_plainly(3)
    for panel_size, mix in ((3, 1), (5, 2)):
        asked = PanelRequest(panel_size, {"professional": mix, "academic": mix})
        for how_many_teams, head_judges in ((48, 14), (24, 14), (48, 0)):
            measure(how_many_teams, head_judges, asked)
