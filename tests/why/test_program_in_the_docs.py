"""The short program of docs/why.md recomputes a proof, and stops where a step is wrong."""

import json
import re
import subprocess
import sys

from competition.why import prove
from tests import factories
from tests.factories import ROOT


def run_program(proof):
    page = (ROOT / "docs" / "why.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(proof),
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_prints_the_total_and_stops_at_a_step_that_does_not_hold():
    proof = prove(factories.checked(factories.league()), "metro", "semi")

    done = run_program(proof)

    assert done.stdout.split() == [proof["steps"][-1]["value"], proof["total"]], done.stderr

    proof["steps"][-1]["value"] = "1"
    assert "AssertionError" in run_program(proof).stderr
