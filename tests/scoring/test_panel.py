"""Dropping and combining a panel's marks, worked by hand."""

import pytest

from competition.scoring import explain, recount
from tests.scoring.build import competition, match, sheets, stage

FIVE = "ana bo cy dee eli"


def north(*given, panel: str = FIVE, **rule):
    """The row of team north, alone in its only match, and the stage's warnings."""
    only = stage("final", match("m1", panel, "north"))
    answer = recount(competition([only], list(given), **rule))["stages"][0]
    return answer["standings"][0], answer["warnings"]


def five(ana: str, bo: str, cy: str, dee: str, eli: str):
    return sheets("m1", "north", ana=ana, bo=bo, cy=cy, dee=dee, eli=eli)


def test_the_highest_and_the_lowest_are_dropped_and_the_rest_is_averaged():
    # 9 (bo) and 5 (dee) go; (8 + 7 + 6) / 3 = 7.
    row, _ = north(five("8", "9", "7", "5", "6"), drop_high=1, drop_low=1)

    assert row["total"] == "7.00"
    assert row["entries"][0]["dropped"] == {"law": ["bo", "dee"]}
    assert row["entries"][0]["counted"] == ["ana", "bo", "cy", "dee", "eli"]


@pytest.mark.parametrize(
    ("combine", "total"),
    [
        ("mean", "7.33"),  # (9 + 8 + 5) / 3 = 22/3
        ("median", "8.00"),
        ("sum", "22.00"),
    ],
)
def test_the_kept_values_are_combined_as_the_rule_says(combine, total):
    # Two lowest, 1 and 2, go.
    row, _ = north(five("9", "8", "5", "2", "1"), combine=combine, drop_low=2)

    assert row["total"] == total


def test_the_median_of_an_even_panel_is_the_mean_of_the_middle_two():
    # 6, 7, 8.5, 9: (7 + 8.5) / 2 = 7.75.
    given = sheets("m1", "north", ana="9", bo="6", cy="8.5", dee="7")

    row, _ = north(given, panel="ana bo cy dee", combine="median")

    assert row["total"] == "7.75"


def test_each_dimension_drops_its_own_marks():
    # law: 9 (ana) and 5 (cy) go, bo's 8 stays; talk: 4 (bo) and 2 (ana) go, cy's 3 stays. 8 + 3.
    given = sheets("m1", "north", ana="9 2", bo="8 4", cy="5 3")

    row, _ = north(given, panel="ana bo cy", factors="1 1", drop_high=1, drop_low=1)

    assert row["total"] == "11.00"
    assert row["entries"][0]["dropped"] == {"law": ["ana", "cy"], "talk": ["ana", "bo"]}
    assert row["dimensions"] == {"law": "8.00", "talk": "3.00"}


def test_whole_sheets_are_dropped_by_their_weighted_totals():
    # Mark × factor: ana 9 + 2×2 = 13, bo 8 + 4×2 = 16, cy 5 + 3×2 = 11. bo and cy go, ana's sheet
    # stays: law 9, talk 2 × 2 = 4.
    given = sheets("m1", "north", ana="9 2", bo="8 4", cy="5 3")

    row, _ = north(
        given, panel="ana bo cy", factors="1 2", drop_high=1, drop_low=1, drop_by="sheet"
    )

    assert row["total"] == "13.00"
    assert row["entries"][0]["dropped"] == {"law": ["bo", "cy"], "talk": ["bo", "cy"]}


def test_the_median_over_kept_sheets_is_taken_dimension_by_dimension():
    # Totals: ana 10, bo 11, cy 12, dee 3. Lowest sheet, dee's, goes.
    # law of 9, 1, 5 is 5; talk of 1, 10, 7 is 7.
    given = sheets("m1", "north", ana="9 1", bo="1 10", cy="5 7", dee="1 2")

    row, _ = north(
        given,
        panel="ana bo cy dee",
        factors="1 1",
        combine="median",
        drop_low=1,
        drop_by="sheet",
    )

    assert row["dimensions"] == {"law": "5.00", "talk": "7.00"}


@pytest.mark.parametrize("drop_by", ["dimension", "sheet"])
def test_of_equal_highest_marks_the_later_seat_is_dropped(drop_by):
    row, _ = north(five("7", "9", "9", "5", "6"), drop_high=1, drop_by=drop_by)

    assert row["entries"][0]["dropped"] == {"law": ["cy"]}


@pytest.mark.parametrize("drop_by", ["dimension", "sheet"])
def test_of_equal_lowest_marks_the_later_seat_is_dropped_too(drop_by):
    row, _ = north(five("5", "9", "8", "5", "6"), drop_low=1, drop_by=drop_by)

    assert row["entries"][0]["dropped"] == {"law": ["dee"]}


@pytest.mark.parametrize("drop_by", ["dimension", "sheet"])
def test_when_all_marks_are_equal_the_latest_seats_are_dropped(drop_by):
    row, _ = north(five("8", "8", "8", "8", "8"), drop_high=1, drop_low=1, drop_by=drop_by)

    assert row["entries"][0]["dropped"] == {"law": ["dee", "eli"]}


def test_a_run_of_equals_reached_from_both_ends_keeps_its_earliest_seat():
    # Highest two: bo's 9, then of the four 8s the latest, eli. Lowest two of ana, cy, dee: dee, cy.
    row, _ = north(five("8", "9", "8", "8", "8"), drop_high=2, drop_low=2)

    assert row["entries"][0]["dropped"] == {"law": ["bo", "cy", "dee", "eli"]}


