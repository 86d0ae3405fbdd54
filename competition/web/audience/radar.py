"""A team's dimensions as the corners of a small drawing; the numbers are in the table beside it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

RADIUS = 44
FEWEST, MOST = 3, 12


@dataclass(frozen=True)
class Scale:
    """What stands at the middle and at the rim, for one dimension."""

    low: Decimal
    high: Decimal

    def share(self, value: str) -> float:
        """How far out a value lies, from 0 to 1."""
        if self.high == self.low:
            return 1.0
        return float((Decimal(value) - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class Radar:
    """Points for an SVG centred on 0, 0: the shape, the rings, the axes and their numbers' places.

    `shape` and `rings` are the `points` of polygons; `axes` the outer ends as x, y; `marks`
    a number and where it is written.
    """

    shape: str
    rings: tuple[str, ...]
    axes: tuple[tuple[str, str], ...]
    marks: tuple[tuple[int, str, str], ...]


def scale(low: str, high: str, values: Sequence[str]) -> Scale:
    """The scale of a dimension: its least and greatest, and further where a value lies outside.

    Values may lie outside where a panel's marks or a team's matches are summed.
    """
    seen = [Decimal(value) for value in (low, high, *values)]
    return Scale(min(seen), max(seen))


def radar(values: Mapping[str, str], scales: Mapping[str, Scale]) -> Radar | None:
    """The drawing for one team; None where there are too few or too many dimensions to draw."""
    count = len(values)
    if not FEWEST <= count <= MOST:
        return None
    shares = [max(0.02, scales[key].share(value)) for key, value in values.items()]
    return Radar(
        shape=_points(shares),
        rings=tuple(_points([step] * count) for step in (1.0, 0.5)),
        axes=tuple(_at(place, count, 1.0) for place in range(count)),
        marks=tuple((place + 1, *_at(place, count, 1.22)) for place in range(count)),
    )


def _points(shares: Sequence[float]) -> str:
    ends = (_at(place, len(shares), share) for place, share in enumerate(shares))
    return " ".join(f"{x},{y}" for x, y in ends)


def _at(place: int, count: int, share: float) -> tuple[str, str]:
    angle = 2 * math.pi * place / count - math.pi / 2
    return (
        f"{share * RADIUS * math.cos(angle):.1f}",
        f"{share * RADIUS * math.sin(angle):.1f}",
    )
