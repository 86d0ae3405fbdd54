"""Paired differences and the running order: exact shares of signs, exact lines."""

from fractions import Fraction
from statistics import stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import PCG64, Generator

from competition.fairness.distributions import chi_square_tail, f_quantile, regression_p
from competition.fairness.exact_statistics import (
    correlation,
    doubled_ranks,
    rank_correlation,
    regress,
    sample_deviation,
)
from competition.fairness.paired import DRAWS, compare_pairs, sign_flip_p
from tests.fairness.naive import flipped_share, pearson
from tests.fairness.oracles import stats

whole = st.integers(-5, 5)


def nobody():
    """For what needs no random numbers."""
    raise AssertionError("signs were drawn where all of them could be tried")


@settings(max_examples=200, deadline=None)
@given(st.lists(whole, min_size=1, max_size=9))
def test_the_share_of_signs_is_that_of_trying_all(differences):
    assert sign_flip_p(differences, nobody) == flipped_share(list(map(Fraction, differences)))


def test_differences_that_are_all_alike_are_reached_twice_in_all_choices_of_signs():
    assert sign_flip_p([3] * 20, nobody) == 2 / 2**20
    assert sign_flip_p([-3] * 12, nobody) == 2 / 2**12
    assert sign_flip_p([0, 0, 0], nobody) == 1.0


def test_others_find_the_same_share():
    differences = [3, -1, 4, 1, -5, 9, 2, 6]
    found = stats.permutation_test(
        (differences,), sum, permutation_type="samples", n_resamples=2**8, vectorized=False
    )

    assert sign_flip_p(differences, nobody) == pytest.approx(found.pvalue)


@pytest.mark.parametrize("size", [1, 10**25])
def test_signs_of_more_than_twenty_pairs_are_drawn_whatever_the_size_of_marks(size):
    differences = [size * each for each in (3, -1, 2) * 8]

    found = sign_flip_p(differences, lambda: Generator(PCG64(1)))

    # The sum's standard deviation is that of 24 signs; p of a sum of 32 is about 0.0027.
    exact = 2 * float(stats.norm.sf(31 / (8 * (9 + 1 + 4)) ** 0.5))
    assert found == pytest.approx(exact, abs=0.003)
    assert found == sign_flip_p(differences, lambda: Generator(PCG64(1)))
    assert (found * (DRAWS + 1)) == pytest.approx(round(found * (DRAWS + 1)))


def test_its_own_signs_are_among_those_that_are_drawn():
    assert sign_flip_p([1] * 40, lambda: Generator(PCG64(1))) == 1 / (DRAWS + 1)


def test_one_pair_has_a_difference_two_an_error_and_three_a_share():
    one = compare_pairs([Fraction(9)], [Fraction(7)], nobody)
    two = compare_pairs([Fraction(9), Fraction(8)], [Fraction(7), Fraction(8)], nobody)
    three = compare_pairs([Fraction(9)] * 3, [Fraction(7)] * 3, nobody)

    assert (one.difference, one.se, one.p) == (2.0, "too_few", "too_few")
    assert (two.difference, two.se, two.p) == (1.0, pytest.approx(1.0), "too_few")
    assert (three.difference, three.se, three.p) == (2.0, 0.0, 0.25)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(whole, whole), min_size=3, max_size=12))
def test_correlations_and_lines_equal_those_of_others(points):
    xs, ys = map(list, zip(*points, strict=True))
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert correlation(xs, ys) == "no_spread"
        assert regress(xs, list(map(Fraction, ys))) == (0, None)
        return
    line = regress(xs, list(map(Fraction, ys)))
    expected = stats.linregress(xs, ys)

    assert correlation(xs, ys) == pytest.approx(pearson(xs, ys), rel=1e-9, abs=1e-12)
    assert float(line.slope) == pytest.approx(expected.slope, rel=1e-9, abs=1e-12)
    if line.residual:
        p = regression_p(line.residual, len(xs))
        assert p == pytest.approx(expected.pvalue, rel=1e-9, abs=1e-12)
    ranks = rank_correlation(list(map(Fraction, xs)), list(map(Fraction, ys)))
    assert ranks == pytest.approx(stats.spearmanr(xs, ys).statistic, rel=1e-9, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.lists(whole, min_size=2, max_size=12))
def test_deviations_and_ranks_equal_those_of_others(values):
    assert sample_deviation(list(map(Fraction, values))) == pytest.approx(stdev(values))
    assert [each / 2 for each in doubled_ranks(values)] == list(stats.rankdata(values))


def test_a_line_without_a_residual_has_a_p_of_nothing():
    line = regress([1, 2, 3], [Fraction(1, 3), Fraction(2, 3), Fraction(1)])

    assert line == (Fraction(1, 3), 0)
    assert regression_p(line.residual, 3) == 0.0


def test_a_perfect_correlation_is_exactly_one_and_none_exactly_nothing():
    assert correlation([1, 2, 4], [3, 6, 12]) == 1.0
    assert correlation([1, 2, 4], [-3, -6, -12]) == -1.0
    assert correlation([1, 2, 3], [1, 2, 1]) == 0.0
    assert correlation([1, 2], [1, 2]) == "too_few"


@pytest.mark.parametrize("above", [1, 5, 23.4])
@pytest.mark.parametrize("below", [2, 7.7, 180])
def test_quantiles_of_f_are_those_of_scipy(above, below):
    expected = stats.f.ppf(0.975, above, below)

    assert f_quantile(0.975, above, below) == pytest.approx(expected, rel=1e-9)


def test_a_quantile_that_no_float_holds_is_infinite():
    assert f_quantile(0.975, 1, 1e-310) == float("inf")


def test_a_small_tail_keeps_its_digits():
    assert chi_square_tail(Fraction(150), 5) == pytest.approx(stats.chi2.sf(150, 5), rel=1e-9)
