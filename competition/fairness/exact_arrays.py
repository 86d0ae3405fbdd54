"""Fractions in arrays, exact: whole numbers of 64 bits, or of any size where those are too small.

Imports NumPy at once: import this module inside a function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from competition.file_types import Rounding

Whole = NDArray[Any]
"""Whole numbers: 64 bits, or Python's own where these might not hold what is made of them."""

# Twice a number below this, and the sum of two, still have 64 bits.
_LIMIT = 2**61


def whole_numbers(values: Any) -> Whole:
    """Return whole numbers as an array, of 64 bits if they are small enough."""
    return _narrowed(np.array(values, dtype=object))


def fits(left: Whole, right: Whole) -> bool:
    """Say whether the product of the largest numbers of both has 64 bits."""
    return _are_small(left, right) and _most(left) * _most(right) < _LIMIT


def times(left: Whole, right: Whole) -> Whole:
    """Multiply without overflow."""
    if fits(left, right):
        product: Whole = left * right
        return product
    return _narrowed(left.astype(object) * right.astype(object))


def plus(left: Whole, right: Whole) -> Whole:
    """Add without overflow."""
    if _are_small(left, right) and _most(left) + _most(right) < _LIMIT:
        total: Whole = left + right
        return total
    return _narrowed(left.astype(object) + right.astype(object))


@dataclass(frozen=True)
class FractionArray:
    """Numerators over denominators above 0, of shapes that can be broadcast together."""

    numerators: Whole
    denominators: Whole

    @classmethod
    def of(cls, value: Fraction) -> "FractionArray":
        """Return one fraction, to be broadcast."""
        return cls(whole_numbers([value.numerator]), whole_numbers([value.denominator]))

    def times(self, factor: "FractionArray") -> "FractionArray":
        """Multiply."""
        return FractionArray(
            times(self.numerators, factor.numerators),
            times(self.denominators, factor.denominators),
        )

    def plus(self, other: "FractionArray") -> "FractionArray":
        """Add."""
        if np.array_equal(self.denominators, other.denominators):
            return FractionArray(plus(self.numerators, other.numerators), self.denominators)
        common = np.gcd(self.denominators, other.denominators)
        own, others = other.denominators // common, self.denominators // common
        numerators = plus(times(self.numerators, own), times(other.numerators, others))
        return FractionArray(numerators, times(self.denominators, own))

    def rounded(self, decimals: int, rounding: Rounding) -> "FractionArray":
        """Round each to `decimals` places, halves away from zero or to the even neighbour."""
        scale = whole_numbers([10**decimals])
        scaled = times(np.abs(self.numerators), scale)
        units = scaled // self.denominators
        twice = times(scaled - times(units, self.denominators), whole_numbers([2]))
        is_half = twice == self.denominators
        up = (twice > self.denominators) | (
            is_half if rounding == "half_up" else is_half & (units % 2 == 1)
        )
        units = plus(units, up.astype(np.int64))
        return FractionArray(np.where(self.numerators < 0, -units, units), scale)

    def take(self, places: NDArray[Any]) -> "FractionArray":
        """Return the fractions at these places of the last axis."""
        shared = self.denominators.shape[-1] == 1
        return FractionArray(
            self.numerators[..., places],
            self.denominators if shared else self.denominators[..., places],
        )

    def is_above(self, other: "FractionArray") -> NDArray[np.bool_]:
        """Say where this is greater than the other."""
        found: NDArray[np.bool_] = np.asarray(self._crossed(other) > other._crossed(self), bool)
        return found

    def equals(self, other: "FractionArray") -> NDArray[np.bool_]:
        """Say where the two are equal."""
        found: NDArray[np.bool_] = np.asarray(self._crossed(other) == other._crossed(self), bool)
        return found

    def where(self, chosen: NDArray[np.bool_], other: "FractionArray") -> "FractionArray":
        """Return this where it is chosen, elsewhere the other."""
        return FractionArray(
            np.where(chosen, self.numerators, other.numerators),
            np.where(chosen, self.denominators, other.denominators),
        )

    def fractions(self) -> list[Fraction]:
        """Return the fractions of an array of one axis one by one."""
        every = np.broadcast_arrays(self.numerators, self.denominators)
        return [Fraction(int(n), int(d)) for n, d in zip(*every, strict=True)]

    def _crossed(self, other: "FractionArray") -> Whole:
        return times(self.numerators, other.denominators)


def add_all(values: Sequence[FractionArray]) -> FractionArray:
    """Add up one or more arrays."""
    total = values[0]
    for value in values[1:]:
        total = total.plus(value)
    return total


def _are_small(left: Whole, right: Whole) -> bool:
    return left.dtype != object and right.dtype != object


def _most(values: Whole) -> int:
    """Return the largest absolute value."""
    return max(int(values.max()), -int(values.min())) if values.size else 0


def _narrowed(values: Whole) -> Whole:
    return values.astype(np.int64) if _most(values) < _LIMIT else values
