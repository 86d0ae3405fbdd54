"""Single numbers: plain decimals in strings, marks, whole numbers, and typed input."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from competition.document.problems import Refusal, describe, quote_value
from competition.messages import N_

DIGITS_A_SIDE = 30
_DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")

# Full-width forms of ASCII, as NFKC folds them; the ideographic space; and two characters that
# Chinese keyboards give for the point and the minus. Not all of NFKC: it turns "8²" into 82.
_TYPED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x3002: ".",
    0x2212: "-",
}


def parse_decimal(value: object) -> str:
    """Return a plain decimal as written: `-?digits(.digits)?`, at most 30 digits on each side.

    >>> parse_decimal("18.50")
    '18.50'
    """
    if not isinstance(value, str):
        raise Refusal(
            N_('Expected a number in quotes, such as "18.5"; found %(found)s.'),
            {"found": describe(value)},
        )
    if not _DECIMAL.fullmatch(value):
        raise Refusal(
            N_(
                "“%(value)s” is not a plain decimal. Use digits with an optional point, such "
                "as 18.5, and at most 30 digits on each side."
            ),
            {"value": quote_value(value)},
        )
    return value


def to_fraction(decimal: str) -> Fraction:
    """Return the exact value of a plain decimal that `parse_decimal` accepts."""
    return Fraction(decimal)


def check_mark(value: object, dimension: Mapping[str, object]) -> str:
    """Return a judge's mark as written.

    `dimension` is the rubric's (`key`, `max`, `step`, and `min`, which is "0" when absent).
    Raises `Refusal` for what is not a number in a string, is outside min…max, or is not on a
    step; `step` counts from `min`, and the arithmetic is exact.

    >>> check_mark("8.5", {"key": "law", "max": "10", "step": "0.5"})
    '8.5'
    """
    written = parse_decimal(value)
    low, high, step = str(dimension.get("min", "0")), str(dimension["max"]), str(dimension["step"])
    values = {
        "value": written,
        "dimension": dimension.get("key", ""),
        "min": low,
        "max": high,
        "step": step,
    }
    if not _in_range(written, low, high):
        raise Refusal(
            N_("%(value)s is out of range. Allowed: %(min)s to %(max)s in steps of %(step)s."),
            values,
        )
    if not _on_step(written, low, step):
        raise Refusal(
            N_(
                "%(value)s is between two steps. Allowed: %(min)s to %(max)s in steps of "
                "%(step)s, counted from %(min)s."
            ),
            values,
        )
    return written


def check_whole(value: object, low: int, high: int) -> int:
    """Return a whole number in `low…high`; `true` and `1.0` are refused."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refusal(
            N_("Expected a whole number from %(low)s to %(high)s without quotes; found %(found)s."),
            {"low": low, "high": high, "found": describe(value)},
        )
    return value


def normalise_typed_number(
    text: str, *, decimals: int = DIGITS_A_SIDE, signed: bool = False
) -> str:
    """Turn what a person typed into a plain decimal; full-width digits are accepted.

    Raises `Refusal` for NaN, 1e3, 1_000, spaces inside, a plus, a minus unless `signed`, more
    than `decimals` digits after the point, or more than 30 digits on a side.

    >>> normalise_typed_number(" ８７．５ ")
    '87.5'
    """
    if not isinstance(text, str):
        raise Refusal(N_("Write a number in digits, such as 8.5."))
    typed = text.translate(_TYPED).strip()
    if not _DECIMAL.fullmatch(typed):
        raise Refusal(
            N_("“%(value)s” is not a number. Write it in digits, such as 8.5."),
            {"value": quote_value(text.strip())},
        )
    if typed.startswith("-") and not signed:
        raise Refusal(N_("%(value)s is below 0; enter 0 or more."), {"value": typed})
    if len(typed.partition(".")[2]) > decimals:
        raise Refusal(
            N_("%(value)s has too many decimals; at most %(decimals)s are allowed."),
            {"value": quote_value(typed), "decimals": decimals},
        )
    return typed


@lru_cache(maxsize=65_536)
def _in_range(written: str, low: str, high: str) -> bool:
    return Fraction(low) <= Fraction(written) <= Fraction(high)


@lru_cache(maxsize=65_536)
def _on_step(written: str, low: str, step: str) -> bool:
    return (Fraction(written) - Fraction(low)) % Fraction(step) == 0
