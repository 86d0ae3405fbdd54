"""A competition before its draw: six teams of three zones, two rounds without a match."""

from typing import Any

from tests.factories import league, text

CUP = "cup"
NAMES = {
    "metro": "地铁队",
    "bus": "公交队",
    "post": "邮政队",
    "rail": "铁路队",
    "steel": "钢铁队",
    "port": "港口队",
}
HALL = "公平 公正 Fair play"


def cup(**changes: Any) -> dict[str, Any]:
    """The competition as a plain object; `changes` replace parts of the root."""
    whole = league()
    zones = dict(zip(NAMES, ["east", "east", "west", "west", "north", "north"], strict=True))
    topic = whole["topics"][0]
    whole |= {
        "competition": {"key": CUP, "name": text("工人杯", "The cup")},
        "zones": [{"key": key, "name": text(key)} for key in ("east", "west", "north")],
        "topics": [topic | {"key": key, "title": text(key)} for key in ("wages", "hours", "rest")],
        "teams": [
            {"key": key, "name": text(name), "zone": zones[key]} for key, name in NAMES.items()
        ],
        "stages": [
            {
                "key": "final",
                "name": text("决赛", "Final"),
                "rounds": [
                    {"key": key, "name": text(name, key), "matches": []}
                    for key, name in (("one", "第一轮"), ("two", "第二轮"))
                ],
            }
        ],
        "sheets": [],
        "deductions": [],
        "rulings": [],
    }
    return whole | changes


def match(key: str, labour: str, employer: str, **more: Any) -> dict[str, Any]:
    """A match with the league's panel."""
    sides = (("labour", labour), ("employer", employer))
    entries = [{"team": team, "side": side} for side, team in sides]
    return {"key": key, "topic": "wages", "panel": ["li-na"], "entries": entries} | more
