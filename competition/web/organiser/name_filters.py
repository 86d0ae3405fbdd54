"""Template filters that name teams and judges so that two of one name are told apart."""

from collections.abc import Mapping
from typing import Any

from flask import g
from markupsafe import Markup

from competition import document
from competition.store.models import Competition, Judge, Team
from competition.web.organiser.names import parts_with_names
from competition.web.template_filters import name


def distinct_team_name(team: Team | Mapping[str, Any]) -> Markup:
    """A team's name for a page of the competition, as from `distinct`."""
    return name(_texts(g.competition, "teams")[_key(team)])


def distinct_judge_name(judge: Judge | Mapping[str, Any]) -> Markup:
    """A judge's name for a page of the competition, as from `distinct`."""
    return name(_texts(g.competition, "judges")[_key(judge)])


def _texts(competition: Competition, kinds: str) -> dict[str, dict[str, str]]:
    """The names in every language; made once a request, for a page names people often."""
    made: dict[str, dict[str, dict[str, str]]] = g.setdefault("distinct_names", {})
    if kinds not in made:
        made[kinds] = document.distinct_names(parts_with_names(getattr(competition, kinds)))
    return made[kinds]


def _key(part: Team | Judge | Mapping[str, Any]) -> str:
    return str(part["key"] if isinstance(part, Mapping) else part.key)
