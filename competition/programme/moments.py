"""Moments in the competition's own offset from UTC."""

import datetime as dt

from competition.file_types import Document

DEFAULT_OFFSET = dt.timezone(dt.timedelta(hours=8))
"""Where no moment of the competition says its offset."""


def zone_of(file: Document) -> dt.tzinfo:
    """The offset of the competition's start, else of the first round or match with a time."""
    found = [file["competition"].get("starts")]
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            found.append(round_.get("starts"))
            found += [match.get("starts") for match in round_["matches"]]
    for moment in filter(None, found):
        return dt.datetime.fromisoformat(moment).tzinfo or DEFAULT_OFFSET
    return DEFAULT_OFFSET


def local_time(moment: str, zone: dt.tzinfo) -> dt.datetime:
    """A stored moment in that zone; at the ends of the calendar as it is written."""
    at = dt.datetime.fromisoformat(moment)
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.replace(tzinfo=zone)


def written(moment: dt.datetime) -> str:
    """A moment as the file holds it.

    >>> written(dt.datetime(2026, 5, 20, 9, tzinfo=DEFAULT_OFFSET))
    '2026-05-20T09:00:00+08:00'
    """
    return moment.replace(microsecond=0).isoformat()


def shown(moment: str, zone: dt.tzinfo) -> str:
    """A stored moment as a cell shows it, without seconds where there are none.

    >>> shown("2026-05-20T01:00:00Z", DEFAULT_OFFSET)
    '2026-05-20 09:00'
    """
    at = local_time(moment, zone)
    return at.replace(tzinfo=None, microsecond=0).isoformat(" ", "auto" if at.second else "minutes")
