"""Fair averages: the total that an entry could expect from the average judge of its stage.

The rating model's estimate of an entry, turned back into marks: for each dimension the expected
mark of a judge of leniency 0, times its factor (Linacre 1989 calls it the fair average). They can
be compared across panels only where judges or performances link these.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from competition.fairness.cells import StageCells
from competition.fairness.page_types import FairPart
from competition.fairness.rule_ranks import ranks_of
from competition.fairness.types import RatingModelPart


def fair_part(
    cells: StageCells, model: RatingModelPart | None, ruled: Mapping[str, int]
) -> FairPart:
    """The ranking by fair averages beside the ruled one, or the sentence that says why not."""
    if len({frozenset(sheet.judge for sheet in entry.sheets) for entry in cells.entries}) < 2:
        return {"sentence": "fair_one_panel", "values": {}, "rows": []}
    if not are_linked(cells):
        return {"sentence": "fair_not_connected", "values": {}, "rows": []}
    if model is None:
        return {"sentence": "fair_not_estimated", "values": {}, "rows": []}
    totals = team_averages(cells, model)
    standing = {team: totals[team] for team in ruled if team in totals}
    # Compared as they are printed: the last digits of an iteration separate nobody.
    ranks = ranks_of({team: round(total, 2) for team, total in standing.items()})
    return {
        "sentence": "fair_shown",
        "values": {},
        "rows": [
            {"team": team, "ruled": ruled[team], "fair": ranks[team], "average": standing[team]}
            for team in standing
        ],
    }


def are_linked(cells: StageCells) -> bool:
    """Whether judges and entries hang together by sheets, so that panels can be compared."""
    marked: dict[str, set[int]] = defaultdict(set)
    for number, entry in enumerate(cells.entries):
        for sheet in entry.sheets:
            marked[sheet.judge].add(number)
    seen: set[int] = set()
    waiting = [0]
    left = set(marked)
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        for sheet in cells.entries[number].sheets:
            if sheet.judge in left:
                left.remove(sheet.judge)
                waiting.extend(marked[sheet.judge] - seen)
    return len(seen) == len(cells.entries)


def team_averages(cells: StageCells, model: RatingModelPart) -> dict[str, float]:
    """Each team's fair average: its entries' joined by `across_matches`, in points."""
    of_team: dict[str, list[float]] = defaultdict(list)
    for entry in cells.entries:
        of_team[entry.team].append(_entry_average(cells, model, model["entries"][entry.key]))
    how = cells.stage["across_matches"]
    joins: dict[str, Callable[[Sequence[float]], float]] = {"best": max, "sum": math.fsum}
    join = joins.get(how, _mean)
    return {team: join(values) for team, values in of_team.items()}


def expected_mark(level: float, categories: Sequence[float], thresholds: Sequence[float]) -> float:
    """The mark to expect at a level in logits: each category weighed with its chance.

    The chance of a category is that of the one below times exp(level + threshold), as in the model.

    >>> round(expected_mark(math.log(2), [1.0, 2.0], [math.log(2)]), 9)
    1.8
    """
    steps = [0.0]
    for threshold in thresholds:
        steps.append(steps[-1] + level + threshold)
    highest = max(steps)
    chances = [math.exp(step - highest) for step in steps]
    marks = math.fsum(mark * chance for mark, chance in zip(categories, chances, strict=True))
    return marks / math.fsum(chances)


def _entry_average(cells: StageCells, model: RatingModelPart, estimate: float) -> float:
    categories = [float(mark) for mark in model["categories"]]
    factors = dict(zip(cells.dimensions, cells.rule.factors, strict=True))
    return math.fsum(
        factors[key]
        / cells.rule.factor_scale
        * expected_mark(estimate + dimension, categories, model["thresholds"])
        for key, dimension in model["dimensions"].items()
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
