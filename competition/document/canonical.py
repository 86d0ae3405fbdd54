"""JSON in one form only, so that equal values have equal text and equal digests."""

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """The value as JSON with sorted keys and no spaces; digests are made of it in UTF-8."""
    return _encode(value)
