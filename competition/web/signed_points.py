"""A difference of points as a page writes it."""

from fractions import Fraction

from competition import scoring

DECIMALS = 2


def signed_points(value: Fraction) -> str:
    """A difference with its sign, such as +0.5, −1.25 or 0."""
    shown = str(scoring.format_rounded(abs(value), DECIMALS, "half_up"))
    if not shown.strip("0."):
        return "0"
    return f"+{shown}" if value > 0 else f"−{shown}"
