"""Teams and judges of one name, and what tells them apart."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from competition.file_types import Language, Text

LANGUAGES: tuple[Language, ...] = get_args(Language)


def in_language(text: Text, language: Language) -> str:
    """A text in a language, or in the only one that it has."""
    return text.get(language) or next(str(each) for each in text.values())


def equal_names(parts: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The keys of the parts that are called the same in a language, each group once."""
    found: list[list[str]] = []
    for language in LANGUAGES:
        for keys in _by_name(parts, language).values():
            if len(keys) > 1 and keys not in found:
                found.append(keys)
    return found


def distinct_names(
    parts: Sequence[Mapping[str, Any]], language: Language
) -> dict[str, tuple[str, str]]:
    """Each part's name, and what tells it from others of that name: "" where nothing need be said.

    That is the organisation, else the zone, else the key: the first that differs between them all.

    >>> metro = {"key": "t1", "name": {"zh": "李宁"}, "organisation": {"zh": "地铁"}}
    >>> bus = {"key": "t2", "name": {"zh": "李宁"}, "organisation": {"zh": "公交"}}
    >>> distinct_names([metro, bus], "zh")
    {'t1': ('李宁', '地铁'), 't2': ('李宁', '公交')}
    """
    by_key = {part["key"]: part for part in parts}
    named = dict.fromkeys(by_key, ("", ""))
    for name, keys in _by_name(parts, language).items():
        differing = _differing([by_key[key] for key in keys], language) if len(keys) > 1 else [""]
        for key, what in zip(keys, differing, strict=True):
            named[key] = (name, what)
    return named


def _by_name(parts: Sequence[Mapping[str, Any]], language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(in_language(part["name"], language), []).append(part["key"])
    return found


def _differing(parts: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    organisations = [
        in_language(part["organisation"], language) if part.get("organisation") else ""
        for part in parts
    ]
    zones = [str(part.get("zone") or "") for part in parts]
    for values in (organisations, zones):
        if all(values) and len(set(values)) == len(values):
            return values
    return [part["key"] for part in parts]
