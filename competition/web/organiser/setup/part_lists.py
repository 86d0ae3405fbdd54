"""The lists of a competition's parts, in pages where they are long."""

from collections.abc import Mapping
from typing import Any, cast

from competition.file_types import Document
from competition.web.organiser.names import match_names, names_by_key
from competition.web.organiser.paging import ListPage, page_of_list

PARTS, MATCHES = 50, 48
"""How many parts of a list a page shows, and how many matches."""


def page_of_parts(file: Document, kinds: str) -> ListPage[Any]:
    """The page that the address asks for: parts with their numbers from 1; of stages, matches."""
    if kinds == "stages":
        return _page_of_matches(file)
    parts: list[Any] = list(enumerate(cast(dict[str, Any], file).get(kinds, ()), start=1))
    return page_of_list(parts, PARTS, lambda numbered: _texts(numbered[1]))


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