def test_marks_written_differently_are_the_same_mark():
    row, _ = north(five("7", "9.0", "9", "5", "6"), drop_high=1)

    assert row["entries"][0]["dropped"] == {"law": ["cy"]}


def test_nothing_is_dropped_where_too_few_would_be_left_and_the_output_says_so():
    # Three sheets, two to drop, two must stay: all three count, (9 + 8 + 4) / 3 = 7.
    given = sheets("m1", "north", ana="9", bo="8", cy="4")

    row, warnings = north(given, panel="ana bo cy", drop_high=1, drop_low=1, min_kept=2)

    assert row["total"] == "7.00"
    assert row["entries"][0]["dropped"] == {"law": []}
    assert warnings == [{"code": "min_kept", "match": "m1", "team": "north", "dimension": "law"}]


def test_exactly_min_kept_may_be_left():
    given = sheets("m1", "north", ana="9", bo="8", cy="4")

    row, warnings = north(given, panel="ana bo cy", drop_high=1, drop_low=1, min_kept=1)

    assert row["total"] == "8.00"
    assert warnings == []


def test_a_small_panel_gives_no_warning_if_nothing_is_to_be_dropped_anyway():
    _, warnings = north(sheets("m1", "north", ana="9"), panel="ana", min_kept=3)

    assert warnings == []


def test_excluded_seats_can_bring_a_panel_down_to_min_kept():
    # Cy and dee sent nothing. (9 + 4) / 2 = 6.5.
    row, warnings = north(
        sheets("m1", "north", ana="9", bo="4"),
        panel="ana bo cy dee",
        drop_high=1,
        drop_low=1,
        missing_sheet="exclude",
    )

    assert row["total"] == "6.50"
    assert row["entries"][0]["counted"] == ["ana", "bo"]
    assert [warning["code"] for warning in warnings] == ["min_kept"]


CATEGORIES = {"ana": "pro", "bo": "uni", "cy": "pro", "dee": "uni", "eli": "pro"}


def test_categories_are_combined_first_and_then_weighted():
    # pro: (9 + 8 + 7) / 3 = 8; uni: (4 + 6) / 2 = 5; 0.6 × 8 + 0.4 × 5 = 6.8.
    row, _ = north(
        five("9", "4", "8", "6", "7"),
        categories=CATEGORIES,
        category_weights={"pro": "0.6", "uni": "0.4"},
    )

    assert row["total"] == "6.80"


def test_the_weights_present_are_rescaled():
    # Nobody of "lay" sits here: 3 and 2 of 5 parts. 8 × 3/5 + 5 × 2/5 = 6.8.
    row, _ = north(
        five("9", "4", "8", "6", "7"),
        categories=CATEGORIES,
        category_weights={"lay": "5", "pro": "3", "uni": "2"},
    )

    assert row["total"] == "6.80"


def test_a_category_whose_judges_are_all_excluded_has_no_weight():
    # Only pro is there: (9 + 8 + 7) / 3 = 8.
    row, _ = north(
        sheets("m1", "north", ana="9", cy="8", eli="7"),
        categories=CATEGORIES,
        category_weights={"pro": "0.6", "uni": "0.4"},
        missing_sheet="exclude",
    )

    assert row["total"] == "8.00"


def test_dropping_and_min_kept_work_inside_each_category():
    # pro 9, 8, 7: the 9 and the 7 go, 8 stays. uni 4, 6: nothing can go, 5.
    # 0.6 × 8 + 0.4 × 5 = 6.8.
    row, warnings = north(
        five("9", "4", "8", "6", "7"),
        categories=CATEGORIES,
        category_weights={"pro": "0.6", "uni": "0.4"},
        drop_high=1,
        drop_low=1,
    )

    assert row["total"] == "6.80"
    assert row["entries"][0]["dropped"] == {"law": ["ana", "eli"]}
    warning = {"code": "min_kept", "match": "m1", "team": "north", "dimension": "law"}
    assert warnings == [{**warning, "category": "uni"}]


def test_categories_mean_nothing_without_weights():
    # (9 + 4 + 8 + 6 + 7) / 5 = 6.8 with nothing dropped; without the highest, 25 / 4 = 6.25.
    row, _ = north(five("9", "4", "8", "6", "7"), categories=CATEGORIES, drop_high=1)

    assert row["total"] == "6.25"


def test_explain_shows_every_seat_of_a_category_panel():
    only = stage("final", match("m1", FIVE, "north"))
    document = competition(
        [only],
        [five("9", "4", "8", "6", "7")],
        categories=CATEGORIES,
        category_weights={"pro": "2", "uni": "1"},
        drop_high=1,
        factors="1.5",
    )

    score = explain(document, "final", "north")["entries"][0]["score"]

    # pro keeps 8 and 7: 7.5; uni keeps 4. 2/3 × 7.5 + 1/3 × 4 = 19/3, × 1.5 = 9.5.
    law = score["dimensions"][0]
    assert law["seats"][0] == {"judge": "ana", "category": "pro", "mark": "9", "kept": False}
    assert [seat["kept"] for seat in law["seats"]] == [False, True, True, False, True]
    assert [(one["category"], one["weight"], one["value"]) for one in law["categories"]] == [
        ("pro", "2/3", "7.5"),
        ("uni", "1/3", "4"),
    ]
    assert (law["panel"], law["factor"], law["product"]) == ("19/3", "1.5", "9.5")
    assert score["total"] == "9.5"
