"""Lighthouse, from node_modules, over a page as a phone on a slow network would load it."""

import json
import os
import shutil
import subprocess
from typing import Any

from tests.factories import ROOT

PROGRAM = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
SECONDS = 240
TRIES = 3


def report(address: str, *categories: str) -> dict[str, Any]:
    """Lighthouse's own report of a page; its defaults are a phone with a slow 4G network."""
    node = shutil.which("node")
    assert node, "Lighthouse needs Node; `make test` sets it up."
    assert PROGRAM.is_file(), "Lighthouse is not there; `make test` sets it up."
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    command = [
        node,
        str(PROGRAM),
        address,
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        # A page that holds a stream is never idle; it is not waited for until it is.
        "--max-wait-for-load=15000",
        f"--only-categories={','.join(categories or CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
    ]
    for _ in range(TRIES):
        done = subprocess.run(
            command,
            env=os.environ | {"CHROME_PATH": browser},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        # Now and then Lighthouse misses the beginning of its own recording (NO_NAVSTART) and asks
        # to be run again; it has then said nothing of the page.
        if not done.stderr.startswith("Runtime error encountered"):
            break
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores(found: dict[str, Any]) -> dict[str, float]:
    """The score of each category, from 0 to 1."""
    return {name: category["score"] for name, category in found["categories"].items()}


def faults(found: dict[str, Any]) -> list[str]:
    """What took a category below its best."""
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip()
        for name, category in found["categories"].items()
        for part in category["auditRefs"]
        if part["weight"] > 0
        and (audit := found["audits"][part["id"]])["score"] is not None
        and audit["score"] < 1
    ]
