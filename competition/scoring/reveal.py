"""The order in which places are revealed: from the last to the first, a place at a time.

A step shows whole places: teams that share one come together, because to name one of them would
name the other. What stands at a step is the stage as a recount gives it with the rows shown so
far, and nothing in it tells anything of a row that is still to come.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]


def places_to_reveal(standing: Mapping[str, Any]) -> list[list[Row]]:
    """The rows of a recounted stage in the order of the reveal: the last place first."""
    rows = sorted(standing["standings"], key=lambda row: row["rank"])
    return [list(same) for _, same in groupby(rows, key=lambda row: row["rank"])][::-1]


def count_steps(standing: Mapping[str, Any]) -> int:
    """How many steps lead from nothing to the winner."""
    return len(places_to_reveal(standing))


def to_come(standing: Mapping[str, Any], step: int) -> int:
    """How many teams have a place that is not shown at a step."""
    return sum(len(rows) for rows in places_to_reveal(standing)[step:])


def shown_at(standing: Mapping[str, Any], step: int) -> dict[str, Any]:
    """The stage as the public sees it at a step; 0 names only the teams without a place.

    At the last step it is the whole stage as it was counted. Before, it depends on nothing but
    the rows shown: kept back are the warnings that name others, whether the stage is complete, and
    which rule parted a row from an equal total, because that total may be one still to come.
    """
    order = places_to_reveal(standing)
    if step >= len(order):
        return dict(standing)
    rows = [row for same in order[:step] for row in same]
    named = {row["team"] for row in rows} | {row["team"] for row in standing["unranked"]}
    return {
        "stage": standing["stage"],
        "complete": False,
        "warnings": [w for w in standing["warnings"] if _names(w) <= named],
        "standings": [
            {**row, "decided_by": None} for row in standing["standings"] if row["team"] in named
        ],
        "unranked": [dict(row) for row in standing["unranked"]],
    }


def _names(warning: Mapping[str, Any]) -> set[str]:
    """The teams that a warning speaks of."""
    return {warning["team"]} if "team" in warning else set(warning.get("teams", ()))
