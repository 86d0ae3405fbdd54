"""What cells mean: yes and no, whole numbers, scores, and moments."""

import datetime as dt
import re
import unicodedata

from competition import document
from competition.document import Refusal
from competition.lists.cells import Cell
from competition.messages import N_

_YES = {"是", "有", "对", "yes", "y", "1", "true", "√", "✓", "✔"}
_NO = {"否", "无", "不", "没有", "no", "n", "0", "false", "×", "-", "—"}
_ABSENT = {"缺考", "缺席", "未考", "弃考", "弃权", "absent", "dns"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(
    r"(上午|下午|晚上|中午|am|pm)?(\d{1,2})(?:[:时点](?:(\d{1,2})分?|(半))?)(?::(\d{1,2}))?秒?(am|pm)?"
)
_OFFSET = re.compile(r"(z|[+-]\d{2}(?::?\d{2})?)\Z")
_AFTERNOON = ("下午", "晚上", "中午", "pm")


def read_flag(text: str) -> bool:
    """Yes or no; raises `Refusal` for what is neither."""
    word = _folded(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Refusal(
        N_("“%(value)s” is neither yes nor no. Write 是 or 否, yes or no."), {"value": text}
    )


def read_ordinal(text: str) -> int:
    """A whole number from 1; raises `Refusal`."""
    word = _folded(text)
    if not re.fullmatch("[0-9]{1,6}", word) or int(word) < 1:
        raise Refusal(N_("“%(value)s” is no whole number from 1."), {"value": text})
    return int(word)


def is_absent(text: str) -> bool:
    """Whether a score says that there is none: 缺考."""
    return _folded(text) in _ABSENT


def read_score(cell: Cell) -> str:
    """A score as a plain decimal; raises `Refusal`."""
    return document.normalise_typed_number(cell.text.removesuffix("分"))


def read_moment(text: str, date: str | None, starts: str | None) -> tuple[str, bool]:
    """A moment with its offset from UTC, and whether it has a time of day (else midnight).

    `date` is the text of a column with the day alone, `starts` the competition's own start, whose
    offset counts for a moment that has none. Raises `Refusal`.

    >>> read_moment("2026-05-20T09:00:00", None, "2026-05-19T08:00:00+08:00")
    ('2026-05-20T09:00:00+08:00', True)
    >>> read_moment("下午2:30", "2026年5月20日", "2026-05-19T08:00:00+08:00")
    ('2026-05-20T14:30:00+08:00', True)
    """
    written = _folded(text)
    if written[:1] == "t" or not _DATE.match(written):
        if date is None:
            raise _no_moment(text)
        day = _DATE.match(_folded(date))
        if day is None:
            raise _no_moment(date)
        written = day[0] + "t" + written.removeprefix("t")
    found = _DATE.match(written)
    assert found is not None
    rest = written[found.end() :].removeprefix("t")
    rest = re.sub(r"^[(]?(?:星期|周)[一二三四五六日天][)]?", "", rest)
    offset = _OFFSET.search(rest) if ":" in rest else None
    if offset is not None:
        rest = rest[: offset.start()]
    # Fractions of a second, which some programs write and no programme needs.
    rest = re.sub(r"(:\d{2}:\d{2})\.\d+\Z", r"\1", rest)
    time = _TIME.fullmatch(rest) if rest else None
    if rest and time is None:
        raise _no_moment(text)
    try:
        moment = dt.datetime(  # noqa: DTZ001 (the offset is added as it is written)
            int(found[1]), int(found[2]), int(found[3]), *_time_of(time)
        )
    except ValueError as error:
        raise _no_moment(text) from error
    said = offset[1].upper() if offset is not None else _offset_of(starts)
    if said is None:
        raise Refusal(
            N_(
                "“%(value)s” does not say in which time zone. Set the start of the competition in "
                "its details first, or write the offset: 2026-05-20T09:00+08:00."
            ),
            {"value": text},
        )
    return document.check_moment(f"{moment.isoformat()}{said}"), time is not None


def is_same_moment(one: str, other: str) -> bool:
    """Whether two moments are the same instant."""
    return dt.datetime.fromisoformat(one) == dt.datetime.fromisoformat(other)


def _time_of(found: re.Match[str] | None) -> tuple[int, int, int]:
    if found is None:
        return 0, 0, 0
    hour, minute = int(found[2]), 30 if found[4] else int(found[3] or 0)
    half = found[1] or found[6]
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour > 3):
        hour += 12
    elif half in ("am", "上午") and hour == 12:
        hour = 0
    return hour, minute, int(found[5] or 0)


def _offset_of(moment: str | None) -> str | None:
    found = _OFFSET.search(moment.lower()) if moment is not None else None
    return found[1].upper() if found is not None else None


def _no_moment(text: str) -> Refusal:
    return Refusal(
        N_("“%(value)s” is no date with a time. Write it as 2026-05-20 09:00."), {"value": text}
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
