"""A competition's set-up as the file of another: what comes along, and what never does.

A copy begins where a competition begins: private, with rounds in preparation and nothing released.
What happened on the day (marks, rulings, draws, who left and why, replaced seats, scores of a
written test), what was decided about one person (a conflict that was accepted, a declaration) and
what came of it (agreements, appeals, signatures, who won an award) stays where it was. The match
clock comes along with the rubric; a stage's own rubric and rule come along where stages and rubric
both do, and so do awards, those by hand without winners and reason. Objects are copied field by
field, so a field that is not named here does not come along.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, cast

from competition.document.text_checks import KEY_CHARACTERS, NAME_CHARACTERS
from competition.file_types import Document, MatchPart, RoundPart, Text

PARTS = ("teams", "judges", "topics", "rubric", "stages")
"""What may come along, in the order in which it is named."""

_NOTES = ("placeholder", "source")
_REHEARSAL = {"zh": "彩排：", "en": "Rehearsal: "}
COPIED: Mapping[str, Collection[str]] = {
    "competition": {"name", "theme", "organiser", "venue", "starts", "languages"},
    "team": {"key", "name", "short_name", "organisation", "zone", "seed", "members"},
    "judge": {"key", "name", "category", "organisation", "head", "conflicts"},
    "stage": {
        *("key", "name", "teams", "rubric", "scoring", "kind", "across_matches"),
        *("max", "per", "combine", "carry", "weight", "advance", "rounds"),
    },
    "round": {"key", "name", "starts", "conference_after", "planned", "matches"},
    "match": {"key", "topic", "starts", "room", "panel", "trainees", "entries"},
    "award": {"key", "name", "by", "stage", "places", "side", "zone", "dimension", "excludes"},
}
"""The fields that come along with each object, besides its notes."""
LEFT: Mapping[str, Collection[str]] = {
    "competition": {"key", "visibility", "rehearsal_of"},
    "team": {"withdrawn", "withdrawn_from", "disqualified", "reason"},
    "judge": {"declaration"},
    "stage": {"release", "provisional_until", "scores"},
    "round": {"state", "announced"},
    "match": {
        *("void", "recused", "replacements", "accepted_conflicts"),
        *("repeats", "late", "substitutions", "conference"),
    },
    "award": {"winners", "reason"},
}
"""The fields that never do, or that a copy has of its own."""


def copy_file(
    file: Document, key: str, parts: Collection[str] = PARTS, name: Text | None = None
) -> Document:
    """The file of a new competition with the set-up of another; `parts` are some of `PARTS`.

    What cannot stand without a part that stays behind is left out with it: conflicts and the
    entries of matches without the teams, and so the matches; panels without the judges; the topics
    of matches without the topics. Zones come with the teams or the stages. The result still has to
    be checked as any file.
    """
    has = {part: part in parts for part in PARTS}
    start = {"key": key, **_copied("competition", file["competition"]), "visibility": "private"}
    copy: dict[str, Any] = {
        "format": file["format"],
        **_notes(file),
        "competition": start | ({"name": name} if name else {}),
        "rubric": file["rubric"] if has["rubric"] else {"dimensions": []},
        "scoring": file["scoring"] if has["rubric"] else {},
        "teams": [_copied("team", team) for team in file["teams"]] if has["teams"] else [],
        "judges": [],
        "stages": [],
    }
    if has["topics"] and "topics" in file:
        copy["topics"] = file["topics"]
    if (has["teams"] or has["stages"]) and "zones" in file:
        copy["zones"] = file["zones"]
    if has["judges"]:
        without = () if has["teams"] else ("conflicts",)
        copy["judges"] = [_copied("judge", judge, without) for judge in file["judges"]]
    if has["rubric"] and "clock" in file:
        copy["clock"] = file["clock"]
    if has["stages"]:
        copy["stages"] = [_stage(stage, has) for stage in file["stages"]]
        if has["rubric"] and "awards" in file:
            copy["awards"] = _awards(file, has)
    return cast(Document, copy)


def _stage(stage: Mapping[str, Any], has: Mapping[str, bool]) -> dict[str, Any]:
    without = [] if has["teams"] else ["teams"]
    without += [] if has["rubric"] else ["rubric", "scoring"]
    copy = _copied("stage", stage, without)
    if "rounds" in copy:
        copy["rounds"] = [
            {
                **_round(round_, has),
                # A match has teams.
                "matches": [_match(match, has) for match in round_["matches"] if has["teams"]],
            }
            for round_ in copy["rounds"]
        ]
    return copy


def _round(round_: RoundPart, has: Mapping[str, bool]) -> dict[str, Any]:
    copy = _copied("round", round_)
    if "planned" in copy and not has["topics"]:
        copy["planned"] = [
            {name: value for name, value in planned.items() if name != "topic"}
            for planned in copy["planned"]
        ]
    return copy


def _match(match: MatchPart, has: Mapping[str, bool]) -> dict[str, Any]:
    without = [] if has["topics"] else ["topic"]
    without += [] if has["judges"] else ["trainees"]
    copy = _copied("match", match, without)
    return copy if has["judges"] else {**copy, "panel": []}


def _awards(file: Document, has: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The awards, without those for a zone that is only a word of the teams left behind."""
    awards = [
        _copied("award", award)
        for award in file.get("awards", ())
        if "zone" not in award or has["teams"] or "zones" in file
    ]
    keys = {award["key"] for award in awards}
    for award in awards:
        if award["by"] == "hand":
            award["winners"] = []
        if "excludes" in award:
            award["excludes"] = [key for key in award["excludes"] if key in keys]
    return awards


