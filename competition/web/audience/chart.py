"""Ranks over time as the lines of a chart; a table beside it has the same numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from competition.web.audience.board import MEDALS
from competition.web.audience.board_types import BoardRow, Text
from competition.web.audience.history import FROZEN, Point

LEFT, RIGHT, TOP, BOTTOM = 28.0, 28.0, 14.0, 14.0
WIDTH = 340.0
ROW_HEIGHT, MIN_HEIGHT, MAX_HEIGHT = 26.0, 60.0, 300.0
MIN_POINTS = 2
MAX_LABELS = 12


@dataclass(frozen=True)
class Line:
    """A team's ranks over time: a polyline for each stretch without a gap.

    `lines` are the `points` of the polylines; `dots` the x, y of stretches of one point; `end`
    is the x, y of the newest point. `places` are the ranks in order, without repeats. `rank` is
    the rank now; during a reveal after a freeze, the line does not reach it yet.
    """

    team: str
    name: Text
    medal: str
    lines: list[str]
    dots: list[tuple[str, str]]
    end: tuple[str, str]
    rank: int
    places: list[int]


@dataclass(frozen=True)
class Chart:
    """The chart of a stage: its size, a line for each team, frozen stretches, ranks at the side.

    `frozen` holds x and width; `rank_labels` a rank and its y.
    """

    width: str
    height: str
    lines: list[Line]
    frozen: list[tuple[str, str]]
    rank_labels: list[tuple[int, str]]


def chart(points: Sequence[Point], rows: Sequence[BoardRow]) -> Chart | None:
    """Draw how the ranks of the teams in `rows` changed; None while there is only one point."""
    # During a reveal, teams get a rank that never had one on the board.
    charted = [row for row in rows if any(row.team in point.ranks for point in points)]
    if len(points) < MIN_POINTS or not charted:
        return None
    teams = {row.team for row in charted}
    lowest = max(rank for point in points for team, rank in point.ranks.items() if team in teams)
    inner = min(max((lowest - 1) * ROW_HEIGHT, MIN_HEIGHT), MAX_HEIGHT)
    # A board that is frozen now stays so until it is published: the shading reaches the edge.
    steps = len(points) - 1 + (points[-1].release == FROZEN)
    step = (WIDTH - LEFT - RIGHT) / steps

    def x(index: int) -> float:
        return LEFT + step * index

    def y(rank: int) -> float:
        return TOP + (inner * (rank - 1) / (lowest - 1) if lowest > 1 else inner / 2)

    return Chart(
        width=_decimal(WIDTH),
        height=_decimal(TOP + inner + BOTTOM),
        lines=[_line(row, points, x, y) for row in charted],
        frozen=[
            (_decimal(x(index)), _decimal(step))
            for index, p in enumerate(points)
            if p.release == FROZEN
        ],
        rank_labels=[(rank, _decimal(y(rank))) for rank in _labelled_ranks(lowest)],
    )


def _line(
    row: BoardRow, points: Sequence[Point], x: Callable[[int], float], y: Callable[[int], float]
) -> Line:
    stretches: list[list[tuple[str, str]]] = [[]]
    places: list[int] = []
    for index, point in enumerate(points):
        rank = point.ranks.get(row.team)
        if rank is None:
            stretches.append([])
            continue
        stretches[-1].append((_decimal(x(index)), _decimal(y(rank))))
        if not places or places[-1] != rank:
            places.append(rank)
    drawn = [stretch for stretch in stretches if stretch]
    return Line(
        team=row.team,
        name=row.name,
        medal=MEDALS.get(row.rank, ""),
        lines=[" ".join(",".join(end) for end in s) for s in drawn if len(s) > 1],
        dots=[stretch[0] for stretch in drawn if len(stretch) == 1],
        end=drawn[-1][-1],
        rank=row.rank,
        places=places,
    )


def _labelled_ranks(lowest: int) -> list[int]:
    """The ranks written at the side: all of them, or the first, the last and some between."""
    if lowest <= MAX_LABELS:
        return list(range(1, lowest + 1))
    between = max(5, 10 * round(lowest / 60))
    return [1, *range(between, lowest - between // 2, between), lowest]


def _decimal(length: float) -> str:
    return f"{length:.1f}"
