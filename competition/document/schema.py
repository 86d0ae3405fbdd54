"""The tables of accord/1: every object, its fields in canonical order, and their checks.

`placeholder` and `source` stand last in every object, but first at the root, where a reader
looks for them. What the fields mean is in the package's docstring.
"""

from collections.abc import Mapping

from competition.document.defaults import FILLED
from competition.document.number_checks import check_whole, parse_decimal
from competition.document.problems import Findings, Path, Phrase, Refusal, quote_value
from competition.document.schema_checks import (
    GONE,
    Check,
    ListOf,
    Record,
    flag,
    is_object,
    one_of,
    single,
    text,
)
from competition.document.text_checks import check_key, check_moment, clean_name, clean_text
from competition.messages import N_

MANY = 1_000_000
VERSIONS = 2_000_000_000
RESERVED_DIMENSIONS = ("head", "ruling", "deductions")

_key = single(check_key)
_name = text(clean_name)
_word = single(clean_name)
_long = text(clean_text)
_decimal = single(parse_decimal)
_moment = single(check_moment)
_who = text(clean_name, keep_bare=True)
_reason = text(clean_text, keep_bare=True)
# A judge may clear a comment; the file then holds an empty one.
_comment = text(lambda value: clean_text(value, blank=True), keep_bare=True)
_notes: dict[str, Check] = {"placeholder": flag, "source": _reason}


def _whole(low: int, high: int) -> Check:
    return single(lambda value: check_whole(value, low, high))


def _record(
    fields: Mapping[str, Check], required: str, filled: Mapping[str, object] | None = None
) -> Record:
    return Record({**fields, **_notes}, required.split(), filled or {})


def _clean_dimension_key(value: object) -> str:
    key = check_key(value, underscore=True)
    if key in RESERVED_DIMENSIONS:
        raise Refusal(
            N_("A dimension is not called “%(value)s”: tie-breaks use this word otherwise."),
            {"value": key},
        )
    return key


def _clean_step(value: object) -> str:
    step = parse_decimal(value)
    if step.startswith("-") or not step.strip("0."):
        raise Refusal(N_("A step is above 0; this is %(value)s."), {"value": step})
    return step


def _clean_points(value: object) -> str:
    points = parse_decimal(value)
    if points.startswith("-") and points.strip("-0."):
        raise Refusal(
            N_(
                "A deduction is 0 or more; this is %(value)s. "
                "Points are written without a sign and taken away."
            ),
            {"value": points},
        )
    return points


def marks_given(findings: Findings, path: Path, value: object) -> object:
    """Keep the marks given; `""` and null are marks not given. `sheets` checks the rest."""
    if not is_object(findings, path, value):
        return GONE
    assert isinstance(value, dict)
    return {name: mark for name, mark in value.items() if mark is not None and mark != ""}


def _category_weights(findings: Findings, path: Path, value: object) -> object:
    if not is_object(findings, path, value):
        return GONE
    assert isinstance(value, dict)
    if not value:
        findings.add(path, N_("At least one category belongs here; or leave the field out."))
    weights: dict[str, object] = {}
    for name, weight in value.items():
        category = _word(findings, (*path, str(name)), name)
        decimal = _decimal(findings, (*path, str(name)), weight)
        if not isinstance(category, str) or not isinstance(decimal, str):
            continue
        if decimal.startswith("-") and decimal.strip("-0."):
            findings.add(
                (*path, name),
                N_("A category's weight is not below 0; this is %(value)s."),
                value=decimal,
            )
        if category in weights:
            findings.add(
                (*path, name),
                N_("The category “%(name)s” stands here twice."),
                name=quote_value(category),
            )
        weights[category] = decimal
    return dict(sorted(weights.items()))


COMPETITION = _record(
    {
        "key": _key,
        "name": _name,
        "theme": _name,
        "organiser": _name,
        "venue": _name,
        "starts": _moment,
        "languages": ListOf(one_of("zh", "en"), least=Phrase(N_("one language"))),
    },
    "key name",
)
DIMENSION = _record(
    {
        "key": single(_clean_dimension_key),
        "name": _name,
        "max": _decimal,
        "min": _decimal,
        "step": single(_clean_step),
        "factor": _decimal,
        "guide": _long,
    },
    "key name max step factor",
)
RUBRIC = _record({"dimensions": ListOf(DIMENSION)}, "dimensions")
SCORING = _record(
    {
        "combine": one_of("mean", "median", "sum"),
        "drop_high": _whole(0, MANY),
        "drop_low": _whole(0, MANY),
        "drop_by": one_of("dimension", "sheet"),
        "min_kept": _whole(1, MANY),
        "category_weights": _category_weights,
        "decimals": _whole(0, 6),
        "rounding": one_of("half_up", "half_even"),
        "round_at": ListOf(one_of("panel", "weighted", "total")),
        "missing_sheet": one_of("wait", "exclude"),
        "tie_break": ListOf(single(lambda value: check_key(value, underscore=True))),
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
        "organisation": _name,
        "zone": _word,
        "members": ListOf(MEMBER),
        "withdrawn": flag,
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
ENTRY = _record({"team": _key, "side": one_of("labour", "employer", "solo")}, "team side")
MATCH = _record(
    {
        "key": _key,
        "topic": _key,
        "panel": ListOf(_key),
        "entries": ListOf(ENTRY, least=Phrase(N_("one team"))),
    },
    "key panel entries",
)
ROUND = _record(
    {
        "key": _key,
        "name": _name,
        "state": one_of("draft", "open", "closed"),
        "matches": ListOf(MATCH),
    },
    "key name matches",
)
CARRY = _record({"stage": _key, "weight": _decimal}, "stage weight")
ADVANCE = _record({"to": _key, "top": _whole(1, MANY)}, "to top")
STAGE = _record(
    {
        "key": _key,
        "name": _name,
        "release": one_of("hidden", "live", "frozen", "published"),
        "across_matches": one_of("mean", "sum", "best"),
        "carry": ListOf(CARRY),
        "weight": _decimal,
        "advance": ADVANCE,
        "rounds": ListOf(ROUND),
    },
    "key name rounds",
    FILLED["stage"],
)
_sheet_state = one_of("draft", "submitted")
VERSION = _record(
    {
        "version": _whole(1, VERSIONS),
        "marks": marks_given,
        "state": _sheet_state,
        "submitted_at": _moment,
        "comment": _comment,
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
        "version": _whole(1, VERSIONS),
        "submitted_at": _moment,
        "comment": _comment,
        "history": ListOf(VERSION),
    },
    "match team judge marks state version",
)
DEDUCTION = _record(
    {
        "match": _key,
        "team": _key,
        "points": single(_clean_points),
        "reason": _reason,
        "by": _who,
        "at": _moment,
    },
    "match team points reason",
)
RULING = _record(
    {"stage": _key, "teams": ListOf(_key), "minutes": _long, "by": _who, "at": _moment},
    "stage teams minutes",
)
DOCUMENT = Record(
    {
        "format": one_of("accord/1"),
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
