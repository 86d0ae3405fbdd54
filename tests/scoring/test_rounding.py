"""Rounding at each place and printing, worked by hand."""

from fractions import Fraction

import pytest

from competition.scoring import format_exact, format_rounded, recount, sheet_total
from tests.scoring.build import competition, deduct, match, sheets, stage


def north(given, panel: str, points: str | None = None, **rule):
    only = stage("final", match("m1", panel, "north"))
    deductions = [deduct("m1", "north", points)] if points else []
    document = competition([only], [given], deductions=deductions, **rule)
    return recount(document)["stages"][0]["standings"][0]


@pytest.mark.parametrize(
    ("round_at", "total"),
    [
        # Panel values: law (1 + 2 + 2) / 3 = 1.6667, talk (1 + 1 + 2) / 3 = 1.3333.
        # × 1.5: 2.5 and 2. Sum 4.5.
        ([], "4.5"),
        # 1.7 × 1.5 = 2.55 and 1.3 × 1.5 = 1.95: 4.5.
        (["panel"], "4.5"),
        # 2.55 → 2.6 and 1.95 → 2.0: 4.6.
        (["panel", "weighted"], "4.6"),
        (["weighted"], "4.5"),
        (["weighted", "panel", "total"], "4.6"),
    ],
)
def test_rounding_happens_where_the_rule_says_in_the_order_of_the_steps(round_at, total):
    given = sheets("m1", "north", ana="1 1", bo="2 1", cy="2 2")

    row = north(given, "ana bo cy", factors="1.5 1.5", decimals=1, round_at=round_at)

    assert row["total"] == total


def test_the_panel_value_is_rounded_before_the_factor():
    # 22/3 → 7.33, × 3 = 21.99; unrounded it would be 22.
    given = sheets("m1", "north", ana="7", bo="7", cy="8")

    assert north(given, "ana bo cy", factors="3", round_at=["panel"])["total"] == "21.99"
    assert north(given, "ana bo cy", factors="3")["total"] == "22.00"


@pytest.mark.parametrize(
    ("rounding", "marks", "total"),
    [
        ("half_up", "0.125", "0.13"),
        ("half_even", "0.125", "0.12"),
        ("half_even", "0.135", "0.14"),
        ("half_up", "-0.125", "-0.13"),
        ("half_even", "-0.125", "-0.12"),
        ("half_up", "-0.005", "-0.01"),
        ("half_even", "-0.005", "0.00"),
        ("half_up", "-0.004", "0.00"),
    ],
)
@pytest.mark.parametrize("round_at", [[], ["panel"], ["weighted"], ["total"]])
def test_halves_go_away_from_zero_or_to_the_even_and_zero_has_no_sign(
    rounding, marks, total, round_at
):
    given = sheets("m1", "north", ana=marks)

    row = north(given, "ana", rounding=rounding, round_at=round_at)

    assert row["total"] == total
    assert row["dimensions"] == {"law": total}
    assert row["entries"][0]["total"] == total


def test_a_deduction_comes_off_before_the_total_is_rounded_and_may_bring_it_below_zero():
    # 1.25 - 2.5 = -1.25 → -1.3, away from zero.
    row = north(sheets("m1", "north", ana="1.25"), "ana", "2.50", decimals=1, round_at=["total"])

    assert row["total"] == "-1.3"
    assert row["deductions"] == "2.5"
    assert row["dimensions"] == {"law": "1.3"}


def test_zero_decimals_print_no_point():
    assert north(sheets("m1", "north", ana="89.5"), "ana", decimals=0)["total"] == "90"


def test_ranking_uses_digits_that_are_not_printed():
    # 8.004 and 8.001 both print as 8.00, and still differ.
    only = stage("final", match("m1", "ana", "north", "south"))
    document = competition(
        [only], [sheets("m1", "north", ana="8.001"), sheets("m1", "south", ana="8.004")]
    )

    rows = recount(document)["stages"][0]["standings"]

    assert [(row["rank"], row["team"], row["total"]) for row in rows] == [
        (1, "south", "8.00"),
        (2, "north", "8.00"),
    ]
    assert not any(row["tied"] for row in rows)


def test_the_rounded_total_ranks_if_round_at_names_total():
    only = stage("final", match("m1", "ana", "north", "south"))
    document = competition(
        [only],
        [sheets("m1", "north", ana="8.001"), sheets("m1", "south", ana="8.004")],
        round_at=["total"],
    )

    rows = recount(document)["stages"][0]["standings"]

    assert [(row["rank"], row["tied"]) for row in rows] == [(1, True), (1, True)]


def test_thirty_digits_on_each_side_lose_nothing():
    # One unit in the thirtieth place parts them.
    long = "1" * 30 + "." + "0" * 29
    only = stage("final", match("m1", "ana", "north", "south"))
    given = [sheets("m1", "north", ana=long + "1"), sheets("m1", "south", ana=long + "2")]

    rows = recount(competition([only], given))["stages"][0]["standings"]

    assert [row["team"] for row in rows] == ["south", "north"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("10", "10"),
        ("0", "0"),
        ("18.50", "18.5"),
        ("-0.25", "-0.25"),
        ("1/8", "0.125"),
        ("1/3", "1/3"),
        ("-7/6", "-7/6"),
        ("1200", "1200"),
    ],
)
def test_format_exact_loses_nothing(value, text):
    assert format_exact(Fraction(value)) == text


def test_format_rounded_pads_with_zeros():
    assert format_rounded(Fraction(7), 3, "half_even") == "7.000"
    assert format_rounded(Fraction(-7, 100), 2, "half_up") == "-0.07"


def test_a_sheet_total_is_mark_times_factor_added_up():
    # 18.5 × 1.5 + 9 × 0.25 = 27.75 + 2.25 = 30.
    dimensions = [{"key": "law", "factor": "1.5"}, {"key": "talk", "factor": "0.25"}]

    assert sheet_total(dimensions, {"law": "18.5", "talk": "9"}) == 30


def test_a_draft_adds_up_to_what_it_has():
    dimensions = [{"key": "law", "factor": "1.5"}, {"key": "talk", "factor": "0.25"}]

    assert sheet_total(dimensions, {"law": "", "talk": "9"}) == Fraction("2.25")
    assert sheet_total(dimensions, {"law": None, "talk": "0"}) == 0
    assert sheet_total(dimensions, {}) == 0
