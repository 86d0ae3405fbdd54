"""Refusals of the file's checks, said to somebody who has never seen the file.

The checks name keys and places, which the author of a file needs. On a form the same problem
names teams and judges, and says what to do in the pages. What is already plain stays as it is.
"""

from collections.abc import Mapping
from typing import Any

from flask import g

from competition.actions.refusals import Refused
from competition.document import Problem
from competition.messages import N_
from competition.web.organiser.labels import category
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key

_OWN_SENTENCES = ("sheets[", "deductions[", "rulings[")
"""The beginnings of places for which `problems` has sentences of its own."""


def in_plain_words(refusal: Refused) -> Refused:
    """The same refusal, its problems with names in place of keys."""
    if "competition" not in g or not refusal.problems:
        return refusal
    names = names_by_key(file_without_sheets(g.competition))
    problems = [_plain(problem, names) for problem in refusal.problems]
    return Refused(refusal.message, problems, **refusal.values)


def _plain(problem: Problem, names: Mapping[str, Any]) -> Problem:
    place, given = problem.place, problem.values
    if place.startswith(_OWN_SENTENCES):
        return problem
    values = _named(given, names)
    message = _message(place, given)
    if message and "circle" in given:
        stages = str(given["circle"]).split(" → ")
        values["circle"] = " → ".join(names["stage_names"].get(key, key) for key in stages)
    if message and place.endswith("category"):
        values["allowed"] = ", ".join(
            category(word) for word in str(given.get("allowed", "")).split(", ")
        )
    if message and "tie_break" in place:
        values["value"] = names["rule_names"].get(given["value"], given["value"])
    return Problem(place, message or problem.message, values)


def _named(given: Mapping[str, object], names: Mapping[str, Any]) -> dict[str, object]:
    kinds = {"judge": "judge", "head": "judge", "team": "team", "stage": "stage", "match": "match"}
    return {
        name: names[f"{kinds[name]}_names"].get(value, value) if name in kinds else value
        for name, value in given.items()
    }


def _message(place: str, given: Mapping[str, object]) -> str | None:
    """What to say instead, by the values that the problem has; None to keep its own message."""
    fields = set(given)
    if fields == {"judge", "head"}:
        return N_(
            "%(judge)s and %(head)s are both head judges; a panel can have only one. Take one of "
            "them off the panel, or untick “Head judge” for one under Judges."
        )
    if fields == {"match", "judge", "team", "why"}:
        return N_(
            "%(match)s: %(judge)s has a conflict of interest with %(team)s (%(why)s). Choose "
            "another judge, or say under “Change panels” why this one sits there all the same."
        )
    if "recused" in place and "judge" in fields and "allowed" in fields:
        return N_(
            "%(judge)s is recused in this match. Take the recusal back first, then take the judge "
            "off the panel."
        )
    if "recused" in place and "team" in fields and "allowed" in fields:
        return N_(
            "A judge is recused for %(team)s in this match. Take the recusal back first, then take "
            "the team out of it."
        )
    if fields == {"team", "first"}:
        return N_("%(team)s is in this match twice. Choose another team, or clear the row.")
    if fields == {"stage", "first"}:
        return N_("%(stage)s is carried over twice. Clear one of the two rows.")
    if fields == {"circle"}:
        return N_(
            "A stage would come before itself: %(circle)s. Change where totals are carried over "
            "from, or where the best teams advance to."
        )
    if fields == {"rule", "allowed"} and place.endswith("category"):
        return N_(
            "This judge is on a panel, and the rule weights these categories only: %(allowed)s. "
            "Choose one of them, or add a weight under Rubric and rule."
        )
    if fields == {"value", "allowed"} and "tie_break" in place:
        return N_("“%(value)s” is not in the rubric any more. Choose another rule here, or “–”.")
    return None
