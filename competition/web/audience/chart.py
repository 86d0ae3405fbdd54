"""Places over time as the lines of a small drawing; the same numbers stand in a table beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from competition.web.audience.board import MEDALS
from competition.web.audience.board_types import BoardRow, Text
from competition.web.audience.history import FROZEN, Point

LEFT, RIGHT, TOP, BOTTOM = 28.0, 28.0, 14.0, 14.0
WIDTH = 340.0
ROW, LEAST_HEIGHT, MOST_HEIGHT = 26.0, 60.0, 300.0
FEWEST_POINTS = 2
MOST_LABELS = 12


@dataclass(frozen=True)
class Line:
    """A team's way: polylines, one a stretch without a gap, its end, and its places in order.

    `lines` are the `points` of polylines; `dots` the x, y of stretches of one point. `places`
    leaves out what did not move. `rank` is the place now; while the result is being announced
    after a freeze, the way does not lead there yet.
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
    """The drawing of a stage: its size, a line a team, frozen stretches, the places at the side.

    `frozen` holds x and width; `marks` a place and its y.
    """

    width: str
    height: str
    lines: list[Line]
    frozen: list[tuple[str, str]]
    marks: list[tuple[int, str]]


def chart(points: Sequence[Point], rows: Sequence[BoardRow]) -> Chart | None:
    """Draw how the teams of `rows` came to their places; None before anything has moved."""
    # While the result is announced, teams have a place that never had one on the board.
    drawn = [row for row in rows if any(row.team in point.ranks for point in points)]
    if len(points) < FEWEST_POINTS or not drawn:
        return None
    teams = {row.team for row in drawn}
    lowest = max(rank for point in points for team, rank in point.ranks.items() if team in teams)
    inner = min(max((lowest - 1) * ROW, LEAST_HEIGHT), MOST_HEIGHT)
    # A board that is frozen now is so until it is published: its stretch goes on to the right.
    steps = len(points) - 1 + (points[-1].release == FROZEN)
    step = (WIDTH - LEFT - RIGHT) / steps

    def x(at: int) -> float:
        return LEFT + step * at

    def y(rank: int) -> float:
        return TOP + (inner * (rank - 1) / (lowest - 1) if lowest > 1 else inner / 2)

    return Chart(
        width=_described(WIDTH),
        height=_described(TOP + inner + BOTTOM),
        lines=[_line(row, points, x, y) for row in drawn],
        frozen=[
            (_described(x(at)), _described(step))
            for at, p in enumerate(points)
            if p.release == FROZEN
        ],
        marks=[(rank, _described(y(rank))) for rank in _marked(lowest)],
    )


def _line(
    row: BoardRow, points: Sequence[Point], x: Callable[[int], float], y: Callable[[int], float]
) -> Line:
    stretches: list[list[tuple[str, str]]] = [[]]
    places: list[int] = []
    for at, point in enumerate(points):
        rank = point.ranks.get(row.team)
        if rank is None:
            stretches.append([])
            continue
        stretches[-1].append((_described(x(at)), _described(y(rank))))
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


def _marked(lowest: int) -> list[int]:
    """The places that are written at the side: all, or the first, the last and some between."""
    if lowest <= MOST_LABELS:
        return list(range(1, lowest + 1))
    between = max(5, 10 * round(lowest / 60))
    return [1, *range(between, lowest - between // 2, between), lowest]


def _described(length: float) -> str:
    return f"{length:.1f}"
