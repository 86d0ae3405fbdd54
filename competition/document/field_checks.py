"""Checks of single fields that have rules of their own: steps, points, weights, marks given."""

from competition.document.json_reader import is_odd
from competition.document.number_checks import check_whole, parse_decimal
from competition.document.problems import Findings, Path, Refusal, describe, quote_value
from competition.document.schema_checks import (
    REFUSED,
    Record,
    is_object,
    scalar_check,
)
from competition.document.text_checks import check_key, clean_name
from competition.messages import N_

RESERVED_DIMENSIONS = ("head", "ruling", "deductions")

MOST_BEST = 1000
MOST_PLACES = 1_000_000

_word = scalar_check(clean_name)
_BEST_OF = Record({"best": scalar_check(lambda value: check_whole(value, 1, MOST_BEST))}, ("best",))
_decimal = scalar_check(parse_decimal)
_place = scalar_check(lambda value: check_whole(value, 1, MOST_PLACES))
_seconds = scalar_check(lambda value: check_whole(value, 1, MOST_PLACES))


def clean_dimension_key(value: object) -> str:
    key = check_key(value, underscore=True)
    if key in RESERVED_DIMENSIONS:
        raise Refusal(
            N_(
                "A dimension cannot have the key “%(value)s”; it has another meaning in tie-breaks."
            ),
            {"value": key},
        )
    return key


def clean_step(value: object) -> str:
    step = parse_decimal(value)
    if step.startswith("-") or not step.strip("0."):
        raise Refusal(N_("A step must be above 0; found %(value)s."), {"value": step})
    return step


def clean_points(value: object) -> str:
    points = parse_decimal(value)
    if points.startswith("-") and points.strip("-0."):
        raise Refusal(
            N_(
                "A deduction must be 0 or more; found %(value)s. Write points without a sign; "
                "they are deducted."
            ),
            {"value": points},
        )
    return points


def clean_highest_score(value: object) -> str:
    highest = parse_decimal(value)
    if highest.startswith("-") or not highest.strip("0."):
        raise Refusal(N_("The highest score must be above 0; found %(value)s."), {"value": highest})
    return highest


def paper_combine(findings: Findings, path: Path, value: object) -> object:
    """`mean`, `sum`, or `{"best": n}`: how a team's total comes of its members' scores."""
    if isinstance(value, dict):
        return _BEST_OF(findings, path, value)
    if is_odd(value):
        return REFUSED
    if value in ("mean", "sum"):
        return value
    findings.add(
        path,
        N_(
            "Expected “mean”, “sum” or an object with “best”: the number of a team's best scores; "
            "found %(found)s."
        ),
        found=describe(value),
    )
    return REFUSED


def places(findings: Findings, path: Path, value: object) -> object:
    """`[first, last]` with 1 ≤ first ≤ last: the places that win an award."""
    if is_odd(value):
        return REFUSED
    if not isinstance(value, list) or len(value) != 2:
        findings.add(
            path,
            N_("Expected a list of the first and the last place that wins; found %(found)s."),
            found=describe(value),
        )
        return REFUSED
    checked = [_place(findings, (*path, index), inner) for index, inner in enumerate(value)]
    first, last = checked
    if not isinstance(first, int) or not isinstance(last, int):
        return REFUSED
    if first > last:
        findings.add(
            path,
            N_("The first place must not be after the last; found %(first)s and %(last)s."),
            first=first,
            last=last,
        )
    return checked


def seconds_or_null(findings: Findings, path: Path, value: object) -> object:
    """A number of seconds, or null: without an end."""
    return None if value is None else _seconds(findings, path, value)


def marks_given(findings: Findings, path: Path, value: object) -> object:
    """Keep the marks that were given: `""` and null mean none. `sheets` checks the rest."""
    if not is_object(findings, path, value):
        return REFUSED
    assert isinstance(value, dict)
    return {name: mark for name, mark in value.items() if mark is not None and mark != ""}


def personal_given(findings: Findings, path: Path, value: object) -> object:
    """Keep the marks of single contestants that were given, by the key of the member."""
    return marks_given(findings, path, value)


def category_weights(findings: Findings, path: Path, value: object) -> object:
    if not is_object(findings, path, value):
        return REFUSED
    assert isinstance(value, dict)
    if not value:
        findings.add(path, N_("Give at least one category, or leave the field out."))
    weights: dict[str, object] = {}
    for name, weight in value.items():
        category = _word(findings, (*path, str(name)), name)
        decimal = _decimal(findings, (*path, str(name)), weight)
        if not isinstance(category, str) or not isinstance(decimal, str):
            continue
        if decimal.startswith("-") and decimal.strip("-0."):
            findings.add(
                (*path, name),
                N_("A category's weight must not be below 0; found %(value)s."),
                value=decimal,
            )
        if category in weights:
            findings.add(
                (*path, name),
                N_("The category “%(name)s” appears twice. Remove one of them."),
                name=quote_value(category),
            )
        weights[category] = decimal
    return dict(sorted(weights.items()))
