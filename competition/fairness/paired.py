"""Paired comparisons: labour against employer, one judge category against the other."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from competition.fairness.exact_statistics import (
    LEAST_FOR_CORRELATION,
    exact_mean,
    sample_deviation,
)
from competition.fairness.notes import Outcome
from competition.scoring.decimals import common_numerators

if TYPE_CHECKING:
    from numpy.random import Generator

MOST_EXACT_PAIRS = 20
DRAWS = 10_000
_SAFE_SUM = 2**62


class PairedComparison(NamedTuple):
    """The first of each pair against the second; `difference` is first minus second."""

    first_mean: float
    second_mean: float
    difference: float
    se: Outcome
    p: Outcome
    pairs: int


def compare_pairs(
    firsts: Sequence[Fraction], seconds: Sequence[Fraction], generator: Callable[[], "Generator"]
) -> PairedComparison:
    """Compare one or more pairs; `generator` is only asked for where signs must be drawn."""
    differences = [first - second for first, second in zip(firsts, seconds, strict=True)]
    deviation = sample_deviation(differences)
    count = len(differences)
    p: Outcome = "too_few"
    if count >= LEAST_FOR_CORRELATION:
        p = sign_flip_p(common_numerators(differences), generator)
    return PairedComparison(
        first_mean=float(exact_mean(firsts)),
        second_mean=float(exact_mean(seconds)),
        difference=float(exact_mean(differences)),
        se=deviation if isinstance(deviation, str) else deviation / sqrt(count),
        p=p,
        pairs=count,
    )


def sign_flip_p(differences: Sequence[int], generator: Callable[[], "Generator"]) -> float:
    """The share of all choices of signs whose sum is at least as far from 0, its own included.

    Exact up to 20 differences; above, of 10,000 drawn choices and the one that was met.

    >>> sign_flip_p([1, 2, 3], lambda: None)
    0.25
    """
    reached = abs(sum(differences))
    if len(differences) > MOST_EXACT_PAIRS:
        return _drawn_share(differences, reached, generator())
    if not reached:
        return 1.0
    # Every sum is one of the first half's plus one of the second half's; as many lie far below
    # as far above.
    middle = len(differences) // 2
    second = sorted(_signed_sums(differences[middle:]))
    far = sum(
        len(second) - bisect_left(second, reached - each)
        for each in _signed_sums(differences[:middle])
    )
    return float(Fraction(2 * far, 2 ** len(differences)))


def _signed_sums(values: Sequence[int]) -> list[int]:
    sums = [0]
    for value in values:
        sums = [each + sign for each in sums for sign in (value, -value)]
    return sums


def _drawn_share(differences: Sequence[int], reached: int, generator: "Generator") -> float:
    import numpy as np

    signs = 2 * generator.integers(0, 2, size=(DRAWS, len(differences)), dtype=np.int8) - 1
    if sum(map(abs, differences)) < _SAFE_SUM:
        sums = np.abs(signs.astype(np.int64) @ np.array(differences, dtype=np.int64))
        far = int(np.count_nonzero(sums >= reached))
    else:
        rows = signs.tolist()
        far = sum(
            abs(sum(sign * value for sign, value in zip(row, differences, strict=True))) >= reached
            for row in rows
        )
    return (far + 1) / (DRAWS + 1)
