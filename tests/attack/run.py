"""Run the attacks and print a JSON line for each finding.

    python tests/attack/run.py [NAME…] [--quick] [--seconds 600]

Exits with 1 if anything did not hold, or with a timing beyond its limit.
"""

import argparse
import importlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.attack.scene import Finding, Scene  # noqa: E402 (the root has to be known first)

Attack = Callable[[Scene], Iterator[Finding]]
PREFIX = "attack_"


def names() -> list[str]:
    """The kinds of attacks that there are."""
    return sorted(path.stem.removeprefix(PREFIX) for path in HERE.glob(f"{PREFIX}*.py"))


def load(name: str) -> Attack:
    """The attack of that kind."""
    attack: Attack = importlib.import_module(f"tests.attack.{PREFIX}{name}").attack
    return attack


def main() -> None:
    """Run what was asked for, within the time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--quick", action="store_true", help="few of each; timings not judged")
    parser.add_argument("--seconds", type=int, default=600, help="for all of them together")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(names()):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    def give_up(*_: Any) -> None:
        raise TimeoutError(f"not done after {asked.seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(asked.seconds)
    failed = False
    for name in asked.names or names():
        with tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            for finding in load(name)(Scene(Path(folder), quick=asked.quick)):
                beyond = [] if asked.quick else finding.beyond()
                failed = failed or not finding.held or bool(beyond)
                line = {"attack": name, "what": finding.what, "held": finding.held}
                more = {"beyond": beyond} if beyond else {}
                print(json.dumps(line | dict(finding.figures) | more), flush=True)
            took = round(time.monotonic() - begun, 1)
            print(json.dumps({"attack": name, "seconds": took}), flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
