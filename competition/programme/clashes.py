"""Who or what is in two places at once, and breaks that are too short. Warnings, never refusals."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from competition.file_types import Text
from competition.programme.rows import ProgrammeRow, distinct_rooms, same_room

SHORTEST_BREAK = dt.timedelta(minutes=10)
"""Less than this between two matches of a team is told."""
LONGEST_MATCH = dt.timedelta(hours=3)
"""What follows later than this in a room does not tell how long a match lasts."""

ClashKind = Literal["room", "team", "judge", "break"]


@dataclass(frozen=True)
class ProgrammeClash:
    """Two rows that are in each other's way: of a room, a team, a judge, or a team's break.

    `who` is a team's or judge's key, `room` the room; `minutes` is how long the break would be.
    """

    kind: ClashKind
    rows: tuple[ProgrammeRow, ProgrammeRow]
    who: str = ""
    room: Text | None = None
    minutes: int = 0


def find_clashes(rows: Sequence[ProgrammeRow]) -> list[ProgrammeClash]:
    """All clashes of rows that have a time; void matches are in nobody's way.

    How long a match lasts is not said anywhere: what is known is how soon the next one of its
    round begins in the same room. Without that, only equal times clash.
    """
    timed = sorted((row for row in rows if row.at and not row.is_void), key=_begins)
    lasts = _lengths(timed)
    return [
        *_room_clashes(timed),
        *_clashes_of(timed, lasts, "team", lambda row: [e["team"] for e in _entries(row)]),
        *_clashes_of(timed, lasts, "judge", _judges),
    ]


def _room_clashes(rows: Sequence[ProgrammeRow]) -> Iterable[ProgrammeClash]:
    for index, row in enumerate(rows):
        for later in rows[index + 1 :]:
            if later.at != row.at:
                break
            if same_room(row.room, later.room):
                yield ProgrammeClash("room", (row, later), room=row.room)


def _clashes_of(
    rows: Sequence[ProgrammeRow],
    lasts: dict[str, dt.timedelta],
    kind: Literal["team", "judge"],
    people: Callable[[ProgrammeRow], Iterable[str]],
) -> Iterable[ProgrammeClash]:
    by_person: dict[str, list[ProgrammeRow]] = {}
    for row in rows:
        for who in people(row):
            by_person.setdefault(who, []).append(row)
    for who, own in by_person.items():
        for row, later in itertools.pairwise(own):
            gap = _begins(later) - _begins(row)
            length = lasts.get(row.round_name, dt.timedelta())
            left = gap - length
            if not gap or left < dt.timedelta():
                yield ProgrammeClash(kind, (row, later), who)
            elif kind == "team" and length and left < SHORTEST_BREAK:
                yield ProgrammeClash(
                    "break", (row, later), who, minutes=left // dt.timedelta(minutes=1)
                )


def _lengths(rows: Sequence[ProgrammeRow]) -> dict[str, dt.timedelta]:
    """By round, how soon one match follows another in the same room of the same day."""
    names: dict[str, str] = {}
    rooms = distinct_rooms(list(rows))
    last: dict[tuple[str, str, dt.date], dt.datetime] = {}
    found: dict[str, dt.timedelta] = {}
    for row in rows:
        text = str(row.room)
        if text not in names:
            known = (room for room in rooms if same_room(room, row.room))
            names[text] = str(next(known, None))
        begins = _begins(row)
        place = (row.round_name, names[text], begins.date())
        gap = begins - last.get(place, begins)
        if dt.timedelta() < gap <= LONGEST_MATCH:
            found[row.round_name] = min(gap, found.get(row.round_name, gap))
        last[place] = begins
    return found


def _entries(row: ProgrammeRow) -> Iterable[dict[str, str]]:
    found: Iterable[dict[str, str]] = row.part.get("entries", ())
    return found


def _judges(row: ProgrammeRow) -> Iterable[str]:
    return [*row.part.get("panel", ()), *row.part.get("trainees", ())]


def _begins(row: ProgrammeRow) -> dt.datetime:
    assert row.at is not None
    return row.at
