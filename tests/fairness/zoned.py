"""A contest of 72 teams in six zones, each with its panel of five, and marks that are made up.

With `shared`, one judge of each panel sits on the next zone's panel too, so that panels can be
compared.
"""

import random
from typing import Any

from competition.document import check_document
from competition.file_types import Document
from tests import factories

ZONES, TEAMS, SEATS = 6, 72, 5


def zoned_contest(
    *, shared: bool, seed: int = 11, zones: int = ZONES, all_teams: int = TEAMS, seats: int = SEATS
) -> Document:
    """The checked file, the same on every call."""
    chance = random.Random(seed)
    whole = factories.sample()
    judges = [
        {
            "key": f"judge-{number + 1}",
            "name": {"zh": f"评委{number + 1}", "en": f"Judge {number + 1}"},
            "category": "professional" if number % 2 else "academic",
        }
        for number in range(zones * seats)
    ]
    teams = [
        {
            "key": f"team-{number + 1}",
            "name": {"zh": f"第{number + 1}队", "en": f"Team {number + 1}"},
        }
        for number in range(all_teams)
    ]
    level = {team["key"]: chance.gauss(15, 1.5) for team in teams}
    lenient = {judge["key"]: chance.gauss(0, 0.7) for judge in judges}
    matches: list[dict[str, Any]] = []
    for zone in range(zones):
        panel = [judge["key"] for judge in judges[zone * seats : (zone + 1) * seats]]
        if shared:
            panel.append(judges[(zone + 1) * seats % len(judges)]["key"])
        own = teams[zone * all_teams // zones : (zone + 1) * all_teams // zones]
        for labour, employer in zip(own[::2], own[1::2], strict=True):
            matches.append(
                {
                    "key": f"match-{len(matches) + 1}",
                    "panel": panel,
                    "entries": [
                        {"team": labour["key"], "side": "labour"},
                        {"team": employer["key"], "side": "employer"},
                    ],
                }
            )
    whole["judges"], whole["teams"] = judges, teams
    whole["stages"][0].pop("teams", None)
    whole["stages"][0]["rounds"][0]["matches"] = matches
    whole["sheets"] = [
        {
            "match": match["key"],
            "team": entry["team"],
            "judge": judge,
            "marks": {
                each["key"]: _near(level[entry["team"]] + lenient[judge] + chance.gauss(0, 1))
                for each in whole["rubric"]["dimensions"]
            },
            "state": "submitted",
            "version": 1,
        }
        for match in matches
        for entry in match["entries"]
        for judge in match["panel"]
    ]
    for part in ("draws", "awards", "zones", "votes"):
        whole.pop(part, None)
    return check_document(whole)


def _near(level: float) -> str:
    return str(round(2 * min(max(level, 8), 20)) / 2)
