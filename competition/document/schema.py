"""The schema of accord/1: every object, its fields in canonical order, and their checks.

`placeholder` and `source` come last in every object, but near the top of the file, where a
reader looks for them. What the fields mean is in the package's docstring; `file_types` has the
same objects as types.
"""

from competition import file_types as file
from competition.document.field_checks import marks_given, personal_given
from competition.document.problems import Phrase
from competition.document.schema_checks import (
    ListOf,
    Record,
    choice_check,
    flag,
    text_check,
)
from competition.document.schema_fields import (
    COMMENT,
    KEY,
    LONG_TEXT,
    MAX_COUNT,
    MAX_VERSION,
    MOMENT,
    NAME,
    NOTES,
    POINTS,
    REMARK,
    SIGNER,
    WORD,
    choice,
    record,
    whole,
)
from competition.document.schema_outcomes import AGREEMENT, APPEAL, AWARD, CERTIFICATION, CLOCK
from competition.document.schema_rules import RUBRIC, SCORING
from competition.document.schema_stages import DRAW, STAGE
from competition.document.text_checks import clean_short_name
from competition.messages import N_

COMPETITION = record(
    {
        "key": KEY,
        "name": NAME,
        "theme": NAME,
        "organiser": NAME,
        "venue": NAME,
        "starts": MOMENT,
        "languages": ListOf(choice(file.Language), least=Phrase(N_("one language"))),
        "visibility": choice(file.Visibility),
        "rehearsal_of": KEY,
    },
    "key name",
)
TOPIC = record(
    {
        "key": KEY,
        "title": NAME,
        "brief": LONG_TEXT,
        "focal_points": ListOf(record({"key": KEY, "title": NAME}, "key title")),
    },
    "key title",
)
ZONE = record({"key": KEY, "name": NAME}, "key name")
MEMBER = record({"key": KEY, "name": NAME, "role": NAME, "reserve": flag}, "key name")
TEAM = record(
    {
        "key": KEY,
        "name": NAME,
        "short_name": text_check(clean_short_name),
        "organisation": NAME,
        "zone": WORD,
        "seed": whole(1, MAX_COUNT),
        "members": ListOf(MEMBER),
        "withdrawn": flag,
        "withdrawn_from": KEY,
        "disqualified": flag,
        "reason": LONG_TEXT,
    },
    "key name",
)
DECLARATION = record(
    {"at": MOMENT, "relations": ListOf(record({"team": KEY, "kind": WORD}, "team kind"))},
    "at relations",
)
JUDGE = record(
    {
        "key": KEY,
        "name": NAME,
        "category": WORD,
        "organisation": NAME,
        "head": flag,
        "conflicts": ListOf(KEY),
        "declaration": DECLARATION,
    },
    "key name",
)
_sheet_state = choice(file.SheetState)
IMPORTED = record({"reason": REMARK, "by": SIGNER, "at": MOMENT}, "reason by at")
CLERKS = ListOf(WORD, least=Phrase(N_("one name")))
VERSION = record(
    {
        "version": whole(1, MAX_VERSION),
        "marks": marks_given,
        "personal": personal_given,
        "state": _sheet_state,
        "submitted_at": MOMENT,
        "comment": COMMENT,
        "imported": IMPORTED,
        "entered_by": CLERKS,
    },
    "version marks state",
)
SHEET = record(
    {
        "match": KEY,
        "team": KEY,
        "judge": KEY,
        "marks": marks_given,
        "personal": personal_given,
        "state": _sheet_state,
        "version": whole(1, MAX_VERSION),
        "submitted_at": MOMENT,
        "comment": COMMENT,
        "imported": IMPORTED,
        "entered_by": CLERKS,
        "history": ListOf(VERSION),
    },
    "match team judge marks state version",
)
DEDUCTION = record(
    {
        "match": KEY,
        "team": KEY,
        "points": POINTS,
        "percent": POINTS,
        "phase": KEY,
        "reason": REMARK,
        "by": SIGNER,
        "at": MOMENT,
    },
    "match team points reason",
)
RULING_VOTE = record({"judge": KEY, "teams": ListOf(KEY)}, "judge teams")
RULING = record(
    {
        "stage": KEY,
        "teams": ListOf(KEY),
        "minutes": LONG_TEXT,
        "votes": ListOf(RULING_VOTE),
        "by": SIGNER,
        "at": MOMENT,
    },
    "stage teams minutes",
)
DOCUMENT = Record(
    {
        "format": choice_check("accord/1"),
        **NOTES,
        "competition": COMPETITION,
        "rubric": RUBRIC,
        "scoring": SCORING,
        "topics": ListOf(TOPIC),
        "zones": ListOf(ZONE),
        "teams": ListOf(TEAM),
        "judges": ListOf(JUDGE),
        "clock": CLOCK,
        "stages": ListOf(STAGE),
        "sheets": ListOf(SHEET),
        "deductions": ListOf(DEDUCTION),
        "rulings": ListOf(RULING),
        "draws": ListOf(DRAW),
        "agreements": ListOf(AGREEMENT),
        "appeals": ListOf(APPEAL),
        "awards": ListOf(AWARD),
        "certifications": ListOf(CERTIFICATION),
    },
    ("format", "competition", "rubric", "scoring", "teams", "judges", "stages"),
)
