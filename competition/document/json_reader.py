"""From bytes to JSON values, with every oddity kept in its place for the walk to report.

The standard library's reader lets `NaN` pass, keeps the last of two equal names and gives
up on very long numbers without a place; here each becomes a problem with its path.
"""

import json
import math
import re
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

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# The standard library's words for a broken JSON, in words for a person.
_BROKEN = {
    "Expecting value": N_("a value is missing, or what stands here is not one"),
    "Expecting property name": N_("a name in double quotes belongs here"),
    "Expecting ':'": N_("a colon belongs here"),
    "Expecting ','": N_("a comma or a closing bracket belongs here"),
    "Unterminated string": N_("the text that begins here has no closing quote"),
    "Invalid control character": N_("a text cannot hold a bare line break or control character"),
    "Invalid \\": N_("a backslash begins an escape that JSON does not know"),
    "Extra data": N_("the file goes on after its end"),
    "Illegal trailing comma": N_("there is a comma too many"),
}


@dataclass(frozen=True)
class OddValue:
    """A value that JSON does not have, or that is too long: already a problem by itself."""

    written: str


class TwiceNamed(dict[str, Any]):
    """An object in which some names stand twice; `twice` lists them."""

    twice: tuple[str, ...] = ()


def parse_json(data: bytes) -> object:
    """Parse a file's bytes; raise `Invalid` with one problem when it is no JSON at all.

    One byte order mark at the start is passed over. The answer may hold `Oddity` and
    `TwiceNamed`, which `note_oddities` reports with their places.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise _broken(N_("The file is too large; at most %(limit)s MiB are read."), limit=limit)
    data = bytes(data).removeprefix(_BYTE_ORDER_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        raise _broken(
            N_(
                "Line %(line)s, column %(column)s: the file is not UTF-8. "
                "Save it as UTF-8 and try again."
            ),
            **_line_and_column(before, len(before)),
        ) from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=OddValue,
            parse_int=_whole,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        what = next((words for start, words in _BROKEN.items() if error.msg.startswith(start)), "")
        raise _broken(
            N_("Line %(line)s, column %(column)s: this is not JSON: %(what)s."),
            line=error.lineno,
            column=error.colno,
            what=Phrase(what or N_("it breaks off or goes astray here")),
        ) from None
    except RecursionError:
        raise _broken(
            N_(
                "Line %(line)s, column %(column)s: lists and objects are nested too deeply; "
                "at most %(limit)s levels are read."
            ),
            limit=MAX_DEPTH,
            **_line_and_column(text, _too_deep_at(text)),
        ) from None


def note_oddities(root: object, findings: Findings) -> None:
    """Report names that stand twice, NaN and its kin, endless numbers and absurd nesting."""
    waiting: list[tuple[Path, object]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, TwiceNamed):
            for name in value.twice:
                findings.add(
                    (*path, name),
                    N_("The name “%(name)s” stands twice in one object; leave one of them out."),
                    name=quote_value(name),
                )
        if isinstance(value, dict | list) and len(path) >= MAX_DEPTH:
            findings.add(
                path,
                N_(
                    "Lists and objects are nested too deeply here; "
                    "at most %(limit)s levels are read."
                ),
                limit=MAX_DEPTH,
            )
        elif isinstance(value, dict):
            waiting.extend(((*path, str(name)), inner) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(value))
        elif is_odd(value):
            written = value.written if isinstance(value, OddValue) else str(value)
            findings.add(
                path,
                N_(
                    "“%(value)s” cannot stand here: NaN, Infinity and endlessly long numbers "
                    "are refused. A number is written in plain digits."
                ),
                value=quote_value(written),
            )


def is_odd(value: object) -> bool:
    """Tell whether `note_oddities` reports this value, so that nobody reports it again."""
    return isinstance(value, OddValue) or (isinstance(value, float) and not math.isfinite(value))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = TwiceNamed(plain)
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name, _value in pairs:
        if name in seen:
            twice[name] = None
        seen.add(name)
    marked.twice = tuple(twice)
    return marked


def _whole(written: str) -> int | OddValue:
    return int(written) if len(written) <= MAX_NUMBER_DIGITS else OddValue(written)


def _float(written: str) -> float | OddValue:
    value = float(written)
    return value if math.isfinite(value) else OddValue(written)


def _too_deep_at(text: str) -> int:
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


def _broken(message: str, **values: object) -> InvalidDocument:
    return InvalidDocument([Problem("", message, values)])
