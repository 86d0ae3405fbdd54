"""People, marks and competition files that the tests share. Everybody has a name."""

import copy
import json
import secrets
from pathlib import Path
from typing import Any

from competition import document
from competition.file_types import Document

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "competition" / "samples" / "chaoyang-final.json"
CHAOYANG = "chaoyang-final"
ORGANISER = "王芳"
PASSWORD = "ten geese fly over the lake"
SEAL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    b'<circle cx="20" cy="20" r="18" fill="none" stroke="#c8141e" stroke-width="2"/></svg>'
)
"""A seal, as a picture for certificates."""
DIMENSIONS = ("issue_grasp", "legal_reasoning", "strategy", "teamwork", "results")
FULL_MARKS = dict(zip(DIMENSIONS, ("18.5", "17", "16.5", "15", "18"), strict=True))


def sample() -> dict[str, Any]:
    """The Chaoyang final as a plain object, to be changed and loaded."""
    whole: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return whole


def checked(whole: dict[str, Any]) -> Document:
    """A plain object as a checked competition file."""
    return document.check_document(copy.deepcopy(whole))


def text(zh: str, en: str | None = None) -> dict[str, str]:
    """A text for people."""
    return {"zh": zh, "en": en or zh}


def league(**changes: Any) -> dict[str, Any]:
    """A small competition of two stages: 李娜, 张伟 and Jo Amsel judge four teams.

    A semi-final of two matches is closed and marked by everybody; the final carries it and
    is open. `changes` replace parts of the root.
    """
    judges = [("li-na", "李娜", True), ("zhang-wei", "张伟", False), ("jo", "Jo Amsel", False)]
    teams = [("metro", "地铁队"), ("bus", "公交队"), ("post", "邮政队"), ("rail", "铁路队")]
    panel = [key for key, _, _ in judges]
    pairs = {"semi-1": ("metro", "bus"), "semi-2": ("post", "rail")}
    marks = {"metro": ("9", "8"), "bus": ("7", "7.5"), "post": ("8.5", "9"), "rail": ("6", "7")}

    def match(key: str, labour: str, employer: str) -> dict[str, Any]:
        entries = [{"team": labour, "side": "labour"}, {"team": employer, "side": "employer"}]
        return {"key": key, "topic": "wages", "panel": panel, "entries": entries}

    whole = {
        "format": "accord/1",
        "competition": {"key": "league", "name": text("联赛", "The league")},
        "rubric": {
            "dimensions": [
                {"key": "law", "name": text("法律", "Law"), "max": "10", "step": "0.5"}
                | {"factor": "1"},
                {"key": "poise", "name": text("风度", "Poise"), "max": "10", "step": "0.5"}
                | {"factor": "2"},
            ]
        },
        "scoring": {"combine": "mean", "decimals": 2, "tie_break": ["law", "ruling"]},
        "topics": [
            {
                "key": "wages",
                "title": text("工资", "Wages"),
                "focal_points": [{"key": "rise", "title": text("涨幅", "The rise")}],
            }
        ],
        "teams": [
            {"key": key, "name": text(name), "members": [{"key": "first", "name": text("陈晨")}]}
            for key, name in teams
        ],
        "judges": [
            {"key": key, "name": text(name)} | ({"head": True} if head else {})
            for key, name, head in judges
        ],
        "stages": [
            {
                "key": "semi",
                "name": text("半决赛", "Semi-final"),
                "across_matches": "mean",
                "rounds": [
                    {
                        "key": "semi-round",
                        "name": text("半决赛轮", "Semi-final round"),
                        "state": "closed",
                        "matches": [match(key, *pair) for key, pair in pairs.items()],
                    }
                ],
            },
            {
                "key": "final",
                "name": text("决赛", "Final"),
                "across_matches": "mean",
                "carry": [{"stage": "semi", "weight": "0.5"}],
                "rounds": [
                    {
                        "key": "final-round",
                        "name": text("决赛轮", "Final round"),
                        "state": "open",
                        "matches": [match("last", "metro", "post")],
                    }
                ],
            },
        ],
        "sheets": [
            {
                "match": key,
                "team": team,
                "judge": judge,
                "marks": {"law": marks[team][0], "poise": marks[team][1]},
                "state": "submitted",
                "version": 1,
                "submitted_at": "2026-05-01T10:00:00+08:00",
            }
            for key, pair in pairs.items()
            for team in pair
            for judge in panel
        ],
    }
    return whole | changes


TEST_SCORES = {"metro": ("80", "70"), "bus": ("90", "60"), "post": ("65", "75.5"), "rail": ("50",)}
"""The scores of the written test of `league_with_test`, by team; rail's second member has none."""