def _copied(kind: str, part: Mapping[str, Any], without: Collection[str] = ()) -> dict[str, Any]:
    kept = {*COPIED[kind], *_NOTES}.difference(without)
    return {name: value for name, value in part.items() if name in kept}


def _notes(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part[name] for name in _NOTES if name in part}


def rehearsal_key(key: str, number: int = 1) -> str:
    """The key of a competition's rehearsal, cut where it would be too long; the second has a 2.

    >>> rehearsal_key("spring-cup"), rehearsal_key("spring-cup", 2)
    ('spring-cup-rehearsal', 'spring-cup-rehearsal-2')
    """
    ending = "-rehearsal" if number == 1 else f"-rehearsal-{number}"
    return key[: KEY_CHARACTERS - len(ending)].rstrip("-") + ending


def rehearsal_file(file: Document, key: str) -> Document:
    """The file of a competition's rehearsal: a copy as public as it is, whose name says so.

    Who does not play and who does not judge is rehearsed too, so teams that have left and recused
    judges are the same as in the competition. The result still has to be checked as any file.
    """
    about = file["competition"]
    copy = cast(dict[str, Any], copy_file(file, key))
    copy["competition"] |= {
        "name": {
            code: f"{_REHEARSAL[code]}{text}"[:NAME_CHARACTERS]
            for code, text in about["name"].items()
        },
        "rehearsal_of": about["key"],
    }
    if "visibility" in about:
        copy["competition"]["visibility"] = about["visibility"]
    else:
        del copy["competition"]["visibility"]
    _add(copy["teams"], file["teams"], LEFT["team"])
    _add(_matches(copy), _matches(file), ("recused", "accepted_conflicts"))
    return cast(Document, copy)


def _add(parts: Iterable[Any], originals: Iterable[Any], fields: Collection[str]) -> None:
    """Put these fields into the parts, from the originals of the same key."""
    by_key = {original["key"]: original for original in originals}
    for part in parts:
        original = by_key[part["key"]]
        part.update({name: original[name] for name in fields if name in original})


def _matches(file: Mapping[str, Any]) -> Iterator[Any]:
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            yield from round_["matches"]


def first_day(file: Document) -> dt.date | None:
    """The day on which a competition begins, or its first round or match; None without a time."""
    starts = file["competition"].get("starts")
    if starts:
        return _day(starts)
    return min((_day(part["starts"]) for part in _timed(file)), default=None)


def move_to_day(file: Document, day: dt.date) -> Document:
    """The file with everything moved by the same number of days, so that it begins on this day.

    The hours stay. Raises `OverflowError` where the calendar ends.
    """
    first = first_day(file)
    moved = deepcopy(file)
    if first is None:
        return moved
    for part in (moved["competition"], *_timed(moved)):
        if starts := part.get("starts"):
            date, _, hour = starts.partition("T")
            there = dt.date.fromisoformat(date) + (day - first)
            part["starts"] = f"{there.isoformat()}T{hour}"
    return moved


def _timed(file: Document) -> Iterator[Any]:
    """The rounds and matches that have a time."""
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            parts: tuple[Any, ...] = (round_, *round_.get("planned", ()), *round_["matches"])
            yield from (part for part in parts if "starts" in part)


def _day(moment: str) -> dt.date:
    return dt.date.fromisoformat(moment.partition("T")[0])
