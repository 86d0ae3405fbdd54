"""Ground floor: the questions of the fairness report and their answers, as messages.

The pages and the print translate them; the figures and names come with each answer.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.fairness_titles import TITLES
from competition.messages import N_

QUESTIONS = {
    "strictness": N_("Is anybody far stricter or milder than the others?"),
    "alike": N_("Does anybody mark all dimensions alike?"),
    "categories": N_("Do the two kinds of judges agree?"),
    "sides": N_("Does one side score higher?"),
    "order": N_("Did the order of the matches matter?"),
    "rule": N_("Would another rule have made another winner?"),
}
"""What the page asks of every stage, in this order."""

VERDICTS = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Cannot be told")}

SENTENCES = {
    "strictness_strict": N_(
        "Stricter than the others on the same performances, in points a sheet: %(strict)s."
    ),
    "strictness_mild": N_(
        "Milder than the others on the same performances, in points a sheet: %(mild)s."
    ),
    "strictness_both": N_(
        "In points a sheet, against the others on the same performances: stricter %(strict)s; "
        "milder %(mild)s."
    ),
    "strictness_many": N_(
        "%(count)s of %(all)s judges, most of all %(judges)s, in points a sheet against the others "
        "on the same performances."
    ),
    "strictness_no": N_(
        "Nobody is on average more than %(limit)s points a sheet from the others, beyond what "
        "chance can do."
    ),
    "strictness_unknown": N_("No judge has at least three sheets beside the sheets of others."),
    "alike_some": N_(
        "%(judges)s gave nearly the same mark in every dimension, more so than the panel "
        "(correlation of the panel: %(median)s of 1)."
    ),
    "alike_all": N_(
        "The whole panel marks the dimensions nearly alike (correlation %(median)s of 1), so "
        "that they hardly say anything apart from the total."
    ),
    "alike_no": N_(
        "Nobody stands out: the dimensions of a judge go together at %(median)s of 1, and nobody "
        "is far above that."
    ),
    "alike_unknown": N_("This needs judges with three sheets and marks that differ."),
    "categories_yes": N_(
        "%(first)s and %(second)s judges agree: on average %(difference)s points apart, which "
        "chance can explain, and they put the teams in much the same order (%(order)s of 1)."
    ),
    "categories_level": N_(
        "%(higher)s judges give %(difference)s points more than %(lower)s judges on average, "
        "which chance hardly explains (p = %(p)s)."
    ),
    "categories_order": N_(
        "%(first)s and %(second)s judges put the teams in different orders (agreement of the "
        "orders: %(order)s of 1)."
    ),
    "categories_few": N_(
        "Only %(pairs)s performances were marked by both kinds of judges; six are needed."
    ),
    "categories_unknown": N_("The judges of this stage are not of just two kinds."),
    "sides_employer": N_(
        "The employer side scores %(difference)s points more on average over %(pairs)s matches, "
        "which chance hardly explains (p = %(p)s). The teams on it may have been better."
    ),
    "sides_labour": N_(
        "The labour side scores %(difference)s points more on average over %(pairs)s matches, "
        "which chance hardly explains (p = %(p)s). The teams on it may have been better."
    ),
    "sides_no": N_(
        "The sides are %(difference)s points apart on average over %(pairs)s matches, which "
        "chance can explain (p = %(p)s)."
    ),
    "sides_few": N_(
        "With %(pairs)s matches between the two sides chance alone can make any difference; six "
        "are needed."
    ),
    "sides_unknown": N_("No match has one labour and one employer side that both have a total."),
    "order_later": N_(
        "Later matches score higher, by %(slope)s points a match, which chance hardly explains "
        "(p = %(p)s)."
    ),
    "order_earlier": N_(
        "Earlier matches score higher, by %(slope)s points a match, which chance hardly explains "
        "(p = %(p)s)."
    ),
    "order_no": N_(
        "Totals go up or down by %(slope)s points a match, which chance can explain (p = %(p)s)."
    ),
    "order_unknown": N_("There are fewer than ten performances, or all have the same total."),
    "rule_no": N_("By the mean, the trimmed mean and the median, first place is the same."),
    "rule_no_some": N_("By the rule and by the trimmed mean, first place is the same."),
    "rule_yes": N_("By other rules others would be first: %(others)s."),
    "rule_unknown": N_("No team has a place yet."),
    # Under the places.
    "judges_hold": N_("First place holds whichever judge is left out."),
    "judges_change": N_("First place would be another without one of these judges: %(judges)s."),
    "ways_hold": N_("It holds under the mean and under the median."),
    "ways_change": N_("Under another rule it would change: %(others)s."),
    "redrawn": N_(
        "If the panel were drawn again and again from its own judges, %(teams)s would lead in "
        "%(percent)s%% of the draws."
    ),
    # Across panels.
    "fair_shown": N_(
        "Several panels marked this stage. The fair average is the total that a team could "
        "expect from the average judge, strict and mild panels allowed for. It is a report and "
        "never the ranking."
    ),
    "fair_one_panel": N_(
        "A strict or a mild judge moves all teams alike, so there is nothing to allow for."
    ),
    "fair_not_connected": N_(
        "No judge links the panels, and no performance was marked by two of them. Whether one "
        "panel was stricter than another cannot be told from the marks, so there is no fair "
        "average."
    ),
    "fair_not_estimated": N_("The marks do not suffice for a fair average."),
    # What the numbers cannot show.
    "limit_size": N_(
        "%(judges)s judges and %(entries)s performances prove little. A single other mark can "
        "turn an answer."
    ),
    "limit_many": N_(
        "Of twenty judges without any tendency, one is expected to look stricter or milder by "
        "chance alone."
    ),
    "limit_mild": N_(
        "A mild judge is not a wrong one. Where all judges mark all teams it moves every team "
        "alike."
    ),
    "limit_agreement": N_(
        "Agreement is not correctness: who saw better than the others looks like the odd one out."
    ),
    "limit_causes": N_(
        "Figures show differences, never reasons. Nobody's honesty can be read from them."
    ),
    # What to do next time.
    "next_strictness": N_(
        "Before the first match, let the whole panel mark one recorded performance and talk about "
        "the differences."
    ),
    "next_alike": N_(
        "Say for every dimension what a low and a high mark look like, and have judges mark "
        "dimension by dimension."
    ),
    "next_categories": N_("Let both kinds of judges go through the rubric together beforehand."),
    "next_sides": N_("Draw the sides, or let every team play both."),
    "next_order": N_(
        "Draw the running order, and let judges look back at their first sheets before the round "
        "closes."
    ),
    "next_rule": N_(
        "First place hangs on the rule or on one judge: settle rule and tie-break beforehand, "
        "and seat more judges in the final."
    ),
    "next_panels": N_(
        "Let at least two judges change between the panels, so that panels can be compared."
    ),
    "next_size": N_("More judges for each team make a result firmer than finer marks do."),
    "next_nothing": N_("Nothing stands out. Keep the briefing, the draw and the rule as they are."),
}
"""The sentences by code; what stands in them comes with the answer. `TITLES` has the rest."""

WAYS = {
    "as_ruled": N_("As ruled"),
    "mean": N_("Mean"),
    "trimmed": N_("Trimmed mean"),
    "median": N_("Median"),
    "fair": N_("Fair average"),
}
CATEGORIES = {"professional": N_("professional"), "academic": N_("academic")}
LETTERED = N_("Judge %(letter)s")
"""What a judge is called where judges are not named."""
LETTERS_EXPLAINED = N_(
    "The letters of judges are those of the fairness report, the strictest first; they do not "
    "follow the numbers of the marks."
)
"""Beside marks that stand under numbers."""
_HAN = "[\u4e00-\u9fff]"
NOTED = N_("%(text)s (%(more)s)")
PART = N_("%(name)s: %(value)s")


@dataclass(frozen=True)
class SentenceWords:
    """A reader's language: what translates a message, picks a text, and joins a list."""

    translate: Callable[[str], str]
    pick: Callable[[Any], str]
    join: Callable[[Sequence[str]], str]


