"""The numbers that follow from a seed: the same for everybody who has the seed."""

import hashlib
import itertools
import struct
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_BLOCK = struct.Struct(">8I")
_RANGE = 1 << 32


class SeededNumbers:
    """Integers of 32 bits from SHA-256(seed ‖ counter), block after block, and what they give.

    `seed` is the 32 bytes of a digest. The counter is 8 bytes, big-endian, from 0; a block is read
    as eight big-endian integers in order.
    """

    def __init__(self, seed: bytes) -> None:
        self._integers = _integers(seed)

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1, each as likely as the others; 1 ≤ `limit` ≤ 2³².

        Integers in the incomplete last part of their range are passed over, because they would
        make small numbers likelier.
        """
        usable = _RANGE // limit * limit
        integer = next(self._integers)
        while integer >= usable:
            integer = next(self._integers)
        return integer % limit

    def permutation(self, items: Sequence[T]) -> list[T]:
        """The items, each from the last place down swapped with one of those up to it."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _integers(seed: bytes) -> Iterator[int]:
    for counter in itertools.count():
        yield from _BLOCK.unpack(hashlib.sha256(seed + counter.to_bytes(8, "big")).digest())
