"""From bytes to JSON values; what JSON does not allow is kept in its place, to be reported.

The standard library's parser accepts `NaN`, keeps the last of two equal names, and fails on very
long numbers without saying where; here each becomes a problem with its place.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from competition.document.problems import (
    Findings,
    InvalidDocument,
    Path,
    Phrase,
    Problem,
    quote_value,
)
from competition.messages import N_

MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 60
MAX_NUMBER_DIGITS = 30

_CONTAINERS = (dict, list)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# How the standard library's messages about syntax errors begin, and what people are told.
_SYNTAX_ERRORS = {
    "Expecting value": N_("expected a value"),
    "Expecting property name": N_("expected a name in double quotes"),
    "Expecting ':'": N_("expected a colon"),
    "Expecting ','": N_("expected a comma or a closing bracket"),
    "Unterminated string": N_("the text that begins here has no closing quote"),
    "Invalid control character": N_(
        "a text cannot contain an unescaped line break or control character"
    ),
    "Invalid \\": N_("unknown escape after a backslash"),
    "Extra data": N_("unexpected text after the end of the file"),
    "Illegal trailing comma": N_("one comma too many"),
}


@dataclass(frozen=True)
class OddValue:
    """A value that JSON does not have, or a number that is too long; a problem in itself."""

    text: str


class DuplicateNames(dict[str, Any]):
    """An object in which some names appear twice; `duplicates` lists them."""

    duplicates: tuple[str, ...] = ()


def parse_json(data: bytes) -> object:
    """Parse a file's bytes; raises `InvalidDocument` with one problem if they are not JSON.

    A byte order mark at the start is ignored. The result may contain `OddValue` and
    `DuplicateNames`, which `report_odd_values` reports with their places.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise _invalid(N_("The file is too large; the limit is %(limit)s MiB."), limit=limit)
    data = bytes(data).removeprefix(_BYTE_ORDER_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        raise _invalid(
            N_(
                "Line %(line)s, column %(column)s: the file is not UTF-8. "
                "Save it as UTF-8 and try again."
            ),
            **_line_and_column(before, len(before)),
        ) from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_parse_object,
            parse_constant=OddValue,
            parse_int=_parse_int,
            parse_float=_parse_float,
        )
    except json.JSONDecodeError as error:
        what = next(
            (message for start, message in _SYNTAX_ERRORS.items() if error.msg.startswith(start)),
            "",
        )
        raise _invalid(
            N_("Line %(line)s, column %(column)s: not valid JSON: %(what)s."),
            line=error.lineno,
            column=error.colno,
            what=Phrase(what or N_("unexpected end or character here")),
        ) from None
    except RecursionError:
        raise _invalid(
            N_(
                "Line %(line)s, column %(column)s: lists and objects are nested too deeply; "
                "the limit is %(limit)s levels."
            ),
            limit=MAX_DEPTH,
            **_line_and_column(text, _offset_too_deep(text)),
        ) from None


def report_odd_values(root: object, findings: Findings) -> None:
    """Report duplicate names, NaN and infinities, very long numbers and too deep nesting."""
    steps: list[str | int] = []
    open_containers: list[Iterator[tuple[str | int, object]]] = [iter([("", root)])]
    while open_containers:
        for step, value in open_containers[-1]:
            # The root's own step, which is no part of a path, is at the front.
            if isinstance(value, _CONTAINERS):
                path = (*steps, step)[1:]
                if _is_too_deep(path, findings):
                    continue
                _report_duplicates(path, value, findings)
                steps.append(step)
                open_containers.append(_inner_values(value))
                break
            if is_odd(value):
                _report_odd((*steps, step)[1:], value, findings)
        else:
            open_containers.pop()
            if steps:
                steps.pop()


def _inner_values(value: Any) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        return ((str(name), inner) for name, inner in value.items())
    return iter(enumerate(value))


def _is_too_deep(path: Path, findings: Findings) -> bool:
    if len(path) < MAX_DEPTH:
        return False
    findings.add(
        path,
        N_("Lists and objects are nested too deeply here; the limit is %(limit)s levels."),
        limit=MAX_DEPTH,
    )
    return True


def _report_duplicates(path: Path, value: object, findings: Findings) -> None:
    for name in value.duplicates if isinstance(value, DuplicateNames) else ():
        findings.add(
            (*path, name),
            N_("The name “%(name)s” appears twice in one object. Remove one of them."),
            name=quote_value(name),
        )


def _report_odd(path: Path, value: object, findings: Findings) -> None:
    findings.add(
        path,
        N_(
            "“%(value)s” is not allowed. Write numbers in plain digits; NaN, Infinity and "
            "very long numbers are refused."
        ),
        value=quote_value(value.text if isinstance(value, OddValue) else str(value)),
    )


def is_odd(value: object) -> bool:
    """Whether `report_odd_values` reports this value, so that other checks need not."""
    return isinstance(value, OddValue) or (isinstance(value, float) and not math.isfinite(value))


def _parse_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = DuplicateNames(plain)
    seen: set[str] = set()
    duplicates: dict[str, None] = {}
    for name, _value in pairs:
        if name in seen:
            duplicates[name] = None
        seen.add(name)
    marked.duplicates = tuple(duplicates)
    return marked


def _parse_int(text: str) -> int | OddValue:
    return int(text) if len(text) <= MAX_NUMBER_DIGITS else OddValue(text)


def _parse_float(text: str) -> float | OddValue:
    value = float(text)
    return value if math.isfinite(value) else OddValue(text)


def _offset_too_deep(text: str) -> int:
    """Return the offset of the first bracket that is nested too deeply."""
    depth = 0
    for token in re.finditer(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{\]}]', text, re.DOTALL):
        if token.group() in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return token.start()
        elif token.group() in "]}":
            depth -= 1
    return 0


def _line_and_column(text: str, offset: int) -> dict[str, int]:
    line = text.count("\n", 0, offset) + 1
    return {"line": line, "column": offset - (text.rfind("\n", 0, offset) + 1) + 1}


def _invalid(message: str, **values: object) -> InvalidDocument:
    return InvalidDocument([Problem("", message, values)])
