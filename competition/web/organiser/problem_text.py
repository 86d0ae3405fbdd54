"""Why a change cannot stand, said for a person: a few sentences for many places in the file."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext, ngettext

from competition.document import Problem, Refusal
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key

MOST_SENTENCES = 4
_SHEET = re.compile(r"sheets\[\d+\]")
_MARK = re.compile(r"sheets\[\d+\](?:\.history\[\d+\])?\.marks\W*(\w+)")
_MATCH = re.compile(r"stages\[(\d+)\]\.rounds\[(\d+)\]\.matches\[(\d+)\]\.(?:panel|entries|topic)")

Names = Mapping[str, Any]


def problem_sentences(problems: Sequence[Problem]) -> list[str]:
    """One sentence for each kind of problem, the most frequent first."""
    if "competition" not in g or not problems:
        return []
    whole = file_without_sheets(g.competition)
    known = names_by_key(whole)
    counted: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        counted[_kind(problem, whole)] += 1
    said = [_sentence(kind, about, num, known) for (kind, about), num in counted.most_common()]
    unique = list(dict.fromkeys(sentence for sentence in said if sentence))
    return unique[:MOST_SENTENCES]


def problem_places(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Every place in the file with what is wrong there."""
    return [(problem.place, problem.text(gettext)) for problem in problems]


def _kind(problem: Problem, whole: Mapping[str, Any]) -> tuple[str, str]:
    """What stands in the way, and what it is about: keys joined by blanks."""
    values = problem.values
    if found := _MARK.fullmatch(problem.place):
        what = values.get("what")
        if isinstance(what, Refusal) and {"min", "max", "step"} <= set(what.values):
            bounds = " ".join(str(what.values[name]) for name in ("min", "max", "step"))
            return "mark", f"{found[1]} {bounds}"
        return ("unmarked" if "judge" in values else "dimension"), found[1]
    if _SHEET.match(problem.place):
        for who in ("judge", "team"):
            if problem.place.endswith(f".{who}") and "match" in values:
                return who, f"{values[who]} {values['match']}"
        return "sheet", ""
    if problem.place.startswith(("deductions[", "rulings[")):
        return problem.place.partition("[")[0], ""
    if found := _MATCH.match(problem.place):
        stage, round_, match = (int(index) for index in found.groups())
        try:
            return "match", whole["stages"][stage]["rounds"][round_]["matches"][match]["key"]
        except IndexError:
            return "", ""
    return "", problem.text(gettext)


def _sentence(kind: str, about: str, num: int, known: Names) -> str:
    about_words = about.split(" ")
    if kind in ("judge", "team"):
        who, match = about_words
        place = known["match_names"].get(match, match)
        if kind == "judge":
            judge = known["judge_names"].get(who, who)
            return gettext(
                "%(judge)s has marked in this match already (%(match)s), so the seat stays.",
                judge=judge,
                match=place,
            )
        return gettext(
            "%(team)s has been marked in this match already (%(match)s), so the team stays in it.",
            team=known["team_names"].get(who, who),
            match=place,
        )
    if kind == "mark":
        key, least, most, step = about_words
        return ngettext(
            "%(num)s stored mark in “%(dimension)s” would not be within %(min)s to %(max)s in "
            "steps of %(step)s; choose bounds that hold it.",
            "%(num)s stored marks in “%(dimension)s” would not be within %(min)s to %(max)s in "
            "steps of %(step)s; choose bounds that hold them.",
            num,
            dimension=known["dimension_names"].get(key, key),
            min=least,
            max=most,
            step=step,
        )
    if kind == "unmarked":
        return gettext(
            "There are submitted sheets already, and they would lack a mark for a new dimension; "
            "dimensions are added before the first sheet is submitted."
        )
    if kind == "dimension":
        return gettext(
            "There are marks in “%(dimension)s” already, so the dimension stays.",
            dimension=known["dimension_names"].get(about, about),
        )
    if kind == "match":
        return gettext("It is named in %(match)s.", match=known["match_names"].get(about, about))
    fixed = {
        "sheet": gettext("There are sheets with marks for it, so it stays."),
        "deductions": gettext("There are deductions for it, so it stays."),
        "rulings": gettext("There are rulings that name it, so it stays."),
    }
    return fixed.get(kind, about)
