"""The request's body as JSON, strictly."""

import json
from typing import Any

from flask import request

MAX_DEPTH = 32
_MAX_DIGITS = 40


class NotJson(Exception):
    """The body is not JSON, repeats a name in an object, or is nested too deeply."""


def read_json_body() -> Any:
    """The body's value. Raises `NotJson`."""
    return parse_json_body(request.get_data())


def parse_json_body(data: bytes) -> Any:
    """Parse UTF-8 JSON, without NaN, Infinity or repeated names in an object. Raises `NotJson`.

    Whole numbers are cut to 40 digits, which bounds the work; no field accepts one that long.

    >>> parse_json_body(b'{"base_version": 3}')
    {'base_version': 3}
    """
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=lambda digits: int(digits[:_MAX_DIGITS]),
        )
    except (ValueError, RecursionError):
        raise NotJson from None
    layer = [value]
    for _ in range(MAX_DEPTH):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return value
    raise NotJson


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError
    return plain


def _constant(_text: str) -> None:
    raise ValueError


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
