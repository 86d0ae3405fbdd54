"""How a scale of marks for single contestants is shown: as buttons, or as a slider."""

from fractions import Fraction
from typing import Any

from competition import scoring
from competition.web.judge.widths import widest_mark

MOST_BUTTONS = 12
"""The most values that get a button each; with more there is a slider."""


def personal_scale(scale: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the scale with its `values`, lowest first, or none of them where they are too many.

    `across` is how many buttons stand side by side, the one for no mark among them.
    """
    if scale is None:
        return None
    low, high, step = (Fraction(scale[name]) for name in ("min", "max", "step"))
    count = int((high - low) / step) + 1
    values = [scoring.format_exact(low + step * number) for number in range(count)]
    is_few = count <= MOST_BUTTONS
    across = count + 1 if count < 7 else (count + 2) // 2
    return {
        **scale,
        "widest": widest_mark(scale),
        "values": values if is_few else [],
        "across": across,
    }
