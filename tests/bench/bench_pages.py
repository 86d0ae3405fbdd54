"""What the organiser's pages cost at 500 teams and 6,930 sheets, against the Chaoyang final's.

Prints JSON lines: for each page the processor time of one request (the median of some), and how
many times that of the same page of the Chaoyang final it is. Then what a saved team costs, and how
long a judge's submit waits while three organisers look at the heaviest pages
(`tests/attack/attack_stalls.py`, on a server of its own).

    python tests/bench/bench_pages.py [--requests 9] [--no-server]
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from competition import document  # noqa: E402 (the repository's root has to be known first)
from competition.actions import accounts, competitions, setup  # noqa: E402
from competition.store import migrate  # noqa: E402
from competition.web import sessions  # noqa: E402
from tests import factories, large_competition, pages  # noqa: E402
from tests.attack import attack_stalls  # noqa: E402
from tests.attack.scene import Scene  # noqa: E402
from tests.conftest import Visitor, app_in  # noqa: E402

LARGE, SMALL = large_competition.KEY, factories.CHAOYANG
PAGES = {
    "Today": ("", ""),
    "Progress": ("/wall", "/wall"),
    "Progress, all rounds": ("/wall?all=1", "/wall?all=1"),
    "Results": ("/results", "/results"),
    "how a total came about": ("/results/heats/team-3", "/results/final/education"),
    "Set-up": ("/parts", "/parts"),
    "teams": ("/teams", "/teams"),
    "judges": ("/judges", "/judges"),
    "stages": ("/stages", "/stages"),
    "a team": ("/teams/team-7", "/teams/team-2"),
    "a match": ("/matches/second-3", "/matches/match-1"),
    "panels": ("/panels", "/panels"),
    "panel board": ("/panels/second", "/panels/final"),
    "programme": ("/programme", "/programme"),
    "programme, table": ("/programme/table", "/programme/table"),
    "plan a round": ("/programme/round", "/programme/round"),
    "zones": ("/zones", "/zones"),
    "import lists": ("/lists", "/lists"),
    "draws": ("/draws", "/draws"),
    "a new draw": ("/draws/last/round-1/teams", "/draws/final/round-1/teams"),
    "who advances": ("/advance/heats", "/advance/final"),
    "teams of a stage": ("/stage-teams/second", "/stage-teams/final"),
    "declarations": ("/declarations", "/declarations"),
    "copy": ("/copy", "/copy"),
    "rubric": ("/rubric", "/rubric"),
    "deductions": ("/deductions", "/deductions"),
    "a sheet": ("/sheet/heats-3/team-6/judge-21", "/sheet/match-1/education/judge-1"),
    "before a release": ("/release/second/published", "/release/final/published"),
    "a round closed": ("/round/second/round-1/closed", "/round/final/round-1/closed"),
    "projector": ("/show", "/show"),
    "audit": ("/audit", "/audit"),
}


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def cost_ms(work: Callable[[], object], times: int) -> float:
    """The median of the processor time, in milliseconds."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1000)
    return statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=9)
    parser.add_argument("--no-server", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        with app_in(folder) as app:
            with app.app_context():
                migrate.ensure(app)
                for whole in (large_competition.large_competition(), pages.open_final()):
                    competitions.load_competition(document.check_document(whole), "bench")
                pages.evening()
                organiser = accounts.add_organiser("Lin", factories.PASSWORD, "bench")
                token = accounts.begin_session(organiser=organiser)
            visitor = app.test_client()
            assert isinstance(visitor, Visitor)
            with visitor.session_transaction() as kept:
                kept[sessions.ORGANISER] = token
            measure_pages(visitor, asked.requests)

            def save() -> None:
                with app.app_context():
                    part = {"name": factories.text(f"队 {time.monotonic_ns()}")}
                    setup.save_part(LARGE, "team", part, "bench", key="team-7")

            say(bench="pages", act="a saved team", cpu_ms=round(cost_ms(save, 5), 1))
        if not asked.no_server:
            for finding in attack_stalls.attack(Scene(Path(name), quick=False)):
                say(bench="pages", what=finding.what, **finding.figures)


def measure_pages(visitor: Visitor, requests: int) -> None:
    ratios = []
    for page, (large, small) in PAGES.items():
        costs = []
        for address in (f"/organiser/c/{LARGE}{large}", f"/organiser/c/{SMALL}{small}"):
            answer = visitor.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            costs.append(cost_ms(lambda address=address: visitor.get(address), requests))  # type: ignore[misc]
        ratios.append(costs[0] / costs[1])
        say(
            bench="pages",
            page=page,
            cpu_ms=round(costs[0], 1),
            chaoyang_ms=round(costs[1], 1),
            ratio=round(ratios[-1], 1),
        )
    say(bench="pages", highest_ratio=round(max(ratios), 1), limit=10)


if __name__ == "__main__":
    main()
