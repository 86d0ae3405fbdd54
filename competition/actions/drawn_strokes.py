"""What somebody drew on the glass to sign, as it is sent: read and checked."""

import json
from typing import Any

from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store.tables import Strokes

MOST_STROKES = 300
MOST_POINTS = 6000
"""Of all strokes of a signature together."""
FIELD_STEPS = 1000
"""The field of a signature has so many steps from side to side, and from top to bottom."""


def read_strokes(sent: str) -> Strokes | None:
    """What was drawn, as it was sent in JSON; None where nothing was. Raises `Refused`."""
    if not sent.strip():
        return None
    try:
        strokes = json.loads(sent)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(strokes, list) or len(strokes) > MOST_STROKES:
        raise _unreadable()
    if not all(isinstance(stroke, list) and stroke for stroke in strokes):
        raise _unreadable()
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or not all(map(_is_point, points)):
        raise _unreadable()
    return strokes or None


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(step) is int and 0 <= step <= FIELD_STEPS for step in point)
    )


def _unreadable() -> Refused:
    return Refused(N_("What was drawn could not be read. Clear the field and sign again."))
