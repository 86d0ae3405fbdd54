"""Small competition files for the scoring tests, with people in them."""

from typing import Any

RULE: dict[str, Any] = {
    "combine": "mean",
    "drop_high": 0,
    "drop_low": 0,
    "drop_by": "dimension",
    "min_kept": 1,
    "decimals": 2,
    "rounding": "half_up",
    "round_at": [],
    "missing_sheet": "wait",
    "tie_break": [],
}


def match(key: str, panel: str, *teams: str) -> dict[str, Any]:
    """A match; the panel is written as judges' names with spaces between."""
    entries = [{"team": team, "side": "solo"} for team in teams]
    return {"key": key, "panel": panel.split(), "entries": entries}


def stage(key: str, *matches: dict[str, Any], across: str = "mean", **fields) -> dict[str, Any]:
    """A stage of one round."""
    rounds = [{"key": f"{key}-round", "matches": list(matches)}]
    return {"key": key, "across_matches": across, "rounds": rounds, **fields}


def paper(key: str, *scores: str, per: str = "member", **fields) -> dict[str, Any]:
    """A written test; a score is written as “north ana 88”, without the member “north 88”."""
    parts = [score.split() for score in scores]
    return {
        "key": key,
        "kind": "paper",
        "max": "100",
        "per": per,
        "scores": [
            {"team": part[0], **({"member": part[1]} if per == "member" else {}), "score": part[-1]}
            for part in parts
        ],
        **fields,
    }


def team(key: str, members: str = "", reserves: str = "", **fields) -> dict[str, Any]:
    """A team with its members, names with spaces between, and those of them in reserve."""
    return {
        "key": key,
        "members": [
            {"key": member, **({"reserve": True} if member in reserves.split() else {})}
            for member in members.split()
        ],
        **fields,
    }


def replaced(seat: str, left_by: str, keeps: str = "") -> dict[str, Any]:
    """Who came to a seat for whom, and the teams that the one who left keeps."""
    return {"seat": seat, "from": left_by, "keeps": keeps.split(), "reason": {"en": "Ill"}}


def sheets(match_key: str, team: str, **marks: str) -> list[dict[str, Any]]:
    """Submitted sheets, one per judge: marks in the rubric's order with spaces between."""
    return [
        {
            "match": match_key,
            "team": team,
            "judge": judge,
            "marks": marks_of(text),
            "state": "submitted",
            "version": 1,
        }
        for judge, text in marks.items()
    ]


def marks_of(text: str) -> dict[str, str]:
    """Marks by dimension, the dimensions being law, talk and calm, in this order."""
    return dict(zip(("law", "talk", "calm"), text.split(), strict=False))


def deduct(match_key: str, team: str, points: str) -> dict[str, Any]:
    """A deduction."""
    return {"match": match_key, "team": team, "points": points, "reason": "Over time"}


def ruling(stage_key: str, teams: str) -> dict[str, Any]:
    """A ruling, best team first, names with spaces between."""
    return {"stage": stage_key, "teams": teams.split(), "minutes": "Decided after a talk"}


def competition(
    stages: list[dict[str, Any]],
    given: list[list[dict[str, Any]]],
    *,
    factors: str = "1",
    heads: str = "",
    categories: dict[str, str] | None = None,
    teams: list[dict[str, Any]] | None = None,
    deductions: list[dict[str, Any]] | None = None,
    rulings: list[dict[str, Any]] | None = None,
    **rule,
) -> dict[str, Any]:
    """A complete file. Teams are in the order of their first entry unless `teams` says so."""
    matches = [
        match
        for stage in stages
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    ]
    entered = [entry["team"] for match in matches for entry in match["entries"]]
    scored = [score["team"] for stage in stages for score in stage.get("scores", ())]
    names = dict.fromkeys([*entered, *scored])
    judges = dict.fromkeys(judge for match in matches for judge in judges_of(match))
    keys = ("law", "talk", "calm")
    return {
        "format": "accord/1",
        "competition": {"key": "spring"},
        "rubric": {
            "dimensions": [
                {"key": key, "factor": factor}
                for key, factor in zip(keys, factors.split(), strict=False)
            ]
        },
        "scoring": {**RULE, **rule},
        "teams": teams if teams is not None else [{"key": name} for name in names],
        "judges": [
            {
                "key": judge,
                **({"head": True} if judge in heads.split() else {}),
                **({"category": categories[judge]} if categories else {}),
            }
            for judge in judges
        ],
        "stages": stages,
        "sheets": [sheet for block in given for sheet in block],
        "deductions": deductions or [],
        "rulings": rulings or [],
    }


def judges_of(match: dict[str, Any]) -> list[str]:
    """Whoever has a sheet in a match."""
    replaced_by = [part["from"] for part in match.get("replacements", ())]
    return [*match["panel"], *replaced_by, *match.get("trainees", ())]
