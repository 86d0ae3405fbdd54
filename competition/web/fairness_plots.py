"""The plots of the fairness report as places on a drawing, in its own units (pixels at 100 %).

A template draws them as SVG. Nothing here knows a name or a language.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 420.0
"""The width of a drawing, but for a heat map, which is as wide as its judges."""
LABEL = 118.0
ROW = 26.0
CELL, HEAT_ROW, HEAT_HEAD = 40.0, 24.0, 64.0
_AXIS = (LABEL + 10, WIDTH - 52)
MOST_PLOTTED = 40
MOST_PAIRS = 20
"""So many rows are drawn in one plot, and so many matches; the table behind it has all."""


@dataclass(frozen=True)
class IntervalMark:
    """One judge: the row's middle `y`, the dot `x` and the interval's ends; `judge` is a key."""

    judge: str
    y: float
    x: float
    low: float
    high: float
    points: float
    is_far: bool


@dataclass(frozen=True)
class LeniencyPlot:
    """Judges from the strictest; between `band` a judge is not far. `ticks` are (x, points)."""

    marks: list[IntervalMark]
    zero: float
    band: tuple[float, float]
    ticks: list[tuple[float, float]]
    height: float


def leniency_plot(stage: Mapping[str, Any]) -> LeniencyPlot | None:
    """Place every judge with an interval; None where nobody has one."""
    rows = [row for row in stage["leniency"] if row["points"] is not None]
    if not rows:
        return None
    rows.sort(key=lambda row: row["points"])
    # An interval of three sheets may be as wide as the scale: it is cut, the means never are.
    widest = max(max(abs(row["low"]), abs(row["high"])) for row in rows)
    farthest = max([abs(row["points"]) for row in rows] + [stage["limit"]])
    most = max(min(widest, 3 * farthest), 1e-9) * 1.05
    left, right = _AXIS
    middle = (left + right) / 2

    def at(points: float) -> float:
        return round(middle + max(-most, min(most, points)) / most * (right - left) / 2, 1)

    marks = [
        IntervalMark(
            judge=row["judge"],
            y=ROW * number + ROW / 2,
            x=at(row["points"]),
            low=at(row["low"]),
            high=at(row["high"]),
            points=row["points"],
            is_far=row["is_far"],
        )
        for number, row in enumerate(rows)
    ]
    step = _step(most)
    ticks = [(at(value), value) for value in (-2 * step, -step, 0.0, step, 2 * step)]
    return LeniencyPlot(
        marks=marks,
        zero=middle,
        band=(at(-stage["limit"]), at(stage["limit"])),
        ticks=[tick for tick in ticks if abs(tick[1]) <= most],
        height=ROW * len(rows),
    )


@dataclass(frozen=True)
class HeatCell:
    """A sheet against the mean; `level` from -3 (far below) to 3, None where nothing is known."""

    x: float
    level: int | None
    points: float | None


@dataclass(frozen=True)
class HeatMap:
    """A panel's performances: `judges` are (x, key), rows (y, team, cells)."""

    judges: list[tuple[float, str]]
    rows: list[tuple[float, str, list[HeatCell]]]
    width: float
    height: float


def heat_maps(stage: Mapping[str, Any]) -> list[HeatMap]:
    """Place every panel's sheets; the first `MOST_PLOTTED` performances of each."""
    return [_heat_map(panel, stage["limit"]) for panel in stage["panels"] if panel["rows"]]


def _heat_map(panel: Mapping[str, Any], limit: float) -> HeatMap:
    places = [LABEL + CELL * number for number in range(len(panel["judges"]))]
    rows = [
        (
            HEAT_HEAD + HEAT_ROW * number,
            row["team"],
            [
                HeatCell(x, _level(points, limit), points)
                for x, points in zip(places, row["cells"], strict=True)
            ],
        )
        for number, row in enumerate(panel["rows"][:MOST_PLOTTED])
    ]
    return HeatMap(
        judges=list(zip(places, panel["judges"], strict=True)),
        rows=rows,
        # Room for the last judge's slanted name.
        width=LABEL + CELL * len(places) + 46,
        height=HEAT_HEAD + HEAT_ROW * len(rows) + 2,
    )


def _level(points: float | None, limit: float) -> int | None:
    if points is None:
        return None
    size = sum(abs(points) >= limit * part for part in (0.5, 1.0, 2.0))
    return size if points > 0 else -size


@dataclass(frozen=True)
class RankGrid:
    """The places: `ways` are (x, way), rows (y, team, [(x, place, differs)])."""

    ways: list[tuple[float, str]]
    rows: list[tuple[float, str, list[tuple[float, int | None, bool]]]]
    width: float
    height: float


def rank_grid(stage: Mapping[str, Any]) -> RankGrid | None:
    """Place the places; None where nobody has one. `differs`: from the place as ruled."""
    part = stage["ranks"]
    if part is None:
        return None
    column = (WIDTH - LABEL - 10) / 5
    places = [LABEL + 10 + column * (number + 0.5) for number in range(len(part["ways"]))]
    head = 40.0
    rows = [
        (
            head + ROW * number + ROW / 2,
            row["team"],
            [
                (x, rank, rank is not None and rank != row["ranks"][0])
                for x, rank in zip(places, row["ranks"], strict=True)
            ],
        )
        for number, row in enumerate(part["rows"])
    ]
    width = LABEL + 10 + column * len(places)
    return RankGrid(
        list(zip(places, part["ways"], strict=True)), rows, width, head + ROW * len(rows) + 4
    )


@dataclass(frozen=True)
class SidesPlot:
    """Matches: rows (y, labour team, employer team, labour x, employer x); `ticks` (x, points)."""

    rows: list[tuple[float, str, str, float, float]]
    ticks: list[tuple[float, float]]
    height: float


def sides_plot(stage: Mapping[str, Any]) -> SidesPlot | None:
    """Place the two totals of every match; None without a match of both sides."""
    pairs = stage["pairs"][:MOST_PAIRS]
    if not pairs:
        return None
    totals = [pair[side] for pair in pairs for side in ("labour_total", "employer_total")]
    low, high = min(totals), max(totals)
    left, right = 14.0, WIDTH - 14

    def at(points: float) -> float:
        share = (points - low) / (high - low) if high > low else 0.5
        return round(left + share * (right - left), 1)

    rows = [
        (
            38.0 * number + 28,
            pair["labour"],
            pair["employer"],
            at(pair["labour_total"]),
            at(pair["employer_total"]),
        )
        for number, pair in enumerate(pairs)
    ]
    return SidesPlot(
        rows, [(at(value), value) for value in _round_between(low, high)], 38.0 * len(rows) + 6
    )


def _round_between(low: float, high: float) -> list[float]:
    """Two to five round numbers from `low` to `high`; the only one where they are equal."""
    if high <= low:
        return [low]
    step = _step(high - low)
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


def _step(most: float) -> float:
    """A round number of which two fit into `most`."""
    step = 10.0**9
    while step > most / 2:
        for part in (0.5, 0.4, 0.5):
            step *= part
            if step <= most / 2:
                break
    return step
