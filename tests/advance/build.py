"""A semi-final in which every team stands alone before one judge, so its mark is its total."""

from typing import Any

from tests.scoring.build import competition, match, ruling, sheets, stage


def semi_final(
    marks: dict[str, str | None],
    top: int = 2,
    *,
    zones: dict[str, str] | None = None,
    listed: str = "",
    state: str = "closed",
    final: dict[str, Any] | None = None,
    rulings: str = "",
    **teams: dict[str, Any],
) -> dict[str, Any]:
    """A file: `marks` by team (None: not marked yet), in the order of the teams.

    `zones` by team; `listed` are the keys of `zones[]` with spaces between. `final` has fields
    of the next stage, `teams` further fields of a team.
    """
    matches = [match(f"semi-{team}", "ana", team) for team in marks]
    semi = stage("semi", *matches, advance={"to": "final", "top": top})
    semi["rounds"][0]["state"] = state
    given = [
        sheets(f"semi-{team}", team, ana=mark) for team, mark in marks.items() if mark is not None
    ]
    parts = [
        {"key": team}
        | ({"zone": zones[team]} if zones and team in zones else {})
        | teams.get(team, {})
        for team in marks
    ]
    ruled = [ruling("semi", rulings)] if rulings else []
    whole = competition(
        [semi, stage("final", **(final or {}))],
        given,
        teams=parts,
        rulings=ruled,
        tie_break=["ruling"],
    )
    if listed:
        whole["zones"] = [{"key": key} for key in listed.split()]
    return whole


def final_match(*teams: str) -> dict[str, Any]:
    """Fields of a final in which these teams are seated."""
    return {
        "rounds": [{"key": "final-round", "matches": [match("last", "ana", *teams)]}],
    }
