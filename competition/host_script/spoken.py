"""Numbers, lists and names as a host says them, in both languages.

Scores stay in digits, which are read right in both languages; counts and places are in words.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from competition.both_languages import BothLanguages, in_both
from competition.file_types import Document, ScoringPart
from competition.scoring import format_exact, format_rounded

_DIGITS = "零一二三四五六七八九"
_CARDINALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)


def chinese_number(number: int) -> str:
    """A whole number from 0 to 99 in characters; a larger one in digits with air around it.

    >>> chinese_number(7), chinese_number(12), chinese_number(30), chinese_number(120)
    ('七', '十二', '三十', ' 120 ')
    """
    if number > 99:
        return f" {number} "
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def chinese_count(number: int) -> str:
    """The number before a measure word: two is 两.

    >>> chinese_count(2), chinese_count(5)
    ('两', '五')
    """
    return "两" if number == 2 else chinese_number(number)


def english_count(number: int) -> str:
    """The number as a word up to twelve, in digits above."""
    return _CARDINALS[number] if number < len(_CARDINALS) else str(number)


def english_ordinal(number: int) -> str:
    """The place as a word up to the twelfth, with its ending above.

    >>> english_ordinal(3), english_ordinal(21), english_ordinal(113)
    ('third', '21st', '113th')
    """
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number // 10 % 10 == 1 else ending}"


def points(number: str) -> str:
    """A score with its unit in English: "1 point", "93.98 points"."""
    return f"{number} {'point' if number == '1' else 'points'}"


def list_of(texts: Sequence[BothLanguages]) -> BothLanguages:
    """Names one after the other, as they are said.

    >>> list_of([{"zh": "甲", "en": "A"}, {"zh": "乙", "en": "B"}, {"zh": "丙", "en": "C"}])
    {'zh': '甲、乙、丙', 'en': 'A, B and C'}
    """
    english = [text["en"] for text in texts]
    head, last = ", ".join(english[:-1]), english[-1]
    return {
        "zh": "、".join(text["zh"] for text in texts),
        "en": f"{head} and {last}" if head else last,
    }


def printed(exact: str, scoring: ScoringPart) -> str:
    """An exact value ("18.5" or "2/3") with the rule's decimals."""
    return format_rounded(Fraction(exact), scoring["decimals"], scoring["rounding"])


def spoken_product(exact: str, scoring: ScoringPart) -> str:
    """An intermediate value: exact where that takes at most two decimals more than the rule has."""
    value = Fraction(exact)
    written = format_exact(value)
    if "/" in written or len(written.partition(".")[2]) > scoring["decimals"] + 2:
        return printed(exact, scoring)
    return written


def percent(exact: str) -> str:
    """A weight as a percentage: "0.4" is "40%"."""
    written = format_exact(Fraction(exact) * 100)
    if "/" in written:
        written = format_rounded(Fraction(exact) * 100, 1, "half_up")
    return f"{written}%"


class SpokenNames:
    """What teams, judges' categories, dimensions, stages and matches are called."""

    def __init__(self, document: Document, names: Mapping[str, Mapping[str, str]]) -> None:
        self._teams = names
        self._members: dict[tuple[str, str], Any] = {
            (team["key"], member["key"]): member["name"]
            for team in document["teams"]
            for member in team.get("members", ())
        }
        self._stages = {stage["key"]: stage["name"] for stage in document["stages"]}
        self._matches: dict[str, tuple[Any, list[str]]] = {
            match["key"]: (round_["name"], [entry["team"] for entry in match["entries"]])
            for stage in document["stages"]
            for round_ in stage.get("rounds", ())
            for match in round_["matches"]
        }

    def team(self, key: str) -> BothLanguages:
        """A team's name."""
        return in_both(self._teams[key])

    def teams(self, keys: Sequence[str]) -> BothLanguages:
        """Several teams, one after the other."""
        return list_of([self.team(key) for key in keys])

    def member(self, team: str, key: str) -> BothLanguages:
        """A member's name."""
        return in_both(self._members.get((team, key), key))

    def stage(self, key: str) -> BothLanguages:
        """A stage's name."""
        return in_both(self._stages[key])

    def match(self, key: str, team: str) -> BothLanguages:
        """A team's match: its round, and against whom."""
        name, teams = self._matches[key]
        round_ = in_both(name)
        others = [other for other in teams if other != team]
        if not others:
            return round_
        against = self.teams(others)
        return {
            "zh": f"{round_['zh']}，对阵{with_air(against['zh'])}",
            "en": f"{round_['en']}, against {against['en']}",
        }


def with_air(name: str) -> str:
    """A name inside a Chinese sentence: a blank at an end where it has a Latin letter or digit."""
    before = " " if name[:1].isascii() and name[:1].isalnum() else ""
    after = " " if name[-1:].isascii() and name[-1:].isalnum() else ""
    return f"{before}{name}{after}"


CATEGORIES: Mapping[str, BothLanguages] = {
    "professional": {"zh": "专业评委", "en": "professional judges"},
    "academic": {"zh": "高校专家", "en": "academics"},
}


def judges_of_category(code: str) -> BothLanguages:
    """The judges of a category."""
    return CATEGORIES.get(code) or {
        "zh": f"{with_air(code).lstrip()}评委",
        "en": f"judges of the category {code}",
    }
