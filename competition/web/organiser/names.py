"""What people call the parts of a competition: names by key, a match by its round and number."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from competition.web.organiser.labels import TIE_BREAKS
from competition.web.template_filters import localized

# What the parts of an audit row's subject name, by the first word of its action.
_SUBJECTS = {
    "sheet": ("match", "team", "judge"),
    "late": ("match", "team", "judge"),
    "deduction": ("match", "team"),
    "ruling": ("stage",),
    "topic": ("topic",),
    "team": ("team",),
    "judge": ("judge",),
    "rescue": ("judge",),
    "stage": ("stage",),
    "reveal": ("stage",),
    "marks": ("match",),
    "match": ("match",),
}
# What the screen is about in each of its modes.
_MODE_SUBJECTS = {
    "match": ("match",),
    "marks": ("match",),
    "radar": ("team",),
    "reveal": ("stage",),
}


def match_numbers(whole: Mapping[str, Any]) -> dict[str, int]:
    """Every match's number within its round, as the plan counts."""
    return {
        match["key"]: number
        for stage in whole["stages"]
        for round_ in stage["rounds"]
        for number, match in enumerate(round_["matches"], start=1)
    }


def match_names(whole: Mapping[str, Any]) -> dict[str, str]:
    """Every match as people say it: the round and the number, with the stage where several are."""
    found = {}
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            name = localized(round_["name"])
            if len(whole["stages"]) > 1:
                name = f"{localized(stage['name'])} · {name}"
            for number, match in enumerate(round_["matches"], start=1):
                found[match["key"]] = gettext(
                    "%(round)s, match %(number)s", round=name, number=number
                )
    return found


def names_by_key(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Every name that results speak of, by key."""
    dimensions = {d["key"]: localized(d["name"]) for d in whole["rubric"]["dimensions"]}
    return {
        "team_names": {team["key"]: localized(team["name"]) for team in whole["teams"]},
        "judge_names": {judge["key"]: localized(judge["name"]) for judge in whole["judges"]},
        "stage_names": {stage["key"]: localized(stage["name"]) for stage in whole["stages"]},
        "topic_names": {
            topic["key"]: localized(topic["title"]) for topic in whole.get("topics", ())
        },
        "match_names": match_names(whole),
        "dimension_names": dimensions,
        "rule_names": {**dimensions, **dict(TIE_BREAKS)},
    }


def subject_names(action: str, subject: str, known: Mapping[str, Any]) -> str:
    """What an audit row is about, in words; a key stands for itself where its name is gone.

    "" where the action says it all: who signs in is who does it, the chain's competition is known.
    """
    kind = action.partition(".")[0]
    if kind in ("session", "competition", "rubric"):
        return ""
    if kind == "round":
        return str(known["round_names"].get(subject, subject))
    keys = subject.split("/")
    if action == "show.mode":
        mode, *about = keys
        kinds = _MODE_SUBJECTS.get(mode, ())[: len(about)]
        return " · ".join([str(known["mode_names"].get(mode, mode)), *_named(kinds, about, known)])
    if action == "show.clock":
        return str(known["clock_acts"].get(subject, subject))
    return " · ".join(_named(_SUBJECTS.get(kind, ()), keys, known))


def _named(kinds: Sequence[str], keys: Sequence[str], known: Mapping[str, Any]) -> list[str]:
    """The keys' names; keys of other kinds than were expected are left as they are."""
    if len(kinds) != len(keys):
        return list(keys)
    return [known[f"{kind}_names"].get(key, key) for kind, key in zip(kinds, keys, strict=True)]


def round_names(whole: Mapping[str, Any]) -> dict[str, str]:
    """Every round, named `stage/round`, as people say it."""
    found = {}
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            name = f"{localized(stage['name'])} · {localized(round_['name'])}"
            found[f"{stage['key']}/{round_['key']}"] = name
    return found
