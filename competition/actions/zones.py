"""Zones made of the words that the teams are entered with."""

import re
from collections import Counter
from typing import Any

from competition.actions.change import change
from competition.actions.edit_checks import check_edit, file_to_edit
from competition.actions.refusals import Refused
from competition.document.problems import Refusal
from competition.document.text_checks import check_key
from competition.file_types import Document
from competition.messages import N_
from competition.store import file_import

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def words_in_use(file: Document) -> Counter[str]:
    """The words that teams have as their zone, in the teams' order, with how many have each.

    None where the competition has zones: then a team's zone is one of them.
    """
    if file.get("zones"):
        return Counter()
    return Counter(team["zone"] for team in file["teams"] if team.get("zone"))


def make_zones_of_words(competition_key: str, by: str) -> None:
    """Make a zone of each word in use, and put the teams into it.

    Raises `NotFound`, or `Refused` where there is no such word.
    """
    with change(competition_key, by) as edit:
        file = file_to_edit(edit.competition, "zone")
        words = words_in_use(file)
        if not words:
            raise Refused(N_("There are zones already, or no team names a zone."))
        keys = _keys_of(list(words))
        teams: list[Any] = list(file["teams"])
        zones: Any = [{"key": key, "name": _name_of(word)} for word, key in keys.items()]
        moved = [
            (position, dict(team), {**team, "zone": keys[team["zone"]]})
            for position, team in enumerate(teams)
            if team.get("zone") and keys[team["zone"]] != team["zone"]
        ]
        edit.refuse_if_changed(
            *(f"zone/{zone['key']}" for zone in zones), *(f"team/{team['key']}" for team in teams)
        )
        file["zones"] = zones
        for position, _before, after in moved:
            teams[position] = after
        file["teams"] = teams
        checked = check_edit(edit.competition, file, "")
        for position, zone in enumerate(checked["zones"]):
            file_import.save_zone(edit.session, edit.competition, zone, position)
            edit.audit("zone.add", zone["key"], None, zone)
        for position, before, after in moved:
            team = checked["teams"][position]
            file_import.save_team(edit.session, edit.competition, team, position)
            edit.audit("team.edit", team["key"], before, after)
        edit.session.flush()
        edit.session.expire_all()


def _keys_of(words: list[str]) -> dict[str, str]:
    """A zone's key for each word: the word itself where it can be one."""
    taken = {word for word in words if _is_key(word)}
    found = {}
    for number, word in enumerate(words, start=1):
        key = word
        if word not in taken:
            key = f"zone-{number}"
            while key in taken:
                key += "-a"
            taken.add(key)
        found[word] = key
    return found


def _is_key(word: str) -> bool:
    try:
        return check_key(word) == word
    except Refusal:
        return False


def _name_of(word: str) -> dict[str, str]:
    return {"zh" if _CHINESE.search(word) else "en": word}
