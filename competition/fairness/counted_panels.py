"""A panel's value when each sheet counts a given number of times, in many cases at once.

The rule is that of `competition.scoring.panel`: a sheet that counts twice is a sheet and its copy
beside it in the panel. The last axis of every array is the cases; a case is how often each sheet
counts. Imports NumPy at once: import this module inside a function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from competition.fairness.exact_arrays import (
    FractionArray,
    Whole,
    add_all,
    fits,
    plus,
    times,
    whole_numbers,
)
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CountedTotals:
    """Totals, one a case, and in which cases there is one; elsewhere the number means nothing."""

    totals: FractionArray
    given: Flags

    def take(self, places: NDArray[Any]) -> "CountedTotals":
        """Return those at these places."""
        return CountedTotals(self.totals.take(places), self.given[places])


@dataclass(frozen=True)
class _Kept:
    """What is kept: the sum or middle of marks and what divides it, and where a mark is kept."""

    value: FractionArray
    given: Flags


def weigh_panel(
    rule: Rule,
    sheets: Sequence[Sequence[int]],
    scale: int,
    categories: Sequence[str],
    counts: Counts,
) -> CountedTotals:
    """Return an entry's total by a rule, before deductions and the rounding of totals.

    `sheets` are marks in units of 1/scale in the order of the seats, `categories` the judges',
    `counts` how often each sheet counts (sheets × cases). There is a total where each dimension
    has a mark.
    """
    marks = whole_numbers(sheets)
    marking = np.array(
        [
            [rule.is_marked(dimension, category) for dimension in range(len(rule.dimensions))]
            for category in categories
        ]
    )
    groups: dict[str | None, list[int]] = {None: list(range(len(sheets)))}
    if rule.category_weights:
        groups = {}
        for seat, category in enumerate(categories):
            groups.setdefault(category, []).append(seat)
    kept = [
        (category, _combine_counted(rule, marks[seats], marking[seats], counts[seats]))
        for category, seats in groups.items()
    ]
    if rule.category_weights:
        weights = [rule.category_weights[str(category)] for category, _ in kept]
        value, given = _weigh_categories(weights, [each for _, each in kept])
    else:
        value, given = kept[0][1].value, kept[0][1].given
    value = FractionArray(value.numerators, times(value.denominators, whole_numbers([scale])))
    if "panel" in rule.round_at:
        value = value.rounded(rule.decimals, rule.rounding)
    factors = whole_numbers([[factor] for factor in rule.factors])
    value = value.times(FractionArray(factors, whole_numbers([[rule.factor_scale]])))
    if "weighted" in rule.round_at:
        value = value.rounded(rule.decimals, rule.rounding)
    total = add_all(
        [
            FractionArray(value.numerators[dimension], _row(value.denominators, dimension))
            for dimension in range(len(rule.dimensions))
        ]
    )
    return CountedTotals(total, np.broadcast_to(given.all(axis=0), counts.shape[1:]))


def _row(values: Whole, dimension: int) -> Whole:
    """Return a dimension's row of what may be the same for all dimensions."""
    if values.ndim < 2:
        return values
    row: Whole = values[dimension if len(values) > 1 else 0]
    return row


def _weigh_categories(weights: Sequence[int], kept: Sequence[_Kept]) -> tuple[FractionArray, Flags]:
    """Weigh the categories that have marks; their weights are rescaled to sum to 1."""
    parts = []
    shares: Counts = np.zeros((1, 1), dtype=np.int64)
    for weight, each in zip(weights, kept, strict=True):
        share = weight * each.given.astype(np.int64)
        parts.append(each.value.times(FractionArray(share, whole_numbers([[1]]))))
        shares = shares + share
    value = add_all(parts)
    given = shares > 0
    divisor = np.where(given, shares, 1)
    return FractionArray(value.numerators, times(value.denominators, divisor)), given


def _combine_counted(rule: Rule, marks: Whole, marking: Flags, counts: Counts) -> _Kept:
    """Drop and combine one group, whose marks and marking are sheets × dimensions."""
    if rule.drop_by == "sheet":
        # Then everybody marks everything.
        counts = _without_dropped_sheets(rule, marks, counts)
    # Lowest mark first, in each dimension.
    order = np.argsort(marks, axis=0, kind="stable")
    marks, marking = (np.take_along_axis(each, order, axis=0) for each in (marks, marking))
    same_for_all = bool(marking.all())
    own = [
        counts[seats] if same_for_all else counts[seats] * marks_it[:, None]
        for seats, marks_it in zip(order, marking, strict=True)
    ]
    number = counts.sum(axis=0)[None, :] if same_for_all else np.sum(own, axis=0)
    low, top = np.zeros_like(number), number
    if rule.drop_by == "dimension":
        is_short = _is_short(rule, number)
        low = np.where(is_short, 0, rule.drop_low)
        top = number - np.where(is_short, 0, rule.drop_high)
    given = number > 0
    if rule.combine == "median":
        value = _middle(marks, own, low, top)
        return _Kept(FractionArray(value, whole_numbers([[2]])), given)
    # Whatever is kept adds up to less than all of it, so that the sums can be plain ones.
    marks = marks if fits(marks, number) else marks.astype(object)
    reached = np.zeros_like(own[0])
    before: Whole = np.broadcast_to(low, reached.shape)
    total: Whole = np.zeros(reached.shape, dtype=marks.dtype)
    for row, more in zip(marks, own, strict=True):
        reached += more
        until = np.minimum(np.maximum(reached, low), top)
        total += row[:, None] * (until - before)
        before = until
    divisor = whole_numbers([[1]])
    if rule.combine == "mean":
        divisor = np.where(given, top - low, 1)
    return _Kept(FractionArray(total, divisor), given)


def _is_short(rule: Rule, number: Counts) -> Flags:
    """Say where dropping would leave fewer than `min_kept`, so that nothing is dropped."""
    found: Flags = number - (rule.drop_high + rule.drop_low) < rule.min_kept
    return found


def _middle(marks: Whole, own: Sequence[Counts], low: Counts, top: Counts) -> Whole:
    """Return twice the median of the marks from the place `low` up to the place `top`."""
    kept = top - low
    lower, upper = low + (kept - 1) // 2, low + kept // 2
    reached = np.zeros_like(own[0])
    places = [np.zeros_like(reached), np.zeros_like(reached)]
    for more in own:
        reached = reached + more
        for place, middle in zip(places, (lower, upper), strict=True):
            place += reached <= middle
    dimensions = np.arange(marks.shape[1])[:, None]
    # Where nothing is kept the place is beyond the end; there is no value then.
    first, second = (marks[np.minimum(place, len(marks) - 1), dimensions] for place in places)
    return plus(first, second)


def _without_dropped_sheets(rule: Rule, marks: Whole, counts: Counts) -> Counts:
    """Return how often each sheet is kept: whole ones are dropped by their totals.

    Among equal totals the later seat goes first, at both ends, the highest before the lowest.
    """
    totals = [weighted_sum(row.tolist(), rule) for row in marks]
    is_short = _is_short(rule, counts.sum(axis=0))
    later_first = range(len(totals) - 1, -1, -1)
    kept = counts.copy()
    for to_drop, highest_first in ((rule.drop_high, True), (rule.drop_low, False)):
        left: Counts = np.where(is_short, 0, to_drop)
        for seat in sorted(later_first, key=totals.__getitem__, reverse=highest_first):
            dropped = np.minimum(kept[seat], left)
            kept[seat] -= dropped
            left = left - dropped
    return kept
