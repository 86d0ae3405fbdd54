"""The checks of single fields that every object of accord/1 is made of."""

from collections.abc import Mapping
from typing import Any, get_args

from competition.document.field_checks import clean_points
from competition.document.number_checks import check_whole, parse_decimal
from competition.document.schema_checks import (
    Check,
    Record,
    choice_check,
    flag,
    scalar_check,
    text_check,
)
from competition.document.text_checks import check_key, check_moment, clean_name, clean_text

MAX_COUNT = 1_000_000
MAX_VERSION = 2_000_000_000

KEY = scalar_check(check_key)
NAME = text_check(clean_name)
WORD = scalar_check(clean_name)
LONG_TEXT = text_check(clean_text)
POINTS = scalar_check(clean_points)
DECIMAL = scalar_check(parse_decimal)
MOMENT = scalar_check(check_moment)
SIGNER = text_check(clean_name, keep_bare=True)
REMARK = text_check(clean_text, keep_bare=True)
# A judge may clear a comment, which leaves an empty one.
COMMENT = text_check(lambda value: clean_text(value, blank=True), keep_bare=True)
NOTES: dict[str, Check] = {"placeholder": flag, "source": REMARK}


def whole(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""
    return scalar_check(lambda value: check_whole(value, low, high))


def choice(words: Any) -> Check:
    """One of the words of a `Literal` type."""
    return choice_check(*get_args(words))


def record(
    fields: Mapping[str, Check], required: str, defaults: Mapping[str, object] | None = None
) -> Record:
    """An object with these fields and its notes; `required` are names with blanks between."""
    return Record({**fields, **NOTES}, required.split(), defaults or {})
