"""The canonical bytes of a competition file."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from competition.document.field_checks import marks_given
from competition.document.schema import DOCUMENT
from competition.document.schema_checks import LANGUAGES, Check, ListOf, Record, Variant


def write_file(document: Mapping[str, Any]) -> bytes:
    """Write a checked document, or one of the same shape.

    Fields are in the order of the schema, marks in that of the rubric, category weights by name;
    two spaces of indent, UTF-8 without escapes or byte order mark, a newline at the end.
    Nothing is checked or left out: unknown fields come last, so that an export never loses what
    a database has.
    """
    dimensions = [
        dimension.get("key") for dimension in document.get("rubric", {}).get("dimensions", ())
    ]
    ordered = _in_order(DOCUMENT, document, dimensions)
    return (json.dumps(ordered, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _in_order(check: Check | None, value: Any, dimensions: Sequence[str]) -> Any:
    if isinstance(check, ListOf) and isinstance(value, Sequence) and not isinstance(value, str):
        return [_in_order(check.item, inner, dimensions) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if isinstance(check, Variant):
        check = check.record_of(value)
    if isinstance(check, Record):
        names = [*(name for name in check.fields if name in value)]
        names += sorted(name for name in value if name not in check.fields)
        return {name: _in_order(check.fields.get(name), value[name], dimensions) for name in names}
    first = dimensions if check is marks_given else LANGUAGES
    rank = {name: index for index, name in enumerate(first)}
    return {name: value[name] for name in sorted(value, key=lambda n: (rank.get(n, len(rank)), n))}
