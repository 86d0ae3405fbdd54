"""The names of teams and judges as people read them: two of one name are told apart."""

from collections.abc import Iterable, Mapping
from typing import Any

from competition import document


def distinct_texts(
    people: Iterable[Any], zones: Iterable[Mapping[str, Any]] = ()
) -> dict[str, dict[str, str]]:
    """The names by key, in every language, of teams or judges: rows or parts of the file.

    `zones` are those of the file; rows know their own.
    """
    people = list(people)
    fields = ("key", "name", "organisation", "zone")
    if people and not isinstance(people[0], Mapping):
        own = people[0].competition.zones
        zones = [{"key": zone.key, "name": zone.name} for zone in own]
    parts: list[Mapping[str, Any]] = [
        each if isinstance(each, Mapping) else {one: getattr(each, one, None) for one in fields}
        for each in people
    ]
    return document.distinct_names(parts, zones)
