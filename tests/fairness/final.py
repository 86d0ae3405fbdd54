"""The Chaoyang final with marks that are made up, the same on every call."""

import random
from typing import Any

from competition.document import check_document
from competition.file_types import Document
from tests import factories


def marked_final(seed: int = 7) -> dict[str, Any]:
    """The sample as a plain object; each team has a level, each judge a leniency and a noise."""
    chance = random.Random(seed)
    whole = factories.sample()
    judges = {judge["key"]: chance.gauss(0, 0.8) for judge in whole["judges"]}
    teams = {team["key"]: chance.gauss(15, 1.5) for team in whole["teams"]}
    whole["sheets"] = [
        {
            "match": match["key"],
            "team": entry["team"],
            "judge": judge,
            "marks": {
                each["key"]: _mark(teams[entry["team"]] + judges[judge] + chance.gauss(0, 1))
                for each in whole["rubric"]["dimensions"]
            },
            "state": "submitted",
            "version": 1,
            "submitted_at": f"2026-05-16T{10 + number:02d}:{chance.randrange(60):02d}:00+08:00",
        }
        for number, match in enumerate(whole["stages"][0]["rounds"][0]["matches"])
        for entry in match["entries"]
        for judge in match["panel"]
    ]
    return whole


def checked_final(**changes: Any) -> Document:
    """The same as a checked file; `changes` replace parts of the root."""
    return check_document(marked_final() | changes)


def _mark(level: float) -> str:
    return str(round(2 * min(max(level, 8), 20)) / 2)
