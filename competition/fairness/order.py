"""Whether totals rise or fall in the course of the stage."""

import datetime as dt

from competition.fairness.cells import StageCells
from competition.fairness.distributions import regression_p
from competition.fairness.exact_statistics import LEAST_FOR_CORRELATION, regress
from competition.fairness.notes import Notes, Outcome
from competition.fairness.types import OrderPart
from competition.file_types import StagePart
from competition.scoring.stage import matches_in


def order_effect(cells: StageCells, notes: Notes) -> OrderPart:
    """Regress the entries' totals on the numbers of their matches in the running order."""
    numbers = running_order_numbers(cells.stage)
    placed = [
        (numbers[entry.match], entry.score.score.total)
        for entry in cells.entries
        if entry.score.score is not None
    ]
    slope: Outcome = "too_few"
    p: Outcome = "too_few"
    if len(placed) >= LEAST_FOR_CORRELATION:
        line = regress([number for number, _ in placed], [total for _, total in placed])
        slope = float(line.slope)
        p = "no_spread" if line.residual is None else regression_p(line.residual, len(placed))
    return {"slope": notes.figure("order.slope", slope), "p": notes.figure("order.p", p)}


def running_order_numbers(stage: StagePart) -> dict[str, int]:
    """Number the matches that are not void from 1: by `starts` where all have one, or as listed."""
    matches = [match for match in matches_in(stage) if not match.get("void")]
    starts = {
        match["key"]: dt.datetime.fromisoformat(match["starts"])
        for match in matches
        if "starts" in match
    }
    keys = [match["key"] for match in matches]
    if len(starts) == len(keys):
        # Sorting is stable: what starts at the same instant stays as listed.
        keys.sort(key=starts.__getitem__)
    return {key: number for number, key in enumerate(keys, start=1)}
