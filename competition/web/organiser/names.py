"""The names of a competition's parts by key; a match is named by its round and number.

Teams and judges of one name are told apart on every page: their names come from here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import g
from flask_babel import gettext

from competition.file_types import Document
from competition.rule_in_force import rubric_of
from competition.store import current_competition
from competition.store.models import Judge, Team
from competition.web import language
from competition.web.distinct_names import distinct_texts
from competition.web.organiser.labels import TIE_BREAKS
from competition.web.template_filters import localized

T = TypeVar("T")


def distinct(
    people: Iterable[Team | Judge | Mapping[str, Any]], zones: Iterable[Mapping[str, Any]] = ()
) -> dict[str, str]:
    """The names of teams or judges by key, with what tells those of one name apart.

    `zones` are those of the file, for teams of the file.
    """
    return {key: localized(text) for key, text in distinct_texts(people, zones).items()}


def zone_names(file: Document) -> dict[str, str]:
    """Every zone's name by key: of `zones[]`, and of a zone that is a plain word the word."""
    words = [team["zone"] for team in file["teams"] if "zone" in team]
    named = {zone["key"]: localized(zone["name"]) for zone in file.get("zones", ())}
    return named | {word: word for word in dict.fromkeys(words) if word not in named}


def match_names(file: Document) -> Mapping[str, str]:
    """Every match's round and number, after its stage where there is more than one."""
    return _once("match names", file, lambda: _match_names(file))


def _match_names(file: Document) -> dict[str, str]:
    found = {}
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            name = localized(round_["name"])
            if len(file["stages"]) > 1:
                name = f"{localized(stage['name'])} · {name}"
            for number, match in enumerate(round_["matches"], start=1):
                found[match["key"]] = gettext(
                    "%(round)s, match %(number)s", round=name, number=number
                )
    return found


def names_by_key(file: Document) -> Mapping[str, Any]:
    """The names that pages about results need: one mapping of key to name for each kind."""
    return _once("names", file, lambda: _names_by_key(file))


def _names_by_key(file: Document) -> dict[str, Any]:
    by_stage = {
        stage["key"]: {d["key"]: localized(d["name"]) for d in rubric_of(file, stage)["dimensions"]}
        for stage in file["stages"]
    }
    own = {key: name for names in by_stage.values() for key, name in names.items()}
    common = {d["key"]: localized(d["name"]) for d in file["rubric"]["dimensions"]}
    dimensions = {**common, **own, **common}
    return {
        # Unique where they are used: in a competition whose members have scores of their own.
        "member_names": {
            member["key"]: localized(member["name"])
            for team in file["teams"]
            for member in team.get("members", ())
        },
        "team_names": distinct(file["teams"], file.get("zones", ())),
        "zone_names": zone_names(file),
        "judge_names": distinct(file["judges"]),
        "stage_names": {stage["key"]: localized(stage["name"]) for stage in file["stages"]},
        "topic_names": {
            topic["key"]: localized(topic["title"]) for topic in file.get("topics", ())
        },
        "match_names": match_names(file),
        # Of all rubrics; and of the one in force in each stage.
        "dimension_names": dimensions,
        "stage_dimensions": by_stage,
        "rule_names": {**dimensions, **{rule: str(label) for rule, label in TIE_BREAKS}},
    }


def _once(name: str, file: Document, compute: Callable[[], T]) -> T:
    """Computed once in each language for as long as nothing but sheets changes."""
    current = current_competition.of(g.competition) if "competition" in g else None
    if current is None or file is not current.set_up:
        return compute()
    return current.once_of_set_up(f"{name} {language.current()}", lambda _state: compute())


def round_names(file: Document) -> dict[str, str]:
    """Every round's name after its stage's, by `stage/round`."""
    found = {}
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            name = f"{localized(stage['name'])} · {localized(round_['name'])}"
            found[f"{stage['key']}/{round_['key']}"] = name
    return found
