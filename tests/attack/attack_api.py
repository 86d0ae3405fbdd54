"""Requests made from the API's own description, right and wrong ones, by Schemathesis.

Every operation of `openapi.json` gets what the description allows and what it forbids, with a
judge's token and without. No answer may be a 500, or one that the description does not know; what
is wrong has to be refused; and whoever leaves out the token has to be refused, too.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.attack.scene import Finding, Scene

SETTINGS = Path(__file__).with_name("schemathesis.toml")
SEED = 1


def attack(scene: Scene) -> Iterator[Finding]:
    """Have Schemathesis try the API of a competition with a live board."""
    venue = scene.prepare(judges=2, live=True)
    program = Path(sys.executable).with_name("schemathesis")
    with scene.serve(venue) as server:
        command = [program, "--config-file", SETTINGS, "run", f"{server.url}/api/v1/openapi.json"]
        options = {
            "--header": f"Authorization: Bearer {venue.tokens['judge-1']}",
            "--max-examples": scene.pick(20, 100),
            "--max-failures": 20,
            "--seed": SEED,
        }
        words = [str(word) for option in options.items() for word in option]
        done = subprocess.run(
            [*map(str, command), *words, "--continue-on-failure", "--no-color"],
            cwd=scene.folder,
            capture_output=True,
            text=True,
            timeout=300,
        )
    counted = re.search(r"(\d+) generated", done.stdout)
    figures = {"requests": int(counted[1]) if counted else 0}
    wrong = {} if done.returncode == 0 else {"report": done.stdout[-4000:] + done.stderr[-2000:]}
    held = done.returncode == 0 and figures["requests"] > 0
    yield Finding("requests made from the API's own description", held, figures | wrong)
