"""Means, spreads, correlations and slopes of exact numbers; floats begin at the last step.

Values are whole numbers of one unit, or fractions.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import copysign, sqrt
from typing import NamedTuple

from competition.fairness.notes import Outcome
from competition.scoring.decimals import add_up, common_numerators

LEAST_FOR_SPREAD = 2
LEAST_FOR_CORRELATION = 3


class LeastSquares(NamedTuple):
    """A regression line's slope, and the share of the spread that it leaves unexplained.

    `residual` is None where there is no spread to explain.
    """

    slope: Fraction
    residual: Fraction | None


def exact_mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of one or more values."""
    return add_up(values) / len(values)


def sample_deviation(values: Sequence[Fraction]) -> Outcome:
    """The sample standard deviation (n − 1).

    >>> sample_deviation([Fraction(1), Fraction(3)])
    1.4142135623730951
    """
    count = len(values)
    if count < LEAST_FOR_SPREAD:
        return "too_few"
    squares = count * add_up([value * value for value in values]) - add_up(values) ** 2
    return sqrt(squares / (count * (count - 1)))


def correlation(xs: Sequence[int], ys: Sequence[int]) -> Outcome:
    """Pearson's correlation of two equally long rows.

    >>> correlation([1, 2, 3], [10, 20, 30]), correlation([1, 2, 3], [5, 5, 5])
    (1.0, 'no_spread')
    """
    if len(xs) < LEAST_FOR_CORRELATION:
        return "too_few"
    common, spread_x, spread_y = _products(xs, ys)
    if not spread_x or not spread_y:
        return "no_spread"
    return copysign(sqrt(Fraction(common * common, spread_x * spread_y)), common)


def regress(xs: Sequence[int], ys: Sequence[Fraction]) -> LeastSquares:
    """The least squares line of `ys` over `xs`; level where either has no spread.

    >>> regress([1, 2, 3], [Fraction(2), Fraction(4), Fraction(6)])
    LeastSquares(slope=Fraction(2, 1), residual=Fraction(0, 1))
    """
    common, spread_x, spread_y = _products(xs, ys)
    if not spread_x or not spread_y:
        return LeastSquares(Fraction(0), None)
    slope = Fraction(common) / spread_x
    return LeastSquares(slope, 1 - slope * common / spread_y)


def doubled_ranks(values: Sequence[int]) -> list[int]:
    """Twice each value's rank from below; equal values share the mean of their ranks.

    >>> doubled_ranks([7, 9, 7, 8])
    [3, 8, 3, 6]
    """
    below, ranks = 0, {}
    for value, count in sorted(counts_of(values).items()):
        ranks[value] = 2 * below + count + 1
        below += count
    return [ranks[value] for value in values]


def counts_of(values: Sequence[int]) -> dict[int, int]:
    """How often each value occurs."""
    counts: dict[int, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def rank_correlation(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Outcome:
    """Spearman's correlation: Pearson's of the ranks."""
    return correlation(doubled_ranks(common_numerators(xs)), doubled_ranks(common_numerators(ys)))


def _products(
    xs: Sequence[int], ys: Sequence[int | Fraction]
) -> tuple[int | Fraction, int, int | Fraction]:
    """n² times the covariance of two rows, and n² times the variance of each."""
    count, sum_x = len(xs), sum(xs)
    sum_y: int | Fraction = sum(ys)
    common: int | Fraction = sum(x * y for x, y in zip(xs, ys, strict=True))
    squares: int | Fraction = sum(y * y for y in ys)
    return (
        count * common - sum_x * sum_y,
        count * sum(x * x for x in xs) - sum_x * sum_x,
        count * squares - sum_y * sum_y,
    )
