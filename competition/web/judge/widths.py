"""How wide a mark can get."""

from collections.abc import Mapping
from typing import Any


def widest_mark(scale: Mapping[str, Any]) -> int:
    """The greatest number of characters that a mark of this scale can have."""
    ends = [scale["min"], scale["max"]]
    whole = max(len(end.partition(".")[0]) for end in ends)
    places = max(len(text.partition(".")[2]) for text in [*ends, scale["step"]])
    return whole + (1 + places if places else 0)
