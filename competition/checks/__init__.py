"""Ground floor: what may be wrong in a competition file although it is valid. Warnings only.

A replacement, a match against an own second team or a swap of sides may be meant, so nothing here
refuses anything. Pure functions of the checked file; standard library only.

who_plays.py   who sits in which match: twice, on one side, after leaving, without advancing
results.py     what to know before a stage's result is called final
sentences.py   the warnings in words, for pages and the command line
names.py       a part's name in one language
types.py       the warnings, by code
"""

from competition.checks.results import result_sentences
from competition.checks.sentences import who_plays_sentences
from competition.checks.types import WhoPlaysWarning
from competition.checks.who_plays import (
    about_round,
    about_stage,
    check_who_plays,
    equal_name_warnings,
)

__all__ = [
    "WhoPlaysWarning",
    "about_round",
    "about_stage",
    "check_who_plays",
    "equal_name_warnings",
    "result_sentences",
    "who_plays_sentences",
]
