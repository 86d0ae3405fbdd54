"""Marks as people type them, in the judges' and the clerks' forms."""

import re

from competition import document

_COMMA = re.compile(r"^(\D?\d+)[,\uff0c](\d+)$")


def read_typed_mark(typed: str) -> str:
    """A typed mark as a plain decimal; a comma between digits is a decimal point.

    Raises `Refusal` for what is not a number.
    """
    return document.normalise_typed_number(_COMMA.sub(r"\1.\2", typed), signed=True)
