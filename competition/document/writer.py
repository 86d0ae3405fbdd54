"""The canonical bytes of a competition file."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from competition.document.schema import DOCUMENT, marks_given
from competition.document.schema_checks import LANGUAGES, Check, ListOf, Record


def write_file(document: Mapping[str, Any]) -> bytes:
    """Write a document that `read` or `check` gave, or one of the same shape.

    Fields stand in the order of the contract's tables, marks in that of the rubric, category
    weights by name; two blanks of indent, UTF-8 as it is, a newline at the end and no byte
    order mark. Nothing is checked and nothing is left out: a field that the format does not
    know stands last, so that an export never loses what a database holds.
    """
    dimensions = [
        dimension.get("key") for dimension in document.get("rubric", {}).get("dimensions", ())
    ]
    arranged = _in_order(DOCUMENT, document, dimensions)
    return (json.dumps(arranged, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _in_order(check: Check | None, value: Any, dimensions: Sequence[str]) -> Any:
    if isinstance(check, ListOf) and isinstance(value, Sequence) and not isinstance(value, str):
        return [_in_order(check.item, inner, dimensions) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if isinstance(check, Record):
        names = [*(name for name in check.fields if name in value)]
        names += sorted(name for name in value if name not in check.fields)
        return {name: _in_order(check.fields.get(name), value[name], dimensions) for name in names}
    first = dimensions if check is marks_given else LANGUAGES
    rank = {name: index for index, name in enumerate(first)}
    return {name: value[name] for name in sorted(value, key=lambda n: (rank.get(n, len(rank)), n))}
