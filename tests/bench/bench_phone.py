"""The phone's pages through Lighthouse, as a phone on a slow 4G network: three scores a page.

Prints JSON lines. Lighthouse slows the network and the processor down by calculation, so the
scores compare across machines, as long as the machine is calm. The median run a page counts.

    python tests/bench/bench_phone.py [--rounds 3]
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from competition.store import migrate  # noqa: E402 (the repository's root has to be known first)
from tests import pages  # noqa: E402
from tests.conftest import app_in, serving  # noqa: E402
from tests.factories import CHAOYANG  # noqa: E402
from tests.tools import lighthouse  # noqa: E402

AIM = 0.95
PATHS = ("", "/teams", "/teams/education", "/places")


def say(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "data")
        folder.mkdir()
        with app_in(folder) as app, app.app_context():
            migrate.ensure(app)
            pages.load(pages.open_final())
            pages.evening()
        with serving(folder) as server:
            for path in PATHS:
                address = f"{server.url}/c/{CHAOYANG}{path}?lang=zh"
                found = [lighthouse.scores(lighthouse.report(address)) for _ in range(asked.rounds)]
                middle = {
                    category: statistics.median(one[category] for one in found)
                    for category in lighthouse.CATEGORIES
                }
                met = min(middle.values()) >= AIM
                say(bench="phone", page=path or "/", rounds=asked.rounds, met=met, **middle)


if __name__ == "__main__":
    main()
