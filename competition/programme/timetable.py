"""The programme as a timetable: days, in each its times and rooms, and what has no time yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from competition.file_types import Text
from competition.programme.rows import ProgrammeRow, distinct_rooms, same_room


@dataclass(frozen=True)
class TimeLine:
    """What begins at one moment: a list for each room of the day, the last without a room."""

    at: dt.datetime
    cells: list[list[ProgrammeRow]]

    @property
    def rows(self) -> list[ProgrammeRow]:
        """All of them, by room."""
        return [row for cell in self.cells for row in cell]


@dataclass(frozen=True)
class Day:
    """One day; where a match has no room, the last of `rooms` is None."""

    date: dt.date
    rooms: list[Text | None]
    lines: list[TimeLine]

    @property
    def rows(self) -> list[ProgrammeRow]:
        """All of them, by time and room."""
        return [row for line in self.lines for row in line.rows]


@dataclass(frozen=True)
class Timetable:
    """The days in order, and the rows without a time in the order of the file."""

    days: list[Day]
    open: list[ProgrammeRow] = field(default_factory=list)


def timetable(rows: Sequence[ProgrammeRow]) -> Timetable:
    """Arrange rows by day, time and room; within a cell they keep their order."""
    by_day: dict[dt.date, list[ProgrammeRow]] = {}
    still_open = []
    for row in rows:
        if row.at is None:
            still_open.append(row)
        else:
            by_day.setdefault(row.at.date(), []).append(row)
    days = [_day(date, by_day[date]) for date in sorted(by_day)]
    return Timetable(days, still_open)


def _day(date: dt.date, rows: list[ProgrammeRow]) -> Day:
    rooms: list[Text | None] = list(distinct_rooms(rows))
    if any(row.room is None for row in rows):
        rooms.append(None)
    places: dict[str, int] = {}
    by_time: dict[dt.datetime, list[list[ProgrammeRow]]] = {}
    for row in rows:
        if row.at is None:
            continue
        cells = by_time.setdefault(row.at, [[] for _room in rooms])
        name = str(row.room)
        if name not in places:
            places[name] = next(
                index
                for index, room in enumerate(rooms)
                if (room is None and row.room is None) or same_room(room, row.room)
            )
        cells[places[name]].append(row)
    return Day(date, rooms, [TimeLine(at, by_time[at]) for at in sorted(by_time)])
