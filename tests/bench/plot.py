"""Draws a bench's figures as a small SVG: lines over the number of viewers."""

from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 64, 112, 48, 48
STYLES = {
    "nchan": ("#5c6066", "6 4", "nginx + nchan"),
    "floor": ("#234e82", "2 3", "C program"),
    "accord": ("#b3261e", "", "Accord"),
}
STYLE = "font-family:system-ui,sans-serif;font-size:13px;fill:#1c1e21"


def drawn(lines: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Draw each line's points: viewers, milliseconds."""
    most = max(n for points in lines.values() for n, _ in points)
    step = _step(max(ms for points in lines.values() for _, ms in points))
    top = step * 5

    def x(viewers: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * viewers / most, 1)

    def y(ms: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ms / top, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Time from a change until the last viewer has the new board</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#faf8f3"/>',
        f'<text x="{LEFT}" y="24" style="{STYLE}">'
        "From the change until the last viewer has the board, ms "
        "(median; one shared machine)</text>",
    ]
    for tick in range(6):
        at = y(tick * step)
        parts.append(f'<path d="M{LEFT} {at}H{WIDTH - RIGHT}" stroke="#dcd7cb"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end" style="{STYLE}">{tick * step:g}'
            "</text>"
        )
    for viewers in sorted({n for points in lines.values() for n, _ in points if n >= most / 8}):
        parts.append(
            f'<text x="{x(viewers)}" y="{HEIGHT - 26}" text-anchor="middle" style="{STYLE}">'
            f"{viewers:,}</text>"
        )
    parts.append(
        f'<text x="{x(most / 2)}" y="{HEIGHT - 8}" text-anchor="middle" style="{STYLE}">viewers'
        "</text>"
    )
    for name, at in _labels({name: y(points[-1][1]) for name, points in lines.items()}).items():
        colour, dash, label = STYLES[name]
        path = " ".join(f"{x(n)},{y(ms)}" for n, ms in lines[name])
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"'
            f' stroke-dasharray="{dash}"/>'
        )
        parts.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{at + 4}" style="{STYLE};fill:{colour}">'
            f"{label}</text>"
        )
    return "\n".join([*parts, "</svg>", ""])


def _step(most: float) -> float:
    """A round number, five of which reach past `most`."""
    size = 1.0
    while True:
        for first in (1, 2, 5):
            if 5 * first * size >= most:
                return first * size
        size *= 10


def _labels(wanted: Mapping[str, float]) -> dict[str, float]:
    """Places for the names beside the lines' ends, none over another."""
    placed: dict[str, float] = {}
    last = -100.0
    for name in sorted(wanted, key=lambda name: wanted[name]):
        last = placed[name] = max(wanted[name], last + 16)
    return placed
