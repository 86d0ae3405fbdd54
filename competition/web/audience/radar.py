"""A team's dimensions as a radar chart; a table beside it has the same numbers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

RADIUS = 44
MIN_DIMENSIONS, MAX_DIMENSIONS = 3, 12


@dataclass(frozen=True)
class Scale:
    """The values at the centre and at the rim, for one dimension."""

    low: Decimal
    high: Decimal

    def share(self, value: str) -> float:
        """How far from the centre a value lies, from 0 to 1."""
        if self.high == self.low:
            return 1.0
        return float((Decimal(value) - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class Radar:
    """Points for an SVG centred on 0, 0: the shape, the rings, the axes and their numbers.

    `shape` and `rings` are the `points` of polygons; `axes` the outer ends as x, y; `labels`
    a number and its x, y.
    """

    shape: str
    rings: tuple[str, ...]
    axes: tuple[tuple[str, str], ...]
    labels: tuple[tuple[int, str, str], ...]


def scale(low: str, high: str, values: Sequence[str]) -> Scale:
    """The scale of a dimension: from `low` to `high`, widened where a value lies outside.

    Values can lie outside where a panel's marks or a team's matches are summed.
    """
    bounds = [Decimal(value) for value in (low, high, *values)]
    return Scale(min(bounds), max(bounds))


def radar(values: Mapping[str, str], scales: Mapping[str, Scale]) -> Radar | None:
    """The chart for one team; None if there are too few or too many dimensions to draw."""
    count = len(values)
    if not MIN_DIMENSIONS <= count <= MAX_DIMENSIONS:
        return None
    shares = [max(0.02, scales[key].share(value)) for key, value in values.items()]
    return Radar(
        shape=_points(shares),
        rings=tuple(_points([step] * count) for step in (1.0, 0.5)),
        axes=tuple(_position(index, count, 1.0) for index in range(count)),
        labels=tuple((index + 1, *_position(index, count, 1.22)) for index in range(count)),
    )


def _points(shares: Sequence[float]) -> str:
    corners = (_position(index, len(shares), share) for index, share in enumerate(shares))
    return " ".join(f"{x},{y}" for x, y in corners)


def _position(index: int, count: int, share: float) -> tuple[str, str]:
    angle = 2 * math.pi * index / count - math.pi / 2
    return (
        f"{share * RADIUS * math.cos(angle):.1f}",
        f"{share * RADIUS * math.sin(angle):.1f}",
    )
