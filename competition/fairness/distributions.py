"""Tails and quantiles of F, t and χ², from the incomplete beta and gamma functions.

They are inverted directly, so that small tails lose no digits; `scipy.stats` would take ten times
as long to be imported.
"""

from fractions import Fraction


def f_quantile(probability: float, above: float, below: float) -> float:
    """The quantile of F with degrees of freedom above and below; infinite where it is too large."""
    from scipy.special import betainccinv, betaincinv

    share = float(betaincinv(above / 2, below / 2, probability))
    rest = float(betainccinv(below / 2, above / 2, probability))
    return below * share / (above * rest) if rest else float("inf")


def chi_square_tail(value: Fraction, degrees: int) -> float:
    """The probability of at least this value."""
    from scipy.special import gammaincc

    return float(gammaincc(degrees / 2, float(value / 2)))


def regression_p(residual: Fraction, count: int) -> float:
    """The two-sided p of Student's t for a slope, from the share of the spread that it leaves.

    t² = (1 − residual) / residual × (count − 2); 0 without a residual.
    """
    from scipy.special import betainc

    return float(betainc((count - 2) / 2, 0.5, float(residual)))
