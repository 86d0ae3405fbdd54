"""Every match and every planned match as a row of the programme."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competition.file_types import Document, RoundPart, StagePart, Text
from competition.programme.moments import local_time

PLANNED = "planned:"


@dataclass(frozen=True)
class ProgrammeRow:
    """One match, or one that is planned; `part` is it in the file.

    `key` names it: a match by its key, a planned match by its round and its place there.
    `number` counts within the round, planned matches after the others.
    """

    key: str
    stage: StagePart
    round: RoundPart
    number: int
    part: Mapping[str, Any]
    at: dt.datetime | None

    @property
    def round_name(self) -> str:
        """The round as `stage/round`."""
        return f"{self.stage['key']}/{self.round['key']}"

    @property
    def is_planned(self) -> bool:
        """Whether nobody is drawn yet."""
        return self.key.startswith(PLANNED)

    @property
    def room(self) -> Text | None:
        """Where it is, if that is said."""
        found: Text | None = self.part.get("room")
        return found

    @property
    def is_void(self) -> bool:
        """Whether the match counts for nobody."""
        return bool(self.part.get("void"))


def rounds_of(file: Document) -> Iterator[tuple[StagePart, RoundPart]]:
    """Every round with its stage, in order; a paper stage has none."""
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            yield stage, round_


def programme_rows(file: Document, zone: dt.tzinfo) -> list[ProgrammeRow]:
    """All rows in the order of the file."""
    found = []
    for stage, round_ in rounds_of(file):
        matches = round_["matches"]
        for number, match in enumerate(matches, start=1):
            found.append(_row(match["key"], stage, round_, number, match, zone))
        for index, planned in enumerate(round_.get("planned", ())):
            key = f"{PLANNED}{stage['key']}/{round_['key']}:{index}"
            number = len(matches) + index + 1
            found.append(_row(key, stage, round_, number, planned, zone))
    return found


def day_of_round(round_: RoundPart, zone: dt.tzinfo) -> dt.date | None:
    """The day on which a round begins, as far as it is known."""
    moments = [round_.get("starts"), *(m.get("starts") for m in round_["matches"])]
    moments += [planned.get("starts") for planned in round_.get("planned", ())]
    return next((local_time(moment, zone).date() for moment in moments if moment), None)


def same_room(one: Any, other: Any) -> bool:
    """Whether two rooms are one: equal in a language that both have.

    >>> same_room({"zh": "一号厅"}, {"zh": "一号厅", "en": "Hall 1"})
    True
    """
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one is not None and one == other
    return any(one[code] == other[code] for code in one if code in other)


def distinct_rooms(rows: list[ProgrammeRow]) -> list[Text]:
    """The rooms in the order in which they first appear."""
    found: list[Text] = []
    seen = set[str]()
    for row in rows:
        # Most rows have the very text of an earlier one.
        if row.room is None or str(row.room) in seen:
            continue
        seen.add(str(row.room))
        if not any(same_room(row.room, known) for known in found):
            found.append(row.room)
    return found


def _row(
    key: str,
    stage: StagePart,
    round_: RoundPart,
    number: int,
    part: Any,
    zone: dt.tzinfo,
) -> ProgrammeRow:
    starts = part.get("starts")
    at = local_time(starts, zone) if starts else None
    return ProgrammeRow(key, stage, round_, number, part, at)
