"""Template filters that name teams and judges so that two of one name are told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from markupsafe import Markup

from competition.store import current_competition
from competition.store.models import Competition, Judge, Team
from competition.web.distinct_names import distinct_texts
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import name


def distinct_team_name(team: Team | Mapping[str, Any]) -> Markup:
    """A team's name for a page of the competition, as from `distinct`."""
    return name(_texts(g.competition, "teams")[_key(team)])


def distinct_judge_name(judge: Judge | Mapping[str, Any]) -> Markup:
    """A judge's name for a page of the competition, as from `distinct`."""
    return name(_texts(g.competition, "judges")[_key(judge)])


def zone_name(zone: str | None) -> Markup:
    """The name of a zone, for a page of the competition; a plain word stands as it is."""
    names = names_by_key(file_without_sheets(g.competition))["zone_names"]
    return name(names.get(zone or "", zone))


def texts_in(text: Mapping[str, str], languages: Sequence[str] | None) -> list[str]:
    """A text in these languages (None: in all that it has), each wording once.

    A text that has none of them is given as it is.
    """
    found = [text[code] for code in languages or text if code in text] or list(text.values())
    return list(dict.fromkeys(found))


def _texts(competition: Competition, kinds: str) -> dict[str, dict[str, str]]:
    """The names in every language; looked up once a request, for a page names people often."""
    made: dict[str, dict[str, dict[str, str]]] = g.setdefault("distinct_names", {})
    if kinds not in made:
        current = current_competition.of(competition)
        made[kinds] = (
            distinct_texts(getattr(competition, kinds))
            if current is None
            else current.once_of_set_up(
                f"distinct {kinds}", lambda state: distinct_texts(getattr(state.competition, kinds))
            )
        )
    return made[kinds]


def _key(part: Team | Judge | Mapping[str, Any]) -> str:
    return str(part["key"] if isinstance(part, Mapping) else part.key)
