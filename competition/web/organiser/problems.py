"""Why a change is not valid, for a person: a few problems in place of many places in the file.

`templates/organiser/_problem.html` has the sentences.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g
from flask_babel import gettext

from competition.document import Problem, Refusal
from competition.file_types import Document
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import join_list

MOST_KINDS = 8
_SHEET = re.compile(r"sheets\[\d+\]")
_MARK = re.compile(r"sheets\[\d+\](?:\.history\[\d+\])?\.marks\W*(\w+)")
_MATCH = re.compile(r"stages\[(\d+)\]\.rounds\[(\d+)\]\.matches\[(\d+)\]\.(\w+)")
_JUDGE = re.compile(r"judges\[(\d+)\]\.(conflicts|category)")
_TEAM = re.compile(r"teams\[(\d+)\]\.withdrawn_from")


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem: its code, how many places have it, and the names it is about.

    The codes: `judge`, `team` (with `match`), `mark` (with `dimension`, `min`, `max`, `step`),
    `unmarked`, `dimension`, `match`, `recused` (with `match`), `sheet`, `deductions`, `rulings`,
    `conflict` (with `judge`), `left` (with `team`), `stages` (that carry or lead to another);
    `text` has its own, `match_text` and `judge_text` with the name before it.
    """

    code: str
    count: int
    names: dict[str, str] = field(default_factory=dict)


def problem_kinds(problems: Sequence[Problem]) -> list[ProblemKind]:
    """The kinds of the problems, the most frequent first, at most `MOST_KINDS`."""
    if "competition" not in g or not problems:
        return []
    file = file_without_sheets(g.competition)
    names = names_by_key(file)
    counted: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    for problem in problems:
        if found := _kind(problem, file, names):
            code, about = found
            counted[code, tuple(about.items())] += 1
    kinds = counted.most_common(MOST_KINDS)
    return [ProblemKind(code, count, dict(about)) for (code, about), count in kinds]


def problem_places(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Every place in the file with what is wrong there."""
    return [(problem.place, problem.text(gettext)) for problem in problems]


def _kind(
    problem: Problem, file: Document, names: Mapping[str, Any]
) -> tuple[str, dict[str, str]] | None:
    """The code of a problem, and the names it is about; None if its match is gone."""
    place, values = problem.place, problem.values
    if found := _MARK.fullmatch(place):
        return _kind_of_mark(found[1], values, names["dimension_names"])
    if _SHEET.match(place):
        for who in ("judge", "team"):
            if place.endswith(f".{who}") and "match" in values:
                name = names[f"{who}_names"].get(values[who], str(values[who]))
                match = names["match_names"].get(values["match"], str(values["match"]))
                return who, {who: name, "match": match}
        return "sheet", {}
    if place.startswith(("deductions[", "rulings[")):
        return place.partition("[")[0], {}
    is_reference = {"kind", "key"} <= set(values)
    if found := _MATCH.match(place):
        return _kind_of_match(found, problem, file, names, is_reference=is_reference)
    text = problem.text(gettext)
    if found := _JUDGE.match(place):
        about = {"judge": names["judge_names"].get(file["judges"][int(found[1])]["key"], "")}
        if found[2] == "category":
            return "judge_text", {**about, "text": text}
        return ("conflict", about) if is_reference else ("text", {"text": text})
    if (found := _TEAM.match(place)) and is_reference:
        return "left", {"team": names["team_names"].get(file["teams"][int(found[1])]["key"], "")}
    if place.startswith("stages[") and is_reference:
        return "stages", {"stages": _stages_before_or_after(file, str(values["key"]), names)}
    return "text", {"text": text}


def _kind_of_match(
    found: re.Match[str],
    problem: Problem,
    file: Document,
    names: Mapping[str, Any],
    *,
    is_reference: bool,
) -> tuple[str, dict[str, str]] | None:
    stage, round_, index = (int(number) for number in found.groups()[:3])
    try:
        key = file["stages"][stage]["rounds"][round_]["matches"][index]["key"]
    except (IndexError, KeyError):
        return None
    about = {"match": names["match_names"].get(key, key)}
    if found[4] == "recused" and is_reference:
        return "recused", about
    if is_reference:
        return "match", about
    return "match_text", {**about, "text": problem.text(gettext)}


def _stages_before_or_after(file: Document, key: str, names: Mapping[str, Any]) -> str:
    """The stages that carry the stage's totals or lead to it."""
    found = [
        names["stage_names"][stage["key"]]
        for stage in file["stages"]
        if key in [carry["stage"] for carry in stage.get("carry", ())]
        or stage.get("advance", {}).get("to") == key
    ]
    return join_list(found)


def _kind_of_mark(
    key: str, values: Mapping[str, Any], dimension_names: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    what = values.get("what")
    dimension = {"dimension": dimension_names.get(key, key)}
    if isinstance(what, Refusal) and {"min", "max", "step"} <= set(what.values):
        return "mark", dimension | {
            bound: str(what.values[bound]) for bound in ("min", "max", "step")
        }
    return ("unmarked", {}) if "judge" in values else ("dimension", dimension)
