"""How spreadsheets show numbers: what a number format says, and dates counted in days."""

import datetime as dt
import re
from decimal import Decimal
from typing import NamedTuple

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ZEROS = re.compile(r"0{2,}")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_DAYS_1904 = 1462
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's dates have no zone)
_NOT_LEAP = 60
"""The day that 1900 did not have and spreadsheets count: 29 February."""
_END = 2_958_466
"""The day after 31 December 9999."""


class NumberFormat(NamedTuple):
    """What matters of a number format: whether it shows a date, and with how many digits."""

    is_date: bool = False
    digits: int = 0


PLAIN = NumberFormat()


def read_format(number: int, code: str | None) -> NumberFormat:
    """A number format by its number, with its code where the workbook defines it.

    >>> read_format(22, None).is_date, read_format(164, "000").digits
    (True, 3)
    >>> read_format(165, '[Red]0.0"days"'), read_format(166, 'yyyy"年"m"月"d"日"').is_date
    (NumberFormat(is_date=False, digits=0), True)
    """
    if code is None:
        return NumberFormat(is_date=True) if number in _BUILT_IN_DATES else PLAIN
    plain = _LITERAL.sub("", code).split(";")[0]
    plain = _BRACKETS.sub("", _ELAPSED.sub(r"\1", plain)).strip()
    if plain.lower() == "general":
        return PLAIN
    if _DATE_LETTERS.search(plain):
        return NumberFormat(is_date=True)
    return NumberFormat(digits=len(plain)) if _ZEROS.fullmatch(plain) else PLAIN


def plain_number(written: str) -> str:
    """A stored number as a plain decimal of the 15 digits that a spreadsheet keeps.

    >>> plain_number("87.349999999999994"), plain_number("1E-3"), plain_number("12.0")
    ('87.35', '0.001', '12')
    """
    if written.isdigit() and written.isascii() and len(written) <= 15:
        return str(int(written))
    value = float(written)
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment_of_day_number(days: float, *, from_1904: bool) -> str | None:
    """A date that is counted in days, to the second; a time of day alone as `T09:00:00`.

    None where it is no date that a spreadsheet could show.

    >>> moment_of_day_number(46162.375, from_1904=False)
    '2026-05-20T09:00:00'
    >>> moment_of_day_number(44700.375, from_1904=True), moment_of_day_number(0.5, from_1904=False)
    ('2026-05-20T09:00:00', 'T12:00:00')
    """
    if not 0 <= days < _END:
        return None
    if days < 1:
        return f"T{(_FIRST_DAY + dt.timedelta(seconds=round(days * 86400))).time()}"
    if from_1904:
        days += _DAYS_1904
    elif days < _NOT_LEAP:
        days += 1
    try:
        return (_FIRST_DAY + dt.timedelta(seconds=round(days * 86400))).isoformat()
    except OverflowError:
        return None
