"""A panel's marks become one value per dimension: dropped, combined, weighted by category.

Seats are counted from 0 in the panel's order, among the seats whose sheets count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from competition.file_types import Combine
from competition.scoring.decimals import DecimalRow
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule


@dataclass(slots=True)
class PanelGroup:
    """Seats that are combined with each other: the whole panel, or one judge category.

    `marking` lists the seats that mark each dimension, `dropped` those of them that were dropped.
    `short` says for each dimension that nothing was dropped because fewer than `min_kept` marks
    would have been left. `combined` is in units of the marks, 0 where no seat marks.
    """

    category: str | None
    weight: int
    seats: Sequence[int]
    marking: Sequence[Sequence[int]]
    dropped: list[list[int]]
    short: Sequence[bool]
    combined: DecimalRow

    @property
    def is_short(self) -> bool:
        """Whether nothing was dropped in any dimension for want of marks."""
        return any(self.short)


@dataclass(slots=True)
class Panel:
    """The groups of a panel, and its exact values before any rounding."""

    groups: list[PanelGroup]
    values: DecimalRow

    def dropped(self, dimension: int) -> list[int]:
        """Return the seats dropped in a dimension, of all categories, in seat order."""
        if len(self.groups) == 1:
            return self.groups[0].dropped[dimension]
        return sorted(seat for group in self.groups for seat in group.dropped[dimension])

    def marking_groups(self, dimension: int) -> list[PanelGroup]:
        """Return the groups of which a seat marks a dimension; their weights are rescaled."""
        return [group for group in self.groups if group.marking[dimension]]

    def count_kept(self, dimension: int) -> int:
        """Return how many marks were kept in a dimension, over all categories."""
        marked = sum(len(group.marking[dimension]) for group in self.groups)
        return marked - len(self.dropped(dimension))


def combine_panel(
    rule: Rule, sheets: Sequence[Sequence[int]], scale: int, categories: Sequence[str]
) -> Panel:
    """Combine one or more sheets (marks in units of 1/scale, in seat order) into panel values.

    `categories` are the judges', in seat order; they matter only with `category_weights` and
    where a dimension is `marked_by` some. The weights of the categories present are rescaled to
    sum to 1, in each dimension those of the categories that mark it. Somebody marks each.
    """
    if rule.marked_by:
        return _combine_by_dimension(rule, sheets, scale, categories)
    all_seats = range(len(sheets))
    if not rule.category_weights:
        group = _combine_group(rule, sheets, None, 1, all_seats)
        combined = group.combined
        return Panel([group], DecimalRow(combined.numerators, combined.denominator * scale))

    groups = [
        _combine_group(
            rule,
            sheets,
            category,
            rule.category_weights[category],
            [seat for seat in all_seats if categories[seat] == category],
        )
        for category in dict.fromkeys(categories)
    ]
    denominator = lcm(*(group.combined.denominator for group in groups))
    shares = [group.weight * (denominator // group.combined.denominator) for group in groups]
    weighted = [
        sum(share * value for share, value in zip(shares, values, strict=True))
        for values in zip(*(group.combined.numerators for group in groups), strict=True)
    ]
    weights = sum(group.weight for group in groups)
    return Panel(groups, DecimalRow(weighted, denominator * weights * scale))


def _combine_group(
    rule: Rule,
    sheets: Sequence[Sequence[int]],
    category: str | None,
    weight: int,
    seats: Sequence[int],
) -> PanelGroup:
    columns = list(zip(*(sheets[seat] for seat in seats), strict=True))
    to_drop = rule.drop_high + rule.drop_low
    is_short = to_drop > 0 and len(seats) - to_drop < rule.min_kept
    # Positions within `seats`, for each dimension.
    dropped: list[list[int]]
    kept: list[Sequence[int]]
    if is_short or not to_drop:
        dropped = [[] for _ in columns]
        kept = list(columns)
    elif rule.drop_by == "sheet":
        totals = [weighted_sum(sheets[seat], rule) for seat in seats]
        positions = drop(totals, rule.drop_high, rule.drop_low)[0]
        remaining = [position for position in range(len(seats)) if position not in positions]
        dropped = [positions] * len(columns)
        kept = [[column[position] for position in remaining] for column in columns]
    else:
        dropped, kept = [], []
        for column in columns:
            positions, values = drop(column, rule.drop_high, rule.drop_low)
            dropped.append(positions)
            kept.append(values)
    dropped_seats = [sorted([seats[position] for position in each]) for each in dropped]
    combined = _combine(rule.combine, kept)
    marking, short = [seats] * len(columns), [is_short] * len(columns)
    return PanelGroup(category, weight, seats, marking, dropped_seats, short, combined)


def _combine_by_dimension(
    rule: Rule, sheets: Sequence[Sequence[int]], scale: int, categories: Sequence[str]
) -> Panel:
    """Combine sheets of which not every one has every dimension; `drop_by` is `dimension`."""
    weights: dict[str | None, int] = {None: 1}
    weights.update(rule.category_weights)
    groups_of: dict[str | None, list[int]] = {None: list(range(len(sheets)))}
    if rule.category_weights:
        groups_of = {}
        for seat, category in enumerate(categories):
            groups_of.setdefault(category, []).append(seat)
    groups = [
        _combine_marking(rule, sheets, category, weights[category], seats, categories)
        for category, seats in groups_of.items()
    ]
    values = []
    for dimension in range(len(rule.dimensions)):
        present = [group for group in groups if group.marking[dimension]]
        total = sum(
            (group.weight * group.combined.value(dimension) for group in present), Fraction(0)
        )
        values.append(total / (sum(group.weight for group in present) * scale))
    return Panel(groups, DecimalRow.of(values))


def _combine_marking(
    rule: Rule,
    sheets: Sequence[Sequence[int]],
    category: str | None,
    weight: int,
    seats: Sequence[int],
    categories: Sequence[str],
) -> PanelGroup:
    """Combine one group dimension by dimension, each from the seats that mark it."""
    marking, dropped, short, combined = [], [], [], []
    to_drop = rule.drop_high + rule.drop_low
    for dimension in range(len(rule.dimensions)):
        own = [seat for seat in seats if rule.is_marked(dimension, categories[seat])]
        kept: Sequence[int] = [sheets[seat][dimension] for seat in own]
        is_short = bool(own) and to_drop > 0 and len(own) - to_drop < rule.min_kept
        positions: list[int] = []
        if own and to_drop and not is_short:
            positions, kept = drop(kept, rule.drop_high, rule.drop_low)
        marking.append(own)
        short.append(is_short)
        dropped.append(sorted(own[position] for position in positions))
        combined.append(_combine(rule.combine, [kept]).value(0) if kept else Fraction(0))
    return PanelGroup(category, weight, seats, marking, dropped, short, DecimalRow.of(combined))


def drop(values: Sequence[int], high: int, low: int) -> tuple[list[int], list[int]]:
    """Drop the `high` highest and the `low` lowest values; together fewer than there are.

    Among equal values the later one is dropped first, at both ends. Returns the indexes of the
    dropped values, and the values kept, lowest first.

    >>> drop([7, 9, 9, 7], 1, 1)
    ([2, 3], [7, 9])
    >>> drop([8, 8, 8], 1, 1)
    ([2, 1], [8])
    """
    # Sorting is stable, also in reverse, so starting from the last seat keeps later seats before
    # earlier ones among equals, at whichever end values are dropped.
    highest_first = sorted(range(len(values) - 1, -1, -1), key=values.__getitem__, reverse=True)
    lowest_first = sorted(highest_first[high:], key=values.__getitem__)
    return (
        highest_first[:high] + lowest_first[:low],
        [values[index] for index in lowest_first[low:]],
    )


def _combine(combine: Combine, columns: Sequence[Sequence[int]]) -> DecimalRow:
    """Combine each column of kept values; all columns have the same length."""
    count = len(columns[0])
    if combine == "sum":
        return DecimalRow([sum(column) for column in columns], 1)
    if combine == "mean":
        return DecimalRow([sum(column) for column in columns], count)
    columns = [sorted(column) for column in columns]
    middle = count // 2
    if count % 2:
        return DecimalRow([column[middle] for column in columns], 1)
    return DecimalRow([column[middle - 1] + column[middle] for column in columns], 2)
