"""Krippendorff's alpha, for the interval and the ordinal metric.

K. Krippendorff, Content Analysis: An Introduction to Its Methodology, chapter on reliability. With
the interval metric the squared differences of all pairs follow from sums; the ordinal metric is
the interval one of the values' ranks, because (Σ n_g from c to k) − (n_c + n_k) / 2 is the
difference of the middle ranks of c and k.
"""

from collections.abc import Sequence
from fractions import Fraction

from competition.fairness.exact_statistics import doubled_ranks
from competition.fairness.notes import Outcome


def alpha_interval(units: Sequence[Sequence[int]]) -> Outcome:
    """Alpha of the values given to each unit; units with fewer than two are passed over.

    >>> alpha_interval([[1, 1], [2, 2], [3]])
    1.0
    """
    paired = [values for values in units if len(values) > 1]
    if not paired:
        return "one_judge"
    count = sum(map(len, paired))
    expected = _pairs([value for values in paired for value in values])
    if not expected:
        return "no_spread"
    observed = sum(
        (Fraction(_pairs(values), len(values) - 1) for values in paired), start=Fraction(0)
    )
    return float(1 - (count - 1) * observed / expected)


def alpha_ordinal(units: Sequence[Sequence[int]]) -> Outcome:
    """The same for the order of the values alone."""
    paired = [values for values in units if len(values) > 1]
    ranks = iter(doubled_ranks([value for values in paired for value in values]))
    return alpha_interval([[next(ranks) for _ in values] for values in paired])


def _pairs(values: Sequence[int]) -> int:
    """The sum of the squared differences over all pairs of values, each once."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2
