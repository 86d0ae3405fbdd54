"""Which matches one judge cannot both be in, because they are at the same time."""

from collections.abc import Iterator
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


def overlapping(
    placed: list[PlacedMatch], *, rounds_in_sequence: bool
) -> Iterator[tuple[int, int, Overlap]]:
    """Every two of these matches that nobody can be in both, by their places in the list."""
    for first, one in enumerate(placed):
        for second in range(first + 1, len(placed)):
            if why := overlap(one, placed[second], rounds_in_sequence=rounds_in_sequence):
                yield first, second, why


def _starts(match: MatchPart, round_: RoundPart, rounds_in_sequence: bool) -> datetime | None:
    written = match.get("starts") or (None if rounds_in_sequence else round_.get("starts"))
    return datetime.fromisoformat(written).astimezone(UTC) if written else None
