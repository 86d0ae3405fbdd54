"""Decimals, marks, and typed numbers."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.document import Refusal, check_mark, normalise_typed_number, parse_decimal

# What the tablet's scripts must read alike; tests/js/decimal.test.mjs reads it too.
TABLE = json.loads(Path(__file__).with_name("decimals.json").read_text(encoding="utf-8"))
STRATEGY = {"key": "strategy", "max": "20", "step": "0.5"}
TEAMWORK = {"key": "teamwork", "min": "1", "max": "10", "step": "3"}


@pytest.mark.parametrize("value", ["0", "18.5", "18.50", "-2", "007", "1" * 30 + "." + "2" * 30])
def test_a_plain_decimal_is_kept_as_written(value):
    assert parse_decimal(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "--1",
        ".5",
        "5.",
        "1e3",
        "1_000",
        "1,5",
        "NaN",
        "Infinity",
        "８",
        "٣",
        "²",
        "1.2.3",
        "0x10",
        "1" * 31,
        "0." + "1" * 31,
        18,
        18.5,
        True,
        None,
        [],
        {},
    ],
)
def test_anything_but_a_plain_decimal_is_refused(value):
    with pytest.raises(Refusal):
        parse_decimal(value)


def test_a_json_number_must_be_in_quotes():
    with pytest.raises(Refusal) as caught:
        parse_decimal(18.5)

    assert "in quotes" in caught.value.text()
    assert "18.5" in caught.value.text()


@pytest.mark.parametrize("value", ["0", "20", "18.50", "0.5", "-0"])
def test_a_mark_in_range_and_on_a_step_is_kept_as_written(value):
    assert check_mark(value, STRATEGY) == value


@pytest.mark.parametrize("value", ["-0.5", "20.5", "1000"])
def test_a_mark_out_of_range_is_refused_with_the_range(value):
    with pytest.raises(Refusal) as caught:
        check_mark(value, STRATEGY)

    assert "out of range" in caught.value.text()
    assert caught.value.values == {
        "value": value,
        "dimension": "strategy",
        "min": "0",
        "max": "20",
        "step": "0.5",
    }


@pytest.mark.parametrize("value", ["18.3", "0.25", "19.50000000000000000000000001"])
def test_a_mark_between_two_steps_is_refused_with_the_step(value):
    with pytest.raises(Refusal, match="between two steps"):
        check_mark(value, STRATEGY)


def test_steps_count_from_the_minimum():
    assert [check_mark(mark, TEAMWORK) for mark in ("1", "4", "7", "10")] == ["1", "4", "7", "10"]
    for off in ("3", "6", "9"):
        with pytest.raises(Refusal, match="between two steps"):
            check_mark(off, TEAMWORK)


def test_steps_are_exact_where_floats_are_not():
    tenths = {"key": "t", "max": "1", "step": "0.1"}

    assert check_mark("0.3", tenths) == "0.3"
    assert check_mark("0.7", tenths) == "0.7"


@given(st.integers(0, 40), st.integers(-20, 20), st.sampled_from(["0.5", "0.25", "3", "0.1"]))
def test_every_step_from_the_minimum_is_allowed_and_half_a_step_is_not(count, low, step):
    dimension = {"key": "d", "min": str(low), "max": "1000", "step": step}
    on = Fraction(low) + count * Fraction(step)
    off = on + Fraction(step) / 2

    assert check_mark(_plain(on), dimension)
    with pytest.raises(Refusal, match="between two steps"):
        check_mark(_plain(off), dimension)


@pytest.mark.parametrize(("mark", "problem"), TABLE["marks"])
def test_a_mark_is_accepted_or_refused_as_the_table_says(mark, problem):
    if not problem:
        assert check_mark(mark, TABLE["dimension"]) == mark
        return
    words = {"off_step": "between two steps", "out_of_range": "out of range", "not_number": ""}[
        problem
    ]
    with pytest.raises(Refusal) as caught:
        check_mark(mark, TABLE["dimension"])
    assert words in caught.value.text()
    assert words or "step" not in caught.value.text()


@pytest.mark.parametrize(("typed", "number"), TABLE["typed"])
def test_typed_numbers_are_read_as_the_table_says(typed, number):
    assert normalise_typed_number(typed) == number


def _plain(value: Fraction) -> str:
    thousandths = value * 1000
    assert thousandths.denominator == 1
    whole, rest = divmod(abs(int(thousandths)), 1000)
    return f"{'-' if value < 0 else ''}{whole}.{rest:03}"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("８７．５", "87.5"),
        ("87.5", "87.5"),
        (" 87.5 ", "87.5"),
        ("\u3000１８", "18"),
        ("18。5", "18.5"),
    ],
)
def test_a_typed_number_becomes_a_plain_decimal(typed, number):
    assert normalise_typed_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "NaN",
        "1e3",
        "1_000",
        "1 000",
        "1,000",
        "+5",
        "8²",
        "½",
        "①",
        "٣",
        "五",
        "inf",
        "-5",
    ],
)
def test_typed_input_that_is_not_a_number_is_refused_and_quoted(typed):
    with pytest.raises(Refusal) as caught:
        normalise_typed_number(typed)

    assert typed.strip() in caught.value.text()


def test_too_many_decimals_are_refused_with_the_limit():
    assert normalise_typed_number("1.25", decimals=2) == "1.25"
    with pytest.raises(Refusal, match="at most 2"):
        normalise_typed_number("1.255", decimals=2)


def test_a_minus_is_accepted_only_where_allowed():
    assert normalise_typed_number("－５", signed=True) == "-5"
    with pytest.raises(Refusal, match="below 0"):
        normalise_typed_number("－５")


@given(st.text(max_size=12))
def test_anything_typed_is_a_plain_decimal_or_a_refusal(typed):
    try:
        number = normalise_typed_number(typed, signed=True)
    except Refusal as refusal:
        number, sentence = None, refusal.text()
    assert parse_decimal(number) == number if number is not None else sentence
