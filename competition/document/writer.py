"""The canonical bytes of a competition file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from competition.document.field_checks import marks_given, personal_given
from competition.document.schema import DOCUMENT, SHEET
from competition.document.schema_checks import LANGUAGES, Check, ListOf, Record, Variant


def write_file(document: Mapping[str, Any]) -> bytes:
    """Write a checked document, or one of the same shape.

    Fields are in the order of the schema, marks in that of the rubric that holds for the sheet,
    personal marks in that of the members, category weights by name;
    two spaces of indent, UTF-8 without escapes or byte order mark, a newline at the end.
    Nothing is checked or left out: unknown fields come last, so that an export never loses what
    a database has.
    """
    ordered = _in_order(DOCUMENT, document, _Orders.of(document))
    return (json.dumps(ordered, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


_Ranks = Mapping[object, int]
_LANGUAGES: _Ranks = {language: index for index, language in enumerate(LANGUAGES)}


@dataclass(frozen=True)
class _Orders:
    """In which order marks stand: by dimension, of a match with an own rubric by that one's."""

    dimensions: _Ranks
    members: _Ranks
    own: Mapping[object, _Ranks]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "_Orders":
        members = _ranks(
            member.get("key")
            for team in document.get("teams", ())
            for member in team.get("members", ())
        )
        own = {
            match.get("key"): _dimension_ranks(stage["rubric"])
            for stage in document.get("stages", ())
            if "rubric" in stage
            for round_ in stage.get("rounds", ())
            for match in round_.get("matches", ())
        }
        return cls(_dimension_ranks(document.get("rubric", {})), members, own)

    def of_sheet(self, sheet: Mapping[str, Any]) -> "_Orders":
        dimensions = self.own.get(sheet.get("match"))
        return self if dimensions is None else replace(self, dimensions=dimensions)


def _ranks(names: Iterable[object]) -> _Ranks:
    return {name: index for index, name in enumerate(dict.fromkeys(names))}


def _dimension_ranks(rubric: Mapping[str, Any]) -> _Ranks:
    return _ranks(dimension.get("key") for dimension in rubric.get("dimensions", ()))


def _in_order(check: Check | None, value: Any, orders: _Orders) -> Any:
    if isinstance(check, ListOf) and isinstance(value, Sequence) and not isinstance(value, str):
        return [_in_order(check.item, inner, orders) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if isinstance(check, Variant):
        check = check.record_of(value)
    if isinstance(check, Record):
        if check is SHEET and orders.own:
            orders = orders.of_sheet(value)
        names = [*(name for name in check.fields if name in value)]
        names += sorted(name for name in value if name not in check.fields)
        return {name: _in_order(check.fields.get(name), value[name], orders) for name in names}
    rank = _LANGUAGES
    if check is marks_given:
        rank = orders.dimensions
    elif check is personal_given:
        rank = orders.members
    return {name: value[name] for name in sorted(value, key=lambda n: (rank.get(n, len(rank)), n))}
