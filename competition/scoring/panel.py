"""A panel's marks become one value a dimension: dropping, combining, weighing by category.

Seats are counted from 0 in the order of the panel, among the seats whose sheets count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from competition.scoring.decimals import DecimalRow
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule


@dataclass(slots=True)
class PanelGroup:
    """The seats that are combined with each other: the whole panel, or one judge category.

    `dropped` holds the seats left out, a list a dimension; `short` says that nothing was dropped
    because fewer than `min_kept` would have been left. `combined` is in units of the marks.
    """

    category: str | None
    weight: int
    seats: Sequence[int]
    dropped: list[list[int]]
    short: bool
    combined: DecimalRow


@dataclass(slots=True)
class Panel:
    """The groups of a panel, and its exact value a dimension before any rounding."""

    groups: list[PanelGroup]
    values: DecimalRow

    def dropped(self, dimension: int) -> list[int]:
        """Give the seats left out of a dimension, in seat order, whatever their category."""
        if len(self.groups) == 1:
            return self.groups[0].dropped[dimension]
        return sorted(seat for group in self.groups for seat in group.dropped[dimension])


def combine_panel(
    rule: Rule, sheets: Sequence[Sequence[int]], scale: int, categories: Sequence[str]
) -> Panel:
    """Combine one sheet or more (marks in units of 1/scale, in seat order) into panel values.

    Categories matter only under `category_weights`; the weights of those present are rescaled
    to sum to 1.
    """
    everyone = range(len(sheets))
    if not rule.category_weights:
        group = _combine_group(rule, sheets, None, 1, everyone)
        combined = group.combined
        return Panel([group], DecimalRow(combined.numerators, combined.denominator * scale))

    groups = [
        _combine_group(
            rule,
            sheets,
            category,
            rule.category_weights[category],
            [seat for seat in everyone if categories[seat] == category],
        )
        for category in dict.fromkeys(categories)
    ]
    common = lcm(*(group.combined.denominator for group in groups))
    shares = [group.weight * (common // group.combined.denominator) for group in groups]
    weighed = [
        sum(share * value for share, value in zip(shares, values, strict=True))
        for values in zip(*(group.combined.numerators for group in groups), strict=True)
    ]
    weights = sum(group.weight for group in groups)
    return Panel(groups, DecimalRow(weighed, common * weights * scale))


def _combine_group(
    rule: Rule,
    sheets: Sequence[Sequence[int]],
    category: str | None,
    weight: int,
    seats: Sequence[int],
) -> PanelGroup:
    columns = list(zip(*(sheets[seat] for seat in seats), strict=True))
    dropping = rule.drop_high + rule.drop_low
    short = dropping > 0 and len(seats) - dropping < rule.min_kept
    out: list[list[int]]
    kept: list[Sequence[int]]
    if short or not dropping:
        out = [[] for _ in columns]
        kept = list(columns)
    elif rule.drop_by == "sheet":
        totals = [weighted_sum(sheets[seat], rule) for seat in seats]
        places = drop(totals, rule.drop_high, rule.drop_low)[0]
        staying = [place for place in range(len(seats)) if place not in places]
        out = [places] * len(columns)
        kept = [[column[place] for place in staying] for column in columns]
    else:
        out, kept = [], []
        for column in columns:
            places, values = drop(column, rule.drop_high, rule.drop_low)
            out.append(places)
            kept.append(values)
    dropped = [sorted([seats[place] for place in places]) for places in out]
    return PanelGroup(category, weight, seats, dropped, short, _combine(rule.combine, kept))


def drop(values: Sequence[int], high: int, low: int) -> tuple[list[int], list[int]]:
    """Leave out the `high` highest and the `low` lowest values, fewer than there are.

    Among equal values the later one is left out first, at both ends. Returns the places of those
    left out, and the values kept, lowest first.

    >>> drop([7, 9, 9, 7], 1, 1)
    ([2, 3], [7, 9])
    >>> drop([8, 8, 8], 1, 1)
    ([2, 1], [8])
    """
    # Sorting is stable, also in reverse, so that starting from the last seat keeps later seats
    # before earlier ones among equals, whichever end is being cut.
    highest_first = sorted(range(len(values) - 1, -1, -1), key=values.__getitem__, reverse=True)
    lowest_first = sorted(highest_first[high:], key=values.__getitem__)
    return (
        highest_first[:high] + lowest_first[:low],
        [values[place] for place in lowest_first[low:]],
    )


def _combine(how: str, columns: Sequence[Sequence[int]]) -> DecimalRow:
    """Combine each column of kept values; all columns are of one length."""
    count = len(columns[0])
    if how == "sum":
        return DecimalRow([sum(column) for column in columns], 1)
    if how == "mean":
        return DecimalRow([sum(column) for column in columns], count)
    columns = [sorted(column) for column in columns]
    middle = count // 2
    if count % 2:
        return DecimalRow([column[middle] for column in columns], 1)
    return DecimalRow([column[middle - 1] + column[middle] for column in columns], 2)
