"""Panels drawn again from their own judges, with replacement, as many as there are.

Imports NumPy at once: import this module inside a function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from competition.fairness.counted_panels import Counts

LARGEST_EXACT = 9
"""A panel of at most so many judges is resampled in every way that there is."""
DRAWS = 10_000


@dataclass(frozen=True)
class PanelResamples:
    """Resamples of one panel.

    `counts` are how often each seat is drawn (seats × different resamples), `places` which of
    them each case is; None where each case is one of its own, in this order.
    """

    seats: dict[str, int]
    counts: Counts
    places: NDArray[Any] | None


@dataclass(frozen=True)
class StageResamples:
    """Resamples of all panels of a stage; `weights` are how many ordered ones each case is."""

    panels: dict[frozenset[str], PanelResamples]
    weights: NDArray[np.int64]
    is_exact: bool

    @property
    def total(self) -> int:
        """How many ordered resamples there are."""
        return int(self.weights.sum())


def all_resamples(judges: Sequence[str]) -> StageResamples:
    """Return every resample of one panel of at most nine, with its weight."""
    size = len(judges)
    drawn = np.array(list(combinations_with_replacement(range(size), size)))
    counts = np.array([(drawn == seat).sum(axis=1) for seat in range(size)], dtype=np.int64)
    orders = [factorial(number) for number in range(size + 1)]
    weights = [orders[size] // prod(orders[count] for count in case) for case in counts.T.tolist()]
    panel = PanelResamples(_seats(judges), counts, None)
    return StageResamples({frozenset(judges): panel}, np.array(weights, dtype=np.int64), True)


def drawn_resamples(panels: Sequence[Sequence[str]], chance: Generator) -> StageResamples:
    """Draw each panel by itself, ten thousand times, in the order of `panels`."""
    found = {}
    for judges in panels:
        size = len(judges)
        drawn = chance.integers(0, size, size=(DRAWS, size))
        counts = np.array([(drawn == seat).sum(axis=1) for seat in range(size)], dtype=np.int64)
        found[frozenset(judges)] = PanelResamples(_seats(judges), *_distinct(counts))
    return StageResamples(found, np.ones(DRAWS, dtype=np.int64), False)


def _seats(judges: Sequence[str]) -> dict[str, int]:
    return {judge: seat for seat, judge in enumerate(judges)}


def _distinct(counts: Counts) -> tuple[Counts, NDArray[Any] | None]:
    """Return the different resamples, and which of them each case is."""
    size = len(counts)
    if (size + 1) ** size >= 2**62:
        return counts, None
    # Each resample as one number, in base size + 1.
    names = np.zeros(counts.shape[1], dtype=np.int64)
    for row in counts:
        names = names * (size + 1) + row
    _, first, places = np.unique(names, return_index=True, return_inverse=True)
    return counts[:, first], places
