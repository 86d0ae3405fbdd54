"""Agreement among judges: against published tables, and against others' statistics."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from competition.fairness.alpha import alpha_interval, alpha_ordinal
from competition.fairness.block import find_block
from competition.fairness.notes import Notes
from competition.fairness.reliability import (
    agreement_interval,
    intraclass_correlations,
    kendall,
    mean_squares,
    reliability,
)
from tests.fairness import oracles

# Six people rated by four judges: Shrout & Fleiss 1979, table 2.
SHROUT_FLEISS = [
    *([9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8]),
    *([7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]),
]
# Twelve units seen by up to four observers: Krippendorff 2011, "Computing Krippendorff's
# Alpha-Reliability", part C.
KRIPPENDORFF = [
    *([1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
    *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]),
]
tables = st.integers(2, 6).flatmap(
    lambda judges: st.lists(
        st.lists(st.integers(-4, 9), min_size=judges, max_size=judges), min_size=3, max_size=9
    )
)


def test_the_correlations_of_shrout_and_fleiss_are_as_published():
    found = intraclass_correlations(mean_squares(SHROUT_FLEISS))

    published = (0.17, 0.29, 0.71, 0.44, 0.62, 0.91)
    assert [round(found[name], 2) for name in oracles.FIGURES] == list(published)


def test_the_mean_squares_of_shrout_and_fleiss_are_as_published():
    squares = mean_squares(SHROUT_FLEISS)

    assert [
        round(float(each), 2)
        for each in (squares.rows, squares.within, squares.columns, squares.error)
    ] == [11.24, 6.26, 32.49, 1.02]


def test_the_interval_of_shrout_and_fleiss_is_that_of_others():
    low, high = agreement_interval(mean_squares(SHROUT_FLEISS))

    assert (round(low, 3), round(high, 3)) == (0.019, 0.761)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_correlations_and_interval_equal_pingouins(table):
    squares = mean_squares(table)
    assume(squares.error and squares.rows and squares.columns)
    expected, expected_interval = oracles.intraclass(table)

    found = intraclass_correlations(squares)

    for name, value in found.items():
        if not isinstance(value, str):
            assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-9)
    interval = agreement_interval(squares)
    if not isinstance(interval, str):
        assert interval == pytest.approx(expected_interval, rel=1e-8, abs=1e-8)


def test_a_denominator_of_nothing_or_less_has_no_correlation():
    # The entries are all alike; only the judges differ.
    found = intraclass_correlations(mean_squares([[1, 2], [1, 2], [1, 2]]))

    assert found["icc_1_1"] == -1.0
    assert found["icc_c_1"] == "no_spread"
    assert found["icc_1_k"] == "no_spread"
    assert found["icc_a_1"] == 0.0


def test_a_perfect_agreement_is_one_and_has_no_interval():
    squares = mean_squares([[1, 1], [2, 2], [4, 4]])

    assert set(intraclass_correlations(squares).values()) == {1.0}
    assert agreement_interval(squares) == "no_spread"


def test_marks_without_any_spread_have_no_agreement():
    squares = mean_squares([[5, 5], [5, 5], [5, 5]])

    assert set(intraclass_correlations(squares).values()) == {"no_spread"}
    assert agreement_interval(squares) == "no_spread"
    assert kendall([[5, 5], [5, 5], [5, 5]]) == ("no_spread", "no_spread")


def test_what_only_a_float_would_call_spread_is_none():
    # 0.1 + 0.2 and 0.3 in units: equal, though not in binary.
    tenths = [[Fraction("0.1") + Fraction("0.2"), Fraction("0.3")]] * 3
    table = [[int(each * 10) for each in row] for row in tenths]

    assert kendall(table) == ("no_spread", "no_spread")


@settings(max_examples=150, deadline=None)
@given(tables)
def test_kendalls_w_with_ties_and_its_p_follow_from_friedmans_test(table):
    columns = list(zip(*table, strict=True))
    assume(any(len(set(column)) > 1 for column in columns))

    assert kendall(table) == pytest.approx(oracles.concordance(table), rel=1e-9, abs=1e-12)


def test_kendalls_w_of_two_entries_has_no_p():
    assert kendall([[1, 1, 2], [2, 3, 1]]) == (pytest.approx(1 / 9), "too_few")


def test_the_alphas_of_krippendorffs_example_are_as_published():
    assert round(alpha_interval(KRIPPENDORFF), 3) == 0.849
    assert round(alpha_ordinal(KRIPPENDORFF), 3) == 0.815


units = st.lists(st.lists(st.integers(-3, 6), min_size=1, max_size=5), min_size=2, max_size=8)


@settings(max_examples=150, deadline=None)
@given(units)
def test_alpha_of_an_incomplete_design_equals_krippendorffs(values):
    paired = [each for unit in values if len(unit) > 1 for each in unit]
    assume(len(set(paired)) > 1)

    for alpha, level in ((alpha_interval, "interval"), (alpha_ordinal, "ordinal")):
        assert alpha(values) == pytest.approx(oracles.alpha(values, level), rel=1e-9, abs=1e-12)


def test_units_with_one_value_are_passed_over_by_alpha():
    assert alpha_interval([[1, 2], [3, 3], [9]]) == alpha_interval([[1, 2], [3, 3]])
    assert alpha_ordinal([[1, 2], [3, 3], [2], [2]]) == alpha_ordinal([[1, 2], [3, 3]])
    assert alpha_interval([[1], [3]]) == "one_judge"
    assert alpha_interval([[4, 4], [4, 4], [5]]) == "no_spread"


def test_the_block_is_the_largest_set_of_judges_times_entries():
    three = {0: 1, 1: 1, 2: 1}
    two = {0: 1, 1: 1}

    assert find_block([three, two, two, two, two]) == ([0, 1], [0, 1, 2, 3, 4])
    assert find_block([three, three, three, two]) == ([0, 1, 2], [0, 1, 2])


def test_of_equally_large_blocks_the_one_with_more_judges_is_taken_then_the_first():
    # Three judges by two entries, two by three: six cells either way.
    assert find_block([{0: 1, 1: 1}, {0: 1, 1: 1, 2: 1}, {0: 1, 1: 1, 2: 1}]).judges == [0, 1, 2]
    assert find_block([{2: 1, 3: 1}, {2: 1, 3: 1}, {0: 1, 1: 1}, {0: 1, 1: 1}]).judges == [2, 3]


def test_the_largest_set_is_no_block_with_one_entry_even_where_a_smaller_one_has_two():
    marked = [{0: 1, 1: 1, 2: 1, 3: 1, 4: 1}, {5: 1, 6: 1}, {5: 1, 6: 1}]

    assert find_block(marked) is None
    assert find_block([]) is None


def test_without_a_block_alpha_stands_and_the_rest_is_noted():
    notes = Notes()

    found = reliability(["ana", "bo"], ["m/a", "m/b"], [{0: 1, 1: 2}, {0: 4}], notes, "here")

    noted = {note["where"]: note["code"] for note in notes.listed()}
    assert found["alpha_interval"] == 0.0
    assert {f"here.{name}" for name, value in found.items() if value is None} == set(noted)
    assert set(noted.values()) == {"no_block"}


def test_scale_and_origin_of_marks_of_thirty_digits_change_nothing():
    far = [[each * 10**25 + 7 * 10**29 for each in row] for row in SHROUT_FLEISS]

    assert intraclass_correlations(mean_squares(far)) == intraclass_correlations(
        mean_squares(SHROUT_FLEISS)
    )
    assert agreement_interval(mean_squares(far)) == agreement_interval(mean_squares(SHROUT_FLEISS))
    assert kendall(far) == kendall(SHROUT_FLEISS)
    assert alpha_interval(far) == alpha_interval(SHROUT_FLEISS)
