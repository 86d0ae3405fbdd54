"""A contest with a plan: a first round that is drawn and a final of which only times are known."""

from typing import Any

from tests.factories import league, text

DAY = "2026-05-20"


def at(time: str, day: str = DAY) -> str:
    """A moment of the contest's day in its own offset."""
    return f"{day}T{time}:00+08:00"


def match(key: str, labour: str, employer: str, **more: Any) -> dict[str, Any]:
    """A match of two teams."""
    entries = [{"team": labour, "side": "labour"}, {"team": employer, "side": "employer"}]
    return {"key": key, "panel": [], "entries": entries} | more


def contest(*matches: Any, planned: Any = (), **round_fields: Any) -> Any:
    """Four teams and three judges; a round with these matches, and a final of planned ones."""
    whole = league()
    whole["competition"]["starts"] = at("08:30")
    whole["topics"] = [{"key": "wages", "title": text("工资集体协商", "Wages")}]
    whole["teams"] = [
        {"key": key, "name": text(zh, en)}
        for key, zh, en in [
            ("rail", "铁路工会代表队", "Railway union"),
            ("post", "邮政工会代表队", "Post union"),
            ("bus", "公交工会代表队", "Bus union"),
            ("school", "教育工会代表队", "School union"),
        ]
    ]
    whole["judges"] = [
        {"key": key, "name": text(zh, en)}
        for key, zh, en in [
            ("li", "李宁", "Li Ning"),
            ("wang", "王芳", "Wang Fang"),
            ("zhao", "赵敏", "Zhao Min"),
        ]
    ]
    first = {"key": "one", "name": text("第一轮", "Round one"), "matches": list(matches)}
    last = {"key": "last", "name": text("决赛轮", "Last round"), "matches": []}
    if planned:
        last["planned"] = list(planned)
    whole["stages"] = [
        {"key": "heat", "name": text("初赛", "Heat"), "rounds": [first | round_fields]},
        {"key": "final", "name": text("决赛", "Final"), "rounds": [last]},
    ]
    for name in ("sheets", "deductions", "rulings"):
        whole.pop(name, None)
    return whole
