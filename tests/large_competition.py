"""The largest competition that Accord is measured with: 500 teams, 60 judges, 6,930 sheets.

Three stages of 250, 125 and 10 matches with nine judges each: the heats are closed and published,
the second stage is open and shown live, the last one is open and hidden. Every sheet has earlier
versions; in the open stages one in ten is a draft still.
"""

import random
from typing import Any

from competition import document
from tests.factories import DIMENSIONS, text

KEY = "province"
TEAMS, JUDGES, PANEL = 500, 60, 9
SHEETS = 6930
_STAGES = (
    ("heats", "初赛", 250, 5, "closed", "published"),
    ("second", "复赛", 125, 5, "open", "live"),
    ("last", "决赛", 10, 1, "open", "hidden"),
)
_COMMENT = (
    "论证清楚，数据充分，让步有节有度，回应对方关切及时；"
    "总结陈词略显仓促，建议控制时间，并把法律依据写进协议草案的附件。"
)


def large_file() -> bytes:
    """The competition as the bytes of its file, some 11 MB."""
    return document.write_file(document.check_document(large_competition()))


def large_competition(share: int = 1) -> dict[str, Any]:
    """The competition as a plain object, the same on every call; or one `share`-th of its matches.

    In the match `last-0`, whose stage is hidden, `judge-0` has written for `team-0` and `team-1`.
    """
    chance = random.Random(500)
    stages, sheets = [], []
    for key, name, all_matches, rounds, state, release in _STAGES:
        matches = max(1, all_matches // share)
        stage: dict[str, Any] = {"key": key, "name": text(name, key.title()), "release": release}
        stage["rounds"] = [
            {"key": f"round-{number + 1}", "name": text(f"第{number + 1}轮", f"Round {number + 1}")}
            | {"state": state, "matches": []}
            for number in range(rounds)
        ]
        for number in range(matches):
            match = _match(key, number)
            stage["rounds"][number * rounds // matches]["matches"].append(match)
            sheets += _sheets(match, state, chance)
        stages.append(stage)
    stages[0]["advance"] = {"to": "second", "top": 250}
    return {
        "format": "accord/1",
        "competition": {"key": KEY, "name": text("全省集体协商竞赛", "The province's competition")},
        "rubric": {
            "dimensions": [
                {"key": key, "name": text(f"维度{number}", key.replace("_", " "))}
                | {"max": "20", "step": "0.5", "factor": "1"}
                for number, key in enumerate(DIMENSIONS, start=1)
            ]
        },
        "scoring": {
            **{"combine": "mean", "drop_high": 1, "drop_low": 1, "drop_by": "dimension"},
            **{"min_kept": 3, "decimals": 2, "tie_break": ["results", "strategy", "ruling"]},
        },
        "topics": [{"key": "wages", "title": text("工资", "Wages")}],
        "teams": [_team(number) for number in range(TEAMS)],
        "judges": [
            {"key": f"judge-{number}", "name": text(f"评委{number}", f"Judge {number}")}
            for number in range(JUDGES)
        ],
        "stages": stages,
        "sheets": sheets,
        "deductions": [
            {"match": f"heats-{number}", "team": f"team-{2 * number}", "points": "0.5"}
            | {"reason": text("超时", "Over time")}
            for number in range(0, 250 // share, 10)
        ],
        "rulings": [],
    }


def _team(number: int) -> dict[str, Any]:
    members = [
        {"key": f"m-{place}", "name": text(f"选手{number}之{place}", f"Speaker {number}.{place}")}
        for place in range(1, 5)
    ]
    name = text(f"第{number}工会代表队", f"Union team {number}")
    return {"key": f"team-{number}", "name": name, "zone": f"zone-{number % 6}", "members": members}


def _match(stage: str, number: int) -> dict[str, Any]:
    first = (number * 7) % JUDGES
    return {
        "key": f"{stage}-{number}",
        "topic": "wages",
        "panel": [f"judge-{(first + seat) % JUDGES}" for seat in range(PANEL)],
        "entries": [
            {"team": f"team-{2 * number}", "side": "labour"},
            {"team": f"team-{2 * number + 1}", "side": "employer"},
        ],
    }


def _sheets(match: dict[str, Any], state: str, chance: random.Random) -> list[dict[str, Any]]:
    found = []
    for entry in match["entries"]:
        for judge in match["panel"]:
            is_draft = state == "open" and chance.random() < 0.1
            versions = [_version(number, "draft", chance) for number in (1, 2)]
            newest = _version(3, "draft" if is_draft else "submitted", chance)
            found.append(
                {"match": match["key"], "team": entry["team"], "judge": judge}
                | newest
                | {"history": versions}
            )
    return found


def _version(number: int, state: str, chance: random.Random) -> dict[str, Any]:
    marks = {key: f"{chance.randint(20, 40) / 2:g}" for key in DIMENSIONS}
    version: dict[str, Any] = {"version": number, "state": state, "marks": marks}
    version["comment"] = _COMMENT
    if state == "submitted":
        version["submitted_at"] = f"2026-05-0{number}T09:00:00Z"
    return version
