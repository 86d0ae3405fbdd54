"""What a change moves in a stage that is already published, compared row by row."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from competition.scoring.types import StageStandings


class MovedTeam(NamedTuple):
    """A team whose place or total is another after a change; None where it has none."""

    team: str
    rank_before: int | None
    rank_after: int | None
    total_before: str | None
    total_after: str | None


def is_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a published stage would say anything else.

    A warning alone does not count, nor does the order in which tied teams are listed.
    """
    return _result(before) != _result(after)


def has_results(stage: Mapping[str, Any]) -> bool:
    """Return whether there is anything in a public stage that could move."""
    return bool(stage.get("standings") or stage.get("unranked"))


def moved_teams(before: Mapping[str, Any], after: StageStandings | None) -> list[MovedTeam]:
    """Return the teams whose place or total moves, in their order before, then after.

    `before` is the stage as published, `after` as it would be, None where it is taken back.
    """
    old = {team: (rank, total) for team, rank, total in _rows(before)}
    new = {team: (rank, total) for team, rank, total in _rows(after or {})}
    nothing = (None, None)
    return [
        MovedTeam(
            team,
            old.get(team, nothing)[0],
            new.get(team, nothing)[0],
            old.get(team, nothing)[1],
            new.get(team, nothing)[1],
        )
        for team in {**old, **new}
        if old.get(team, nothing) != new.get(team, nothing)
    ]


def _rows(stage: Mapping[str, Any]) -> Iterator[tuple[str, int | None, str | None]]:
    for row in stage.get("standings", ()):
        yield row["team"], row["rank"], row["total"]
    for row in stage.get("unranked", ()):
        yield row["team"], None, None


def _result(stage: Mapping[str, Any]) -> dict[str, Any]:
    result = {name: value for name, value in stage.items() if name != "warnings"}
    for name in ("standings", "unranked"):
        result[name] = {row["team"]: row for row in stage.get(name, ())}
    return result
