"""Whether the rows of an audit chain follow on from each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from competition.messages import N_


@dataclass(frozen=True)
class BrokenLink:
    """The first row that is wrong, by its number; `why` is an English message of the catalogue."""

    number: int
    why: str


class Link(Protocol):
    """A row as far as its place in the chain goes: an `AuditRow` or a `ChainRow`."""

    @property
    def number(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    def digest(self) -> str: ...


def first_broken_link(chain: Iterable[Link]) -> BrokenLink | None:
    """Check a whole chain; returns the first row that is missing, out of sequence or changed.

    Rows removed from the end leave no trace in the chain itself. A chain begins when what it is
    about begins, so an empty chain has lost its first row.
    """
    expected, previous = 1, ""
    for row in chain:
        if broken := broken_link(row, expected, previous):
            return broken
        expected, previous = expected + 1, row.sha256
    return BrokenLink(1, N_("it is missing")) if expected == 1 else None


def broken_link(row: Link, expected: int, previous: str) -> BrokenLink | None:
    """What is wrong with one row, which should have that number and follow on from that digest."""
    if row.number != expected:
        return BrokenLink(expected, N_("it is missing"))
    if row.previous != previous:
        return BrokenLink(expected, N_("it does not follow on from the entry before it"))
    if row.sha256 != row.digest():
        return BrokenLink(expected, N_("it was changed after it was written"))
    return None
