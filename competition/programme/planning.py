"""A round of n matches laid out over times and rooms, before anybody is drawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from competition.document import Refusal
from competition.file_types import PlannedPart, RoundPart, Text
from competition.messages import N_
from competition.programme.moments import written

MOST_MATCHES = 400
_MOST_DAYS = 366


@dataclass(frozen=True)
class Break:
    """A time of the day in which no match is played, such as lunch."""

    starts: dt.time
    ends: dt.time


@dataclass(frozen=True)
class Layout:
    """How many matches, when the first begins, how far apart, in which rooms by turns.

    After `last` no match begins on a day: the next one is the first of the following day.
    """

    matches: int
    first: dt.datetime
    minutes: int
    rooms: Sequence[Text]
    breaks: Sequence[Break] = ()
    last: dt.time | None = None


def lay_out(layout: Layout) -> list[PlannedPart]:
    """The planned matches in order: as many at once as there are rooms, then the next time.

    Raises `Refusal` where no match fits into a day.
    """
    if not 1 <= layout.matches <= MOST_MATCHES:
        raise Refusal(
            N_("A round has 1 to %(most)s matches."),
            {"most": MOST_MATCHES},
        )
    rooms: Sequence[Text | None] = layout.rooms or [None]
    found: list[PlannedPart] = []
    at = _next_time(layout, layout.first, layout.first.date())
    while True:
        for room in rooms:
            part: PlannedPart = {"starts": written(at)}
            if room is not None:
                part["room"] = room
            found.append(part)
            if len(found) == layout.matches:
                return found
        at = _next_time(layout, at + dt.timedelta(minutes=layout.minutes), at.date())


def _next_time(layout: Layout, at: dt.datetime, day: dt.date) -> dt.datetime:
    """The first time from `at` on at which a match begins and no break interrupts it.

    What does not fit into `day` any more is on the day after, from the layout's first time on.
    """
    length = dt.timedelta(minutes=layout.minutes)
    for _day in range(2):
        while at.date() == day and (layout.last is None or at.time() <= layout.last):
            ends = [_end_on(day, each, at) for each in _in_the_way(layout, at, at + length)]
            if not ends:
                return at
            at = max(ends)
        day += dt.timedelta(days=1)
        at = dt.datetime.combine(day, layout.first.timetz())
    raise Refusal(N_("Between the breaks no match fits into a day. Change the times."))


def _in_the_way(layout: Layout, starts: dt.datetime, ends: dt.datetime) -> list[Break]:
    day = starts.date()
    return [
        each
        for each in layout.breaks
        if each.starts < each.ends
        and starts < _end_on(day, each, starts)
        and ends > dt.datetime.combine(day, each.starts, starts.tzinfo)
    ]


def _end_on(day: dt.date, each: Break, at: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, each.ends, at.tzinfo)


def take_planned(round_: RoundPart, matches: Sequence[Any]) -> None:
    """Give new matches of a round the planned times, rooms and topics, in order.

    What a match says itself stays. Planned matches beyond their number stay planned; new matches
    beyond the plan have no time yet.
    """
    planned = round_.get("planned", [])
    for match, slot in zip(matches, planned, strict=False):
        for field in ("starts", "room", "topic"):
            if field in slot and field not in match:
                match[field] = slot[field]
    set_planned(round_, planned[len(matches) :])


def set_planned(round_: RoundPart, planned: Sequence[PlannedPart]) -> None:
    """Give the round these planned matches; without any the field is absent."""
    if planned:
        round_["planned"] = list(planned)
    else:
        round_.pop("planned", None)
