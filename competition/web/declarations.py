"""What a judge declared, as judges and organisers see and print it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext

from competition.panels.sentences import RELATIONS
from competition.store.models import Judge
from competition.web.distinct_names import distinct_texts

__all__ = ["RELATIONS", "DeclaredTeam", "declared_of", "relation_name"]


class DeclaredTeam(NamedTuple):
    """A team that a judge declared relations to: its name, and the relations in words."""

    key: str
    name: Mapping[str, Any]
    organisation: Mapping[str, Any] | None
    relations: list[str]


def relation_name(kind: str) -> str:
    """The name of a relation; one that a file brings along is shown as it is written there."""
    return gettext(RELATIONS[kind]) if kind in RELATIONS else kind


def declared_of(judge: Judge) -> list[DeclaredTeam]:
    """The teams that a judge declared relations to, in the competition's order."""
    kinds: dict[str, list[str]] = {}
    for relation in (judge.declaration or {}).get("relations", ()):
        kinds.setdefault(relation["team"], []).append(relation_name(relation["kind"]))
    teams = judge.competition.teams if kinds else ()
    names = distinct_texts(teams)
    return [
        DeclaredTeam(team.key, names[team.key], team.organisation, kinds[team.key])
        for team in teams
        if team.key in kinds
    ]
