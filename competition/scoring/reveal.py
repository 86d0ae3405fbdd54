"""The order in which places are revealed: from last to first, one place per step.

A step shows whole places: teams that share one appear together, because naming one of them would
name the other. At each step the stage is shown as a recount gives it, with the rows revealed so
far; nothing in it depends on a row that is still to come.
"""

from itertools import groupby

from competition.scoring.types import StageStandings, StandingsRow, StandingsWarning


def places_to_reveal(stage: StageStandings) -> list[list[StandingsRow]]:
    """Return the rows of a recounted stage by place, in the order of the reveal: last first."""
    rows = sorted(stage["standings"], key=lambda row: row["rank"])
    return [list(same) for _, same in groupby(rows, key=lambda row: row["rank"])][::-1]


def count_steps(stage: StageStandings) -> int:
    """Return how many steps lead from nothing to the winner."""
    return len(places_to_reveal(stage))


def to_come(stage: StageStandings, step: int) -> int:
    """Return how many teams have a place that is not shown yet at a step."""
    return sum(len(rows) for rows in places_to_reveal(stage)[step:])


def shown_at(stage: StageStandings, step: int) -> StageStandings:
    """Return the stage as the public sees it at a step; step 0 has only teams without a place.

    At the last step it is the whole stage as counted. Before, it depends only on the rows shown:
    left out are warnings that name other teams, whether the stage is complete, and which
    tie-break decided a row, because the equal total may be one still to come.
    """
    places = places_to_reveal(stage)
    if step >= len(places):
        return stage.copy()
    rows = [row for same in places[:step] for row in same]
    shown = {row["team"] for row in rows} | {row["team"] for row in stage["unranked"]}
    shown_stage: StageStandings = {
        "stage": stage["stage"],
        "complete": False,
        "warnings": [each for each in stage["warnings"] if _teams_in(each) <= shown],
        "standings": [
            {**row, "decided_by": None} for row in stage["standings"] if row["team"] in shown
        ],
        "unranked": [row.copy() for row in stage["unranked"]],
    }
    # That an appeal is open says nothing of places.
    if "provisional" in stage:
        shown_stage["provisional"] = stage["provisional"]
    return shown_stage


def _teams_in(warning: StandingsWarning) -> set[str]:
    """Return the teams that a warning names; that a match is void is no secret of its teams."""
    match warning["code"]:
        case "min_kept" | "missing_scores":
            return {warning["team"]}
        case "unequal_panels":
            return {entry.partition("/")[2] for entry in warning["entries"]}
        case "void" | "replaced":
            return set()
        case "unequal_entries" | "advance_tie":
            return set(warning["teams"])