def league_with_test(**fields: Any) -> dict[str, Any]:
    """The league with a written test of every member before it, carried into the semi-final.

    A team has two members, `metro-1` and `metro-2`. `fields` are put into the test's stage; with
    `per="team"` the first of each team's scores is the team's.
    """
    whole = league()
    for team in whole["teams"]:
        names = {"1": text("陈晨", "Chen Chen"), "2": text("林琳", "Lin Lin")}
        key = team["key"]
        team["members"] = [{"key": f"{key}-{n}", "name": name} for n, name in names.items()]
    scores = [
        {"team": team, "member": f"{team}-{number}", "score": score}
        for team, given in TEST_SCORES.items()
        for number, score in enumerate(given, start=1)
    ]
    if fields.get("per") == "team":
        scores = [{"team": team, "score": given[0]} for team, given in TEST_SCORES.items()]
    test = {"key": "test", "name": text("笔试", "Written test"), "kind": "paper", "max": "100"}
    whole["stages"].insert(0, {**test, "per": "member", "scores": scores, **fields})
    whole["stages"][1]["carry"] = [{"stage": "test", "weight": "0.1"}]
    return whole


def contest(**changes: Any) -> dict[str, Any]:
    """The league with two zones, a written test before it, draws, and all that happens to seats.

    Noor took Jo Amsel's seat in the first semi-final, where Jo's sheet for the metro is kept, and
    Sam learns there; Zhang Wei sits in spite of a conflict.
    """
    whole = league()
    whole["zones"] = [
        {"key": "east", "name": text("东区", "East")},
        {"key": "west", "name": text("西区", "West")},
    ]
    for number, team in enumerate(whole["teams"]):
        team["members"] = [
            {"key": f"{team['key']}-{place}", "name": text(f"选手{place}", f"Member {place}")}
            for place in (1, 2)
        ]
        team |= {"zone": "east" if number % 2 else "west", "seed": number + 1}
    whole["teams"][0]["members"][1]["reserve"] = True
    whole["judges"] += [
        {"key": "noor", "name": text("Noor")},
        {"key": "sam", "name": text("Sam")},
    ]
    whole["judges"][1] |= {
        "declaration": {
            "at": "2026-04-30T08:00:00+08:00",
            "relations": [{"team": "rail", "kind": "employer"}],
        },
    }
    written = {
        "key": "written",
        "name": text("笔试", "Written test"),
        "kind": "paper",
        "teams": ["metro", "bus", "post", "rail"],
        "max": "100",
        "per": "member",
        "combine": {"best": 1},
        "scores": [
            {"team": key, "member": f"{key}-1", "score": score}
            for key, score in (("metro", "90.5"), ("bus", "81"), ("post", "77"), ("rail", "60"))
        ],
        "provisional_until": "2026-05-02T12:00:00+08:00",
    }
    semi = whole["stages"][0]
    semi |= {"teams": ["metro", "bus", "post", "rail"]}
    semi["carry"] = [{"stage": "written", "weight": "0.1"}]
    round_ = semi["rounds"][0]
    round_["starts"] = "2026-05-01T09:00:00+08:00"
    first, second = round_["matches"]
    first |= {
        "starts": "2026-05-01T09:00:00+08:00",
        "room": text("一号厅", "Hall 1"),
        "panel": ["li-na", "zhang-wei", "noor"],
        "trainees": ["sam"],
        "replacements": [
            {
                "seat": "noor",
                "from": "jo",
                "keeps": ["metro"],
                "reason": text("急事", "Called away"),
                "at": "2026-05-01T09:30:00+08:00",
                "by": "王芳",
            }
        ],
    }
    second["accepted_conflicts"] = [
        {"judge": "zhang-wei", "team": "rail", "reason": text("双方同意", "Both sides agree")}
    ]
    whole["stages"] = [written, *whole["stages"]]
    bus = next(s for s in whole["sheets"] if s["team"] == "bus" and s["judge"] == "jo")
    for judge in ("noor", "sam"):
        whole["sheets"].append({**bus, "judge": judge})
    whole["draws"] = [
        {
            "key": "draw-1",
            "stage": "semi",
            "round": "semi-round",
            "kind": "teams",
            "from": ["metro", "bus", "post", "rail"],
            "rules": {"apart": ["zone"]},
            "by_hand": {"by": "王芳", "witness": "李娜"},
            "result": ["metro", "bus", "post", "rail"],
        },
        {
            "key": "draw-2",
            "stage": "final",
            "round": "final-round",
            "kind": "topics",
            "from": ["wages"],
            "commitment": "0" * 64,
        },
    ]
    return whole | changes


def new_key() -> str:
    """A fresh idempotency key."""
    return secrets.token_hex(8)
