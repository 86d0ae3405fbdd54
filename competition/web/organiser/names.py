"""The names of a competition's parts by key; a match is named by its round and number."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import gettext

from competition.checks import distinct_names
from competition.file_types import Document, Language
from competition.web import language
from competition.web.organiser.labels import TIE_BREAKS
from competition.web.template_filters import localized


def match_names(file: Document) -> dict[str, str]:
    """Every match's round and number, after its stage where there is more than one."""
    found = {}
    for stage in file["stages"]:
        for round_ in stage["rounds"]:
            name = localized(round_["name"])
            if len(file["stages"]) > 1:
                name = f"{localized(stage['name'])} · {name}"
            for number, match in enumerate(round_["matches"], start=1):
                found[match["key"]] = gettext(
                    "%(round)s, match %(number)s", round=name, number=number
                )
    return found


def part_names(parts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of teams or of judges; where two have one name, with what tells them apart."""
    distinct = distinct_names(parts, cast(Language, language.current()))
    return {
        key: gettext("%(name)s (%(what)s)", name=name, what=what) if what else name
        for key, (name, what) in distinct.items()
    }


def names_by_key(file: Document) -> dict[str, Any]:
    """The names that pages about results need: one mapping of key to name for each kind."""
    dimensions = {d["key"]: localized(d["name"]) for d in file["rubric"]["dimensions"]}
    return {
        "team_names": part_names(file["teams"]),
        "judge_names": part_names(file["judges"]),
        "stage_names": {stage["key"]: localized(stage["name"]) for stage in file["stages"]},
        "topic_names": {
            topic["key"]: localized(topic["title"]) for topic in file.get("topics", ())
        },
        "match_names": match_names(file),
        "dimension_names": dimensions,
        "rule_names": {**dimensions, **dict(TIE_BREAKS)},
    }


def round_names(file: Document) -> dict[str, str]:
    """Every round's name after its stage's, by `stage/round`."""
    found = {}
    for stage in file["stages"]:
        for round_ in stage["rounds"]:
            name = f"{localized(stage['name'])} · {localized(round_['name'])}"
            found[f"{stage['key']}/{round_['key']}"] = name
    return found
