"""The block: the judges and entries over which everybody marked everything."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """Judges and entries, as positions in rising order; each of the judges marked each entry."""

    judges: list[int]
    entries: list[int]


def find_block(marked: Sequence[Mapping[int, int]]) -> Block | None:
    """Find the block among the judges' marks (by judge) of each entry, or None without one.

    Of the sets of judges who marked an entry it is the one for which the number of judges times
    that of the entries which all of them marked is largest, of equal ones the one with more
    judges, then the first. None where it has fewer than two judges or entries.

    >>> find_block([{0: 5, 1: 6, 2: 7}, {0: 4, 1: 4}, {0: 9, 1: 8}])
    Block(judges=[0, 1], entries=[0, 1, 2])
    >>> find_block([{0: 5, 1: 6}, {0: 4, 2: 4}]) is None
    True
    """
    sets = [sum(1 << judge for judge in marks) for marks in marked]
    best, best_size = 0, (0, 0)
    for candidate in dict.fromkeys(sets):
        count = candidate.bit_count()
        size = count * sum(candidate & each == candidate for each in sets)
        if (size, count) > best_size:
            best, best_size = candidate, (size, count)
    found = Block(
        judges=[judge for judge in range(best.bit_length()) if best >> judge & 1],
        entries=[number for number, each in enumerate(sets) if best and each & best == best],
    )
    return found if len(found.judges) >= 2 and len(found.entries) >= 2 else None
