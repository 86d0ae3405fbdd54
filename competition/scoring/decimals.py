"""Exact decimals: read, rounded and printed, without a float anywhere."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import lcm

from competition.file_types import Rounding

_ZERO = Fraction(0)


def to_units(texts: Collection[str]) -> tuple[dict[str, int], int]:
    """Read plain decimals as whole numbers of one common unit.

    Returns each text's number of units, and how many units make 1 (a power of ten).

    >>> to_units(["18.5", "-2", "0.25"])
    ({'18.5': 1850, '-2': -200, '0.25': 25}, 100)
    """
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    units = {}
    for text in texts:
        whole, _, part = text.partition(".")
        units[text] = int(whole + part.ljust(places, "0"))
    return units, 10**places


def add_up(values: Sequence[Fraction]) -> Fraction:
    """Add fractions up; quick when there is only one, as there mostly is."""
    if len(values) == 1:
        return values[0]
    return sum(values, _ZERO)


def common_numerators(values: Iterable[Fraction]) -> list[int]:
    """Return the numerators of fractions over a common denominator, to compare as integers.

    >>> common_numerators([Fraction(1, 2), Fraction(2, 3)])
    [3, 4]
    """
    values = list(values)
    common = lcm(*{value.denominator for value in values})
    return [value.numerator * (common // value.denominator) for value in values]


def round_units(numerator: int, denominator: int, decimals: int, rounding: Rounding) -> int:
    """Round numerator/denominator (denominator above 0) to whole units of 10**-decimals.

    `half_up` rounds halves away from zero, `half_even` to the even neighbour (scoring.md).

    >>> round_units(-5, 1000, 2, "half_up"), round_units(-5, 1000, 2, "half_even")
    (-1, 0)
    """
    scale: int = 10**decimals
    quotient, remainder = divmod(abs(numerator) * scale, denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and (rounding == "half_up" or quotient % 2)):
        quotient += 1
    return -quotient if numerator < 0 else quotient


def round_fraction(value: Fraction, decimals: int, rounding: Rounding) -> Fraction:
    """Round a value to `decimals` places by `half_up` or `half_even`."""
    units = round_units(value.numerator, value.denominator, decimals, rounding)
    return Fraction(units, 10**decimals)


def format_rounded(value: Fraction, decimals: int, rounding: Rounding) -> str:
    """Format a value with exactly `decimals` digits after the point; zero has no sign.

    >>> format_rounded(Fraction(187, 8), 2, "half_up")
    '23.38'
    >>> format_rounded(Fraction(-1, 999), 2, "half_up")
    '0.00'
    """
    return _with_point(
        round_units(value.numerator, value.denominator, decimals, rounding), decimals
    )


def format_exact(value: Fraction) -> str:
    """Format a value exactly: a decimal without trailing zeros, or "n/d" if none is finite.

    >>> format_exact(Fraction("18.50")), format_exact(Fraction(10)), format_exact(Fraction(-2, 3))
    ('18.5', '10', '-2/3')
    """
    twos, rest = _count_factor(value.denominator, 2)
    fives, rest = _count_factor(rest, 5)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    decimals = max(twos, fives)
    return _with_point(value.numerator * 10**decimals // value.denominator, decimals)


def _count_factor(number: int, factor: int) -> tuple[int, int]:
    count = 0
    while number % factor == 0:
        number //= factor
        count += 1
    return count, number


def _with_point(units: int, decimals: int) -> str:
    digits = str(abs(units)).rjust(decimals + 1, "0")
    sign = "-" if units < 0 else ""
    if decimals == 0:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


class DecimalRow:
    """Exact values, one per dimension, over one denominator: cheaper than a fraction for each."""

    __slots__ = ("denominator", "numerators")

    def __init__(self, numerators: Sequence[int], denominator: int) -> None:
        self.numerators = numerators
        self.denominator = denominator

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> "DecimalRow":
        """Put fractions over one denominator."""
        common = lcm(*(value.denominator for value in values))
        numerators = [value.numerator * (common // value.denominator) for value in values]
        return cls(numerators, common)

    def times(self, factors: Sequence[int], scale: int) -> "DecimalRow":
        """Multiply each value by its factor, a whole number of 1/scale."""
        products = [value * factor for value, factor in zip(self.numerators, factors, strict=True)]
        return DecimalRow(products, self.denominator * scale)

    def rounded(self, decimals: int, rounding: Rounding) -> "DecimalRow":
        """Round each value to `decimals` places."""
        units = [
            round_units(numerator, self.denominator, decimals, rounding)
            for numerator in self.numerators
        ]
        return DecimalRow(units, 10**decimals)

    def sum(self) -> Fraction:
        """Add the values up."""
        return Fraction(sum(self.numerators), self.denominator)

    def value(self, dimension: int) -> Fraction:
        """Return the value of one dimension, counted from 0 in the rubric's order."""
        return Fraction(self.numerators[dimension], self.denominator)

    def fractions(self) -> list[Fraction]:
        """Return the values one by one."""
        return [Fraction(value, self.denominator) for value in self.numerators]
