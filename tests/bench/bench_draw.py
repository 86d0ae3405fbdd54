"""A draw of many teams with three rules: attempts until an order keeps them all, and the time.

Prints a JSON line: `teams`, `attempts` and `seconds` (medians over so many seeds), and what a draw
costs that no order satisfies, after 100,000 attempts.

    python tests/bench/bench_draw.py [--teams 72] [--seeds 20]
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from competition.draw.commitment import seed
from competition.draw.order import NotPossible, drawn_order

ZONES = 6


def make_file(teams: int) -> Any:
    """Teams of six zones, four to an organisation, who have met once in pairs."""
    keys = [f"team-{number}" for number in range(teams)]
    matches = [
        {"key": f"m-{a}", "panel": [], "entries": [{"team": a, "side": "labour"}, b]}
        for a, b in zip(
            keys[::2], [{"team": key, "side": "employer"} for key in keys[1::2]], strict=True
        )
    ]
    return {
        "teams": [
            {"key": key, "zone": f"z{n % ZONES}", "organisation": {"zh": f"o{n // 4}"}}
            for n, key in enumerate(keys)
        ],
        "stages": [
            {
                "key": "heats",
                "rounds": [{"key": "one", "matches": matches}, {"key": "two", "matches": []}],
            }
        ],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=72)
    parser.add_argument("--seeds", type=int, default=20)
    arguments = parser.parse_args()
    file = make_file(arguments.teams)
    keys = [team["key"] for team in file["teams"]]
    rules = {"apart": ["zone", "organisation"], "no_rematch": True}
    draw: Any = {"key": "d", "stage": "heats", "round": "two", "kind": "teams", "from": keys}
    seconds, attempts = [], []
    for number in range(arguments.seeds):
        count = 0

        def one_more() -> None:
            nonlocal count
            count += 1

        start = time.perf_counter()
        drawn_order(file, draw | {"rules": rules}, seed(draw, "secret", str(number)), one_more)
        seconds.append(time.perf_counter() - start)
        attempts.append(count + 1)
    for team in file["teams"]:
        team["zone"] = "z0"
    start = time.perf_counter()
    try:
        drawn_order(file, draw | {"rules": rules}, seed(draw, "secret", "impossible"))
    except NotPossible:
        impossible = time.perf_counter() - start
    print(
        json.dumps(
            {
                "bench": "draw",
                "teams": arguments.teams,
                "rules": 3,
                "attempts": statistics.median(attempts),
                "seconds": round(statistics.median(seconds), 3),
                "slowest": round(max(seconds), 3),
                "impossible": round(impossible, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
