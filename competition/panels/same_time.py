"""Which matches one judge cannot both be in, because they are at the same time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from competition.file_types import Document, MatchPart, RoundPart

Overlap = Literal["same_instant", "same_round"]


class PlacedMatch(NamedTuple):
    """A match with where it is in the competition and when it starts, if that is known."""

    match: MatchPart
    stage: str
    round: tuple[str, str]
    starts: datetime | None
    has_own_start: bool


def placed_matches(document: Document, *, rounds_in_sequence: bool = False) -> list[PlacedMatch]:
    """Every match that is played, of all stages: void ones take nobody's time.

    A match without a start of its own starts with its round, unless a round's matches follow each
    other: then nobody knows when it starts.
    """
    return [
        PlacedMatch(
            match,
            stage["key"],
            (stage["key"], round_["key"]),
            _starts(match, round_, rounds_in_sequence),
            "starts" in match,
        )
        for stage in document["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        if not match.get("void")
    ]


def overlap(one: PlacedMatch, other: PlacedMatch, *, rounds_in_sequence: bool) -> Overlap | None:
    """Why nobody can be in both of two matches; None where somebody can.

    They start at the same instant, or they are of one round and one has no start of its own, so
    that they may be at the same time. With `rounds_in_sequence` they then follow each other.
    """
    if one.starts is not None and one.starts == other.starts:
        return "same_instant"
    is_open = one.round == other.round and not (one.has_own_start and other.has_own_start)
    return "same_round" if is_open and not rounds_in_sequence else None


def same_time_groups(placed: Sequence[PlacedMatch], *, rounds_in_sequence: bool) -> list[list[int]]:
    """The matches, by their places in the list, of which a judge can be in one at most.

    Any two that overlap are in a group together, and any two of a group overlap.
    """
    by_instant: dict[object, list[int]] = defaultdict(list)
    without_start: dict[object, list[int]] = defaultdict(list)
    with_start: dict[object, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(placed):
        if each.starts is not None:
            by_instant[each.starts].append(number)
        if each.has_own_start:
            with_start[each.round][each.starts].append(number)
        else:
            without_start[each.round].append(number)
    groups = list(by_instant.values())
    if not rounds_in_sequence:
        for round_, open_ones in without_start.items():
            beside = list(with_start[round_].values()) or [[]]
            groups += [[*open_ones, *others] for others in beside]
    return [group for group in groups if len(group) > 1]


def _starts(match: MatchPart, round_: RoundPart, rounds_in_sequence: bool) -> datetime | None:
    written = match.get("starts") or (None if rounds_in_sequence else round_.get("starts"))
    return datetime.fromisoformat(written).astimezone(UTC) if written else None
