"""Names that tell two teams or two judges of one name apart: what differs stands beside them."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Named = Mapping[str, Any]
"""A team or a judge as in the file: `key`, `name`, perhaps `organisation` and `zone`."""

_BRACKETS = {"zh": "（{}）", "en": " ({})"}


def distinct_names(
    parts: Iterable[Named], zones: Iterable[Named] = ()
) -> dict[str, dict[str, str]]:
    """Everybody's name by key; where names repeat, with organisation, zone or else the key.

    A zone is called as in `zones`; one that is none of them is a word and stands as it is.

    >>> one = {"key": "t1", "name": {"en": "Li Ning"}, "zone": "East"}
    >>> distinct_names([one, {**one, "key": "t2", "zone": "West"}])["t2"]
    {'en': 'Li Ning (West)'}
    """
    zone_names = {zone["key"]: zone["name"] for zone in zones}
    parts = [
        {**part, "zone": zone_names[part["zone"]]} if part.get("zone") in zone_names else part
        for part in parts
    ]
    names = {part["key"]: dict(part["name"]) for part in parts}
    for group in repeated_names(parts):
        found = (_differences(group, field) for field in ("organisation", "zone"))
        by_key = {part["key"]: part["key"] for part in group}
        for key, more in next(filter(None, found), by_key).items():
            for code in names[key]:
                if text := _in_language(more, code):
                    names[key][code] += _BRACKETS[code].format(text)
    return names


def repeated_names(parts: Iterable[Named]) -> list[list[Named]]:
    """The groups of parts that have the same name, in whichever language."""
    groups: dict[int, tuple[set[str], list[Named]]] = {}
    group_of: dict[str, int] = {}
    for number, part in enumerate(parts):
        names, members = {_folded(text) for text in part["name"].values()}, [part]
        for known in sorted({group_of[name] for name in names if name in group_of}):
            more_names, more_members = groups.pop(known)
            names |= more_names
            members = [*more_members, *members]
        groups[number] = (names, members)
        group_of.update(dict.fromkeys(names, number))
    return [members for _names, members in groups.values() if len(members) > 1]


def _differences(group: list[Named], field: str) -> dict[str, Any]:
    """The field's value of each, if it tells all of them apart; else nothing."""
    values = {part["key"]: part.get(field) or "" for part in group}
    for code in _BRACKETS:
        shown = {_folded(_in_language(value, code)) for value in values.values()}
        if len(shown) < len(values) or "" in shown:
            return {}
    return values


def _in_language(text: Mapping[str, str] | str, code: str) -> str:
    if isinstance(text, str):
        return text
    return text.get(code) or next(iter(text.values()), "")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
