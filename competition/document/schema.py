"""The schema of accord/1: every object, its fields in canonical order, and their checks.

`placeholder` and `source` come last in every object, but near the top of the file, where a
reader looks for them. What the fields mean is in the package's docstring; `file_types` has the
same objects as types.
"""

from collections.abc import Mapping
from typing import Any, get_args

from competition import file_types as file
from competition.document.defaults import FILLED
from competition.document.field_checks import (
    category_weights,
    clean_dimension_key,
    clean_points,
    clean_step,
    marks_given,
)
from competition.document.number_checks import check_whole, parse_decimal
from competition.document.problems import Phrase
from competition.document.schema_checks import (
    Check,
    ListOf,
    Record,
    choice_check,
    flag,
    scalar_check,
    text_check,
)
from competition.document.text_checks import (
    check_key,
    check_moment,
    clean_name,
    clean_short_name,
    clean_text,
)
from competition.messages import N_

MAX_COUNT = 1_000_000
MAX_VERSION = 2_000_000_000

_key = scalar_check(check_key)
_name = text_check(clean_name)
_word = scalar_check(clean_name)
_long = text_check(clean_text)
_decimal = scalar_check(parse_decimal)
_moment = scalar_check(check_moment)
_signer = text_check(clean_name, keep_bare=True)
_reason = text_check(clean_text, keep_bare=True)
# A judge may clear a comment, which leaves an empty one.
_comment = text_check(lambda value: clean_text(value, blank=True), keep_bare=True)
_notes: dict[str, Check] = {"placeholder": flag, "source": _reason}


def _whole(low: int, high: int) -> Check:
    return scalar_check(lambda value: check_whole(value, low, high))


def _choice(words: Any) -> Check:
    """One of the words of a `Literal` type."""
    return choice_check(*get_args(words))


def _record(
    fields: Mapping[str, Check], required: str, defaults: Mapping[str, object] | None = None
) -> Record:
    return Record({**fields, **_notes}, required.split(), defaults or {})


COMPETITION = _record(
    {
        "key": _key,
        "name": _name,
        "theme": _name,
        "organiser": _name,
        "venue": _name,
        "starts": _moment,
        "languages": ListOf(_choice(file.Language), least=Phrase(N_("one language"))),
        "visibility": _choice(file.Visibility),
    },
    "key name",
)
DIMENSION = _record(
    {
        "key": scalar_check(clean_dimension_key),
        "name": _name,
        "max": _decimal,
        "min": _decimal,
        "step": scalar_check(clean_step),
        "factor": _decimal,
        "guide": _long,
    },
    "key name max step factor",
)
RUBRIC = _record({"dimensions": ListOf(DIMENSION)}, "dimensions")
SCORING = _record(
    {
        "combine": _choice(file.Combine),
        "drop_high": _whole(0, MAX_COUNT),
        "drop_low": _whole(0, MAX_COUNT),
        "drop_by": _choice(file.DropBy),
        "min_kept": _whole(1, MAX_COUNT),
        "category_weights": category_weights,
        "decimals": _whole(0, 6),
        "rounding": _choice(file.Rounding),
        "round_at": ListOf(_choice(file.RoundAt)),
        "missing_sheet": _choice(file.MissingSheet),
        "tie_break": ListOf(scalar_check(lambda value: check_key(value, underscore=True))),
    },
    "",
    FILLED["scoring"],
)
TOPIC = _record(
    {
        "key": _key,
        "title": _name,
        "brief": _long,
        "focal_points": ListOf(_record({"key": _key, "title": _name}, "key title")),
    },
    "key title",
)
MEMBER = _record({"key": _key, "name": _name, "role": _name}, "key name")
TEAM = _record(
    {
        "key": _key,
        "name": _name,
        "short_name": text_check(clean_short_name),
        "organisation": _name,
        "zone": _word,
        "members": ListOf(MEMBER),
        "withdrawn": flag,
        "withdrawn_from": _key,
        "disqualified": flag,
        "reason": _long,
    },
    "key name",
)
JUDGE = _record(
    {
        "key": _key,
        "name": _name,
        "category": _word,
        "organisation": _name,
        "head": flag,
        "conflicts": ListOf(_key),
    },
    "key name",
)
ENTRY = _record({"team": _key, "side": _choice(file.Side)}, "team side")
RECUSAL = _record(
    {
        "judge": _key,
        "teams": ListOf(_key, least=Phrase(N_("one team"))),
        "reason": _long,
    },
    "judge reason",
)
MATCH = _record(
    {
        "key": _key,
        "topic": _key,
        "panel": ListOf(_key),
        "entries": ListOf(ENTRY, least=Phrase(N_("one team"))),
        "void": _long,
        "recused": ListOf(RECUSAL),
    },
    "key panel entries",
)
ROUND = _record(
    {
        "key": _key,
        "name": _name,
        "state": _choice(file.RoundState),
        "announced": flag,
        "matches": ListOf(MATCH),
    },
    "key name matches",
)
CARRY = _record(
    {"stage": _key, "weight": _decimal, "missing": _choice(file.MissingCarry)}, "stage weight"
)
ADVANCE = _record({"to": _key, "top": _whole(1, MAX_COUNT)}, "to top")
STAGE = _record(
    {
        "key": _key,
        "name": _name,
        "release": _choice(file.Release),
        "across_matches": _choice(file.AcrossMatches),
        "carry": ListOf(CARRY),
        "weight": _decimal,
        "advance": ADVANCE,
        "rounds": ListOf(ROUND),
    },
    "key name rounds",
    FILLED["stage"],
)
_sheet_state = _choice(file.SheetState)
IMPORTED = _record({"reason": _reason, "by": _signer, "at": _moment}, "reason by at")
VERSION = _record(
    {
        "version": _whole(1, MAX_VERSION),
        "marks": marks_given,
        "state": _sheet_state,
        "submitted_at": _moment,
        "comment": _comment,
        "imported": IMPORTED,
    },
    "version marks state",
)
SHEET = _record(
    {
        "match": _key,
        "team": _key,
        "judge": _key,
        "marks": marks_given,
        "state": _sheet_state,
        "version": _whole(1, MAX_VERSION),
        "submitted_at": _moment,
        "comment": _comment,
        "imported": IMPORTED,
        "history": ListOf(VERSION),
    },
    "match team judge marks state version",
)
DEDUCTION = _record(
    {
        "match": _key,
        "team": _key,
        "points": scalar_check(clean_points),
        "reason": _reason,
        "by": _signer,
        "at": _moment,
    },
    "match team points reason",
)
RULING = _record(
    {"stage": _key, "teams": ListOf(_key), "minutes": _long, "by": _signer, "at": _moment},
    "stage teams minutes",
)
DOCUMENT = Record(
    {
        "format": choice_check("accord/1"),
        **_notes,
        "competition": COMPETITION,
        "rubric": RUBRIC,
        "scoring": SCORING,
        "topics": ListOf(TOPIC),
        "teams": ListOf(TEAM),
        "judges": ListOf(JUDGE),
        "stages": ListOf(STAGE),
        "sheets": ListOf(SHEET),
        "deductions": ListOf(DEDUCTION),
        "rulings": ListOf(RULING),
    },
    ("format", "competition", "rubric", "scoring", "teams", "judges", "stages"),
)
