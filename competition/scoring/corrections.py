"""What a change moves in a stage that is already published, compared row by row."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from competition.scoring.types import StageStandings

_Row = tuple[int | None, str | None, str | None]


class MovedTeam(NamedTuple):
    """A team whose place, total or advance is another after a change; None where it has none.

    `advances_…` is the stage that it goes on to.
    """

    team: str
    rank_before: int | None
    rank_after: int | None
    total_before: str | None
    total_after: str | None
    advances_before: str | None
    advances_after: str | None


def is_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a published stage would say anything else.

    A warning alone does not count, nor does the order in which tied teams are listed.
    """
    return _result(before) != _result(after)


def has_results(stage: Mapping[str, Any]) -> bool:
    """Return whether there is anything in a public stage that could move."""
    return bool(stage.get("standings") or stage.get("unranked"))


def moved_teams(before: Mapping[str, Any], after: StageStandings | None) -> list[MovedTeam]:
    """Return the teams whose place, total or advance moves, in their order before, then after.

    `before` is the stage as published, `after` as it would be, None where it is taken back.
    """
    old, new = _rows(before), _rows(after or {})
    nothing: _Row = (None, None, None)
    moved = []
    for team in {**old, **new}:
        was, will_be = old.get(team, nothing), new.get(team, nothing)
        if was != will_be:
            (rank, total, to), (new_rank, new_total, new_to) = was, will_be
            moved.append(MovedTeam(team, rank, new_rank, total, new_total, to, new_to))
    return moved


def _rows(stage: Mapping[str, Any]) -> dict[str, _Row]:
    """Rank, total and the stage that a team goes on to, by team."""
    ranked: dict[str, _Row] = {
        row["team"]: (row["rank"], row["total"], row["advances"])
        for row in stage.get("standings", ())
    }
    return ranked | {row["team"]: (None, None, None) for row in stage.get("unranked", ())}


def _result(stage: Mapping[str, Any]) -> dict[str, Any]:
    result = {name: value for name, value in stage.items() if name != "warnings"}
    for name in ("standings", "unranked"):
        result[name] = {row["team"]: row for row in stage.get(name, ())}
    return result
