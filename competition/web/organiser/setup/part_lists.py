"""A competition's parts by their names, and their lists, in pages where they are long."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from competition.actions.refusals import NotFound
from competition.file_types import Document
from competition.web.organiser.names import match_names, names_by_key, zone_names
from competition.web.organiser.paging import ListPage, page_of_list

Part = dict[str, Any]

PARTS, MATCHES = 50, 48
"""How many parts of a list a page shows, and how many matches."""


def page_of_parts(file: Document, kinds: str) -> ListPage[Any]:
    """The page that the address asks for: parts with their numbers from 1; of stages, matches."""
    if kinds == "stages":
        return _page_of_matches(file)
    parts: list[Any] = list(enumerate(cast(dict[str, Any], file).get(kinds, ()), start=1))
    zones = zone_names(file)

    def texts(numbered: tuple[int, Mapping[str, Any]]) -> str:
        part = numbered[1]
        return "\n".join([_texts(part), zones.get(part.get("zone", ""), "")])

    return page_of_list(parts, PARTS, texts)


def find_named_part(file: Document, kinds: str, name: str) -> tuple[Part, str]:
    """A part and the name of its parent, or 404."""
    for part, own, parent in _all(file, kinds):
        if own == name:
            return part, parent
    raise NotFound


def parents_of(file: Document, kinds: str) -> set[str]:
    """The names of the stages (for rounds) or the rounds (for matches)."""
    above = "stages" if kinds == "rounds" else "rounds"
    return {name for _part, name, _parent in _all(file, above)}


def last_match_before(file: Document, parent: str) -> Part | None:
    """The match whose panel and topic are most likely the next one's too.

    The round's last one, else the last one before the round, else the last of all.
    """
    rounds = [name for _round, name, _stage in _all(file, "rounds")]
    earlier = rounds[: rounds.index(parent) + 1]
    matches = list(_all(file, "matches"))
    found = [part for part, _name, above in matches if above in earlier]
    return (found or [part for part, _name, _above in matches] or [None])[-1]


def _all(file: Document, kinds: str) -> Iterator[tuple[Any, str, str]]:
    """Every part of a kind with its name and its parent's; a round is named `stage/round`."""
    if kinds not in ("rounds", "matches"):
        parts = cast(Part, file).get(kinds, ())
        yield from ((part, part["key"], "") for part in parts)
        return
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            name = f"{stage['key']}/{round_['key']}"
            if kinds == "rounds":
                yield round_, name, stage["key"]
            else:
                yield from ((match, match["key"], name) for match in round_["matches"])


def _page_of_matches(file: Document) -> ListPage[Any]:
    rounds = [round_ for stage in file["stages"] for round_ in stage.get("rounds", ())]
    matches: list[Any] = [match for round_ in rounds for match in round_["matches"]]
    names, teams = match_names(file), names_by_key(file)["team_names"]

    def texts(match: Mapping[str, Any]) -> str:
        sides = [teams.get(entry["team"], "") for entry in match["entries"]]
        return "\n".join([match["key"], names[match["key"]], *sides])

    return page_of_list(matches, MATCHES, texts)


def _texts(part: Mapping[str, Any]) -> str:
    """What a part can be found by: its key, its texts, and those of its members."""
    texts = [text for value in part.values() if isinstance(value, dict) for text in value.values()]
    below = [_texts(member) for member in part.get("members", ())]
    return "\n".join([part["key"], part.get("zone", ""), *map(str, texts), *below])
