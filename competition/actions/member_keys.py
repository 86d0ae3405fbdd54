"""Members' keys that are unique in the whole competition, once its members have scores.

Until then a key is unique in its team only, and nothing refers to it. Nobody sees or types these
keys on a page, so they are mended instead of refused.
"""

from collections.abc import Collection
from typing import Any

from competition.document.paper_stages import names_members
from competition.file_types import Document

_LONGEST = 64


def make_members_distinct(file: Document, team: str | None, kept: Collection[str]) -> list[str]:
    """Give members new keys where two have the same, if members have scores; the teams changed.

    `team` is the one that is being edited, if one is: there it is done, except to the keys `kept`
    that it had before. Of other teams the first keeps its key.
    """
    if not names_members(file):
        return []
    parts: list[Any] = sorted(file["teams"], key=lambda part: part["key"] == team)
    taken = {member["key"] for part in parts for member in part.get("members", ())}
    seen: set[str] = set()
    changed = []
    for part in parts:
        own: set[str] = set()
        for member in part.get("members", ()):
            key = member["key"]
            # Twice in one team is for the check of the file to say.
            if key in seen and key not in kept and key not in own:
                member["key"] = _free_key(part["key"], taken)
                taken.add(member["key"])
                changed.append(part["key"])
            own.add(member["key"])
        seen |= own
    return list(dict.fromkeys(changed))


def _free_key(team: str, taken: Collection[str]) -> str:
    number = 1
    while (key := f"{team[: _LONGEST - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return key
