"""So many percent of an entry's total, in points: worked by hand."""

import pytest

from competition.scoring.percentage import percent_in_points
from competition.scoring.stage import Scorebook
from tests.scoring.build import competition, deduct, match, sheets, stage


def points(percent: str, given, deductions=(), panel="ana bo cy", **rule):
    """The total that the percentage is taken of, and the points."""
    document = competition(
        [stage("final", match("m1", panel, "north"))],
        [given],
        deductions=[*deductions],
        factors="1 1",
        **rule,
    )
    return percent_in_points(Scorebook(document), "m1", "north", percent)


# Law (7 + 8 + 8) / 3 and talk (7 + 7 + 8) / 3: 45 / 3 = 15, × 1.
FIFTEEN = sheets("m1", "north", ana="7 7", bo="8 7", cy="8 8")


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("5", "0.75"), ("10", "1.5"), ("2.5", "0.38"), ("0.1", "0.02"), ("100", "15")],
)
def test_the_points_are_rounded_to_the_decimals_of_the_rule_with_halves_up(percent, expected):
    found = points(percent, FIFTEEN)

    assert found.total == "15.00"
    assert found.points == expected


def test_halves_go_up_even_where_the_rule_rounds_them_to_even():
    assert points("2.5", FIFTEEN, rounding="half_even").points == "0.38"
    assert points("0.3", FIFTEEN, rounding="half_even", decimals=1).points == "0"


def test_it_is_taken_of_the_total_before_the_deductions_there_are():
    assert points("10", FIFTEEN, [deduct("m1", "north", "6")]) == points("10", FIFTEEN)


def test_it_is_taken_of_the_rounded_total_where_the_rule_rounds_totals():
    given = sheets("m1", "north", ana="7 7", bo="8 7", cy="7 8")

    # 44 / 3 = 14.6667; to no decimal 15, of which a tenth is 1.5, and with halves up 2.
    rounded = points("10", given, decimals=0, round_at=["total"])

    assert rounded == ("15", "2")
    assert points("10", given, decimals=0) == ("15", "1")


def test_without_a_total_there_is_nothing_to_take_a_percentage_of():
    assert points("10", sheets("m1", "north", ana="7 7")) is None


def test_nothing_is_taken_of_a_total_below_zero():
    given = sheets("m1", "north", ana="-3 -2")

    assert points("10", given, panel="ana") is None
