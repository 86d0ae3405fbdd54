"""Small contests for the tests of panels: judges, teams and matches by their names."""

from typing import Any

from tests.factories import text


def judge(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": text(key.title()), **more}


def team(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": text(key.title()), **more}


def match(key: str, *teams: str, panel: Any = (), **more: Any) -> dict[str, Any]:
    sides = ("labour", "employer") if len(teams) > 1 else ("solo",)
    entries = [{"team": name, "side": side} for name, side in zip(teams, sides, strict=True)]
    return {"key": key, "panel": list(panel), "entries": entries, **more}


def round_of(key: str, *matches: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "name": text(key.title()), "matches": list(matches), **more}


def stage(key: str, *rounds: dict[str, Any]) -> dict[str, Any]:
    return {"key": key, "name": text(key.title()), "rounds": list(rounds)}


def contest(judges: list[Any], stages: list[Any], **more: Any) -> dict[str, Any]:
    """A contest of these judges and stages; its teams are those of the matches, or as given."""
    names = {
        entry["team"]: None
        for each in stages
        for round_ in each.get("rounds", ())
        for played in round_["matches"]
        for entry in played["entries"]
    }
    return {
        "format": "accord/1",
        "competition": {"key": "cup", "name": text("杯", "The cup")},
        "rubric": {
            "dimensions": [
                {"key": "law", "name": text("法律", "Law"), "max": "10", "step": "1", "factor": "1"}
            ]
        },
        "scoring": {},
        "teams": [team(name) for name in names],
        "judges": [each if isinstance(each, dict) else judge(each) for each in judges],
        "stages": stages,
        **more,
    }


def sheet(match_key: str, team_key: str, judge_key: str) -> dict[str, Any]:
    return {
        "match": match_key,
        "team": team_key,
        "judge": judge_key,
        "marks": {"law": "7"},
        "state": "submitted",
        "version": 1,
    }