class FairnessTexts:
    """The sentences of a stage of the page in words; `stage` is a `fairness.page_types` stage."""

    def __init__(self, stage: Mapping[str, Any], words: SentenceWords) -> None:
        self._words = words
        self.judges = _told_apart({each["key"]: self._judge(each) for each in stage["judges"]})
        """What each judge is called, by key."""
        self.teams = _told_apart({each["key"]: words.pick(each["name"]) for each in stage["teams"]})
        """What each team is called, by key."""

    def sentence(self, said: Mapping[str, Any]) -> str:
        """An answer, a title or any other sentence of the page, in the reader's language."""
        values = {name: self._value(value) for name, value in said["values"].items()}
        code = said["sentence"]
        text = _filled(self._words.translate(TITLES.get(code) or SENTENCES[code]), values)
        return text[:1].upper() + text[1:]

    def way(self, code: str) -> str:
        """What a way of combining marks is called."""
        return self._words.translate(WAYS[code])

    def _judge(self, judge: Mapping[str, Any]) -> str:
        if "letter" in judge:
            return self._words.translate(LETTERED) % {"letter": judge["letter"]}
        return self._words.pick(judge["name"])

    def _value(self, value: Any) -> str:
        translate = self._words.translate
        if isinstance(value, str):
            return value
        if "category" in value:
            known = CATEGORIES.get(value["category"])
            return translate(known) if known else str(value["category"])
        if "teams" in value:
            return self._words.join([self.teams[key] for key in value["teams"]])
        if "ways" in value:
            return self._words.join(
                [
                    translate(PART) % {"name": self.way(way), "value": self._value({"teams": won})}
                    for way, won in value["ways"]
                ]
            )
        return self._words.join(
            [
                translate(NOTED) % {"text": self.judges[key], "more": note}
                if note
                else self.judges[key]
                for key, note in value["judges"]
            ]
        )


def _filled(message: str, values: Mapping[str, str]) -> str:
    """The message with its values, a space between Chinese and a number or Latin letter."""
    spaced = {}
    for name, value in values.items():
        has_before, has_after = (
            letter.isascii() and letter.isalnum() for letter in (value[:1], value[-1:])
        )
        before = " " if has_before and re.search(rf"{_HAN}%\({name}\)s", message) else ""
        after = " " if has_after and re.search(rf"%\({name}\)s{_HAN}", message) else ""
        spaced[name] = f"{before}{value}{after}"
    return message % spaced


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """The names, those that several bear with their key."""
    repeated = {name for name, count in Counter(names.values()).items() if count > 1}
    return {key: f"{name} ({key})" if name in repeated else name for key, name in names.items()}
