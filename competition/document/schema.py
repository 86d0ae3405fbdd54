"""The schema of accord/1: every object, its fields in canonical order, and their checks.

`placeholder` and `source` come last in every object, but near the top of the file, where a
reader looks for them. What the fields mean is in the package's docstring; `file_types` has the
same objects as types.
"""

from competition import file_types as file
from competition.document.defaults import FILLED
from competition.document.field_checks import (
    category_weights,
    clean_dimension_key,
    clean_points,
    clean_step,
    marks_given,
)
from competition.document.problems import Phrase
from competition.document.schema_checks import (
    ListOf,
    Record,
    choice_check,
    flag,
    scalar_check,
    text_check,
)
from competition.document.schema_fields import (
    COMMENT,
    DECIMAL,
    KEY,
    LONG_TEXT,
    MAX_COUNT,
    MAX_VERSION,
    MOMENT,
    NAME,
    NOTES,
    REMARK,
    SIGNER,
    WORD,
    choice,
    record,
    whole,
)
from competition.document.schema_stages import DRAW, STAGE
from competition.document.text_checks import check_key, clean_short_name
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
    },
    "key name",
)
DIMENSION = record(
    {
        "key": scalar_check(clean_dimension_key),
        "name": NAME,
        "max": DECIMAL,
        "min": DECIMAL,
        "step": scalar_check(clean_step),
        "factor": DECIMAL,
        "guide": LONG_TEXT,
    },
    "key name max step factor",
)
RUBRIC = record({"dimensions": ListOf(DIMENSION)}, "dimensions")
SCORING = record(
    {
        "combine": choice(file.Combine),
        "drop_high": whole(0, MAX_COUNT),
        "drop_low": whole(0, MAX_COUNT),
        "drop_by": choice(file.DropBy),
        "min_kept": whole(1, MAX_COUNT),
        "category_weights": category_weights,
        "decimals": whole(0, 6),
        "rounding": choice(file.Rounding),
        "round_at": ListOf(choice(file.RoundAt)),
        "missing_sheet": choice(file.MissingSheet),
        "tie_break": ListOf(scalar_check(lambda value: check_key(value, underscore=True))),
    },
    "",
    FILLED["scoring"],
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
VERSION = record(
    {
        "version": whole(1, MAX_VERSION),
        "marks": marks_given,
        "state": _sheet_state,
        "submitted_at": MOMENT,
        "comment": COMMENT,
        "imported": IMPORTED,
    },
    "version marks state",
)
SHEET = record(
    {
        "match": KEY,
        "team": KEY,
        "judge": KEY,
        "marks": marks_given,
        "state": _sheet_state,
        "version": whole(1, MAX_VERSION),
        "submitted_at": MOMENT,
        "comment": COMMENT,
        "imported": IMPORTED,
        "history": ListOf(VERSION),
    },
    "match team judge marks state version",
)
DEDUCTION = record(
    {
        "match": KEY,
        "team": KEY,
        "points": scalar_check(clean_points),
        "reason": REMARK,
        "by": SIGNER,
        "at": MOMENT,
    },
    "match team points reason",
)
RULING = record(
    {"stage": KEY, "teams": ListOf(KEY), "minutes": LONG_TEXT, "by": SIGNER, "at": MOMENT},
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
        "stages": ListOf(STAGE),
        "sheets": ListOf(SHEET),
        "deductions": ListOf(DEDUCTION),
        "rulings": ListOf(RULING),
        "draws": ListOf(DRAW),
    },
    ("format", "competition", "rubric", "scoring", "teams", "judges", "stages"),
)
