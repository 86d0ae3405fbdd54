"""The request's body as JSON, strictly."""

import json
from typing import Any

from flask import abort, request

LARGEST = 64 * 1024
DEEPEST = 32
_LONGEST_NUMBER = 40


class NotJson(Exception):
    """The body is not JSON, or says a name twice, or is nested beyond sense."""


def read_json_body() -> Any:
    """The body's value; answers 413 above 64 KiB. Raises `NotJson`."""
    data = request.get_data()
    if len(data) > LARGEST:
        abort(413)
    return parse_json_body(data)


def parse_json_body(data: bytes) -> Any:
    """Parse UTF-8 JSON; NaN, Infinity and a name twice in one object are not JSON here.

    A whole number of over 40 digits is cut to 40: no field takes either.

    >>> parse(b'{"base_version": 3}')
    {'base_version': 3}
    """
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=lambda written: int(written[:_LONGEST_NUMBER]),
        )
    except (ValueError, RecursionError):
        raise NotJson from None
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return value
    raise NotJson


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError
    return plain


def _constant(_written: str) -> None:
    raise ValueError


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
