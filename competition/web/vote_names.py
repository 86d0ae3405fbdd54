"""What may be chosen in the audience's vote, as people read it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from competition.file_types import Document
from competition.store import current_competition, file_export, queries
from competition.web.distinct_names import distinct_texts


class VoteChoice(NamedTuple):
    """A choice as `team/KEY` or `member/KEY`, and its name.

    `of` is the name of a member's team, "" for a team; `team` the team's key.
    """

    choice: str
    name: Any
    of: Any
    team: str


def set_up_of(competition_key: str) -> Document | None:
    """The competition's file without sheets, from memory where it is there; to be read only."""
    current = current_competition.find(competition_key)
    if current is not None:
        return current.set_up
    competition = queries.find_competition(competition_key)
    if competition is None:
        return None
    return file_export.competition_document(competition, sheets=False)


def all_choices(file: Document) -> dict[str, VoteChoice]:
    """Every team and every contestant that is no reserve, in the order of the file."""
    teams = distinct_texts(file["teams"], file.get("zones", ()))
    found = {}
    for team in file["teams"]:
        name = f"team/{team['key']}"
        found[name] = VoteChoice(name, teams[team["key"]], "", team["key"])
    for team in file["teams"]:
        for member in team.get("members", ()):
            if not member.get("reserve"):
                name = f"member/{member['key']}"
                found[name] = VoteChoice(name, member["name"], teams[team["key"]], team["key"])
    return found


def named(file: Document, choices: Iterable[str]) -> list[VoteChoice]:
    """These choices with their names; those that are no longer in the file are left out."""
    known = all_choices(file)
    return [known[choice] for choice in choices if choice in known]
