"""Times and dates as people type them and spreadsheets paste them."""

import datetime as dt
import re
import unicodedata

from competition.document import Refusal
from competition.messages import N_
from competition.programme.moments import written

_DATE = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_YEAR_LAST = r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<last>\d{4})"
_HALF = r"(?:am|pm|a\.m\.|p\.m\.|上午|下午|晚上)"
_TIME = (
    rf"(?P<before>{_HALF})?\s*(?P<hour>\d{{1,2}})(?:[:时点](?P<minute>\d{{2}})?分?)"
    rf"(?::(?P<second_>\d{{2}})(?:\.\d+)?)?\s*(?P<after>{_HALF})?"
)
_OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2})?"
_TYPED = re.compile(
    rf"(?:(?:{_DATE}|{_YEAR_LAST})(?:\s*[T,]?\s*))?(?:{_TIME})\s*{_OFFSET}", re.IGNORECASE
)
_DAY = re.compile(_DATE)
_AFTERNOON = ("pm", "p.m.", "下午", "晚上")


def read_typed_moment(text: str, day: dt.date | None, zone: dt.tzinfo) -> str:
    """What was typed as a moment of the file; a time without a date is on `day`.

    Raises `Refusal` for what is no time, no date of the calendar, or a time without any day.

    >>> EAST = dt.timezone(dt.timedelta(hours=8))
    >>> read_typed_moment("9:40", dt.date(2026, 5, 20), EAST)
    '2026-05-20T09:40:00+08:00'
    >>> read_typed_moment("5月21日 下午1：30", dt.date(2026, 5, 20), EAST)
    '2026-05-21T13:30:00+08:00'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _TYPED.fullmatch(plain)
    if found is None:
        raise Refusal(
            N_(
                "“%(text)s” is not a time. Write it like 09:00, or with its date: 2026-05-20 09:00."
            ),
            {"text": text.strip()[:60]},
        )
    on = _day_typed(found, day)
    if on is None:
        raise Refusal(
            N_("Write the date too, like 2026-05-20 09:00: no day of this round is known yet.")
        )
    offset = found["offset"]
    at_zone = zone if offset is None else dt.datetime.fromisoformat(f"2000-01-01T00:00{offset}")
    try:
        moment = dt.datetime.combine(on, _time_typed(found))
    except ValueError:
        raise _no_such_time(text) from None
    tzinfo = at_zone.tzinfo if isinstance(at_zone, dt.datetime) else at_zone
    return written(moment.replace(tzinfo=tzinfo))


def read_day(text: str) -> dt.date:
    """A date that was typed, with its year; raises `Refusal`."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or found["year"] is None:
        raise Refusal(N_("Write the date like this: 2026-05-20."))
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise _no_such_time(text) from None


def read_time(text: str) -> dt.time:
    """A time of day that was typed; raises `Refusal`."""
    found = re.fullmatch(_TIME, unicodedata.normalize("NFKC", text).strip(), re.IGNORECASE)
    if found is None:
        raise Refusal(N_("Write the time like this: 09:00."))
    try:
        return _time_typed(found)
    except ValueError:
        raise _no_such_time(text) from None


def _day_typed(found: re.Match[str], day: dt.date | None) -> dt.date | None:
    text = found[0]
    try:
        if found["month"]:
            if found["year"] is None and day is None:
                return None
            year = int(found["year"]) if found["year"] else (day or dt.date.min).year
            return dt.date(year, int(found["month"]), int(found["day"]))
        if found["last"]:
            first, second = int(found["first"]), int(found["second"])
            if first <= 12 and second <= 12 and first != second:
                raise Refusal(
                    N_("“%(text)s” can be read as two dates. Write it like 2026-05-20 09:00."),
                    {"text": text},
                )
            month, on = (second, first) if first > 12 else (first, second)
            return dt.date(int(found["last"]), month, on)
    except ValueError as wrong:
        if isinstance(wrong, Refusal):
            raise
        raise _no_such_time(text) from None
    return day


def _time_typed(found: re.Match[str]) -> dt.time:
    half = (found["before"] or found["after"] or "").lower()
    hour = int(found["hour"])
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in ("am", "a.m.", "上午") and hour == 12:
        hour = 0
    return dt.time(hour, int(found["minute"] or 0), int(found["second_"] or 0))


def _no_such_time(text: str) -> Refusal:
    return Refusal(
        N_("“%(text)s” is no date and time of the calendar."), {"text": text.strip()[:60]}
    )
