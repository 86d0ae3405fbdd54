"""A competition's set-up as the file of another: what comes along, and what never does.

A copy begins where a competition begins: private, with rounds in preparation and nothing released.
What happened on the day (marks, rulings, draws, who left and why, replaced seats, scores of a
written test) and what was decided about one person (a conflict that was accepted, a declaration)
stays where it was. Objects are copied field by field, so a field that is not named here does not
come along.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, cast

from competition.file_types import Document, MatchPart, RoundPart, Text

PARTS = ("teams", "judges", "topics", "rubric", "stages")
"""What may come along, in the order in which it is named."""

_NOTES = ("placeholder", "source")
COPIED: Mapping[str, Collection[str]] = {
    "competition": {"name", "theme", "organiser", "venue", "starts", "languages"},
    "team": {"key", "name", "short_name", "organisation", "zone", "seed", "members"},
    "judge": {"key", "name", "category", "organisation", "head", "conflicts"},
    "stage": {
        *("key", "name", "teams", "kind", "across_matches", "max", "per", "combine"),
        *("carry", "weight", "advance", "rounds"),
    },
    "round": {"key", "name", "starts", "planned", "matches"},
    "match": {"key", "topic", "starts", "room", "panel", "trainees", "entries"},
}
"""The fields that come along with each object, besides its notes."""
LEFT: Mapping[str, Collection[str]] = {
    "competition": {"key", "visibility"},
    "team": {"withdrawn", "withdrawn_from", "disqualified", "reason"},
    "judge": {"declaration"},
    "stage": {"release", "provisional_until", "scores"},
    "round": {"state", "announced"},
    "match": {"void", "recused", "replacements", "accepted_conflicts"},
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
    if has["stages"]:
        copy["stages"] = [_stage(stage, has) for stage in file["stages"]]
    return cast(Document, copy)


def _stage(stage: Mapping[str, Any], has: Mapping[str, bool]) -> dict[str, Any]:
    copy = _copied("stage", stage, () if has["teams"] else ("teams",))
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


def _copied(kind: str, part: Mapping[str, Any], without: Collection[str] = ()) -> dict[str, Any]:
    kept = {*COPIED[kind], *_NOTES}.difference(without)
    return {name: value for name, value in part.items() if name in kept}


def _notes(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part[name] for name in _NOTES if name in part}


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
