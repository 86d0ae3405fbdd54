"""Panels drawn again from their judges: all of them, or ten thousand that the file decides."""

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.fairness.exact_arrays import FractionArray, plus, times, whole_numbers
from competition.fairness.resamples import all_resamples
from competition.scoring.decimals import round_fraction
from tests.fairness.resampled import (
    first_as_ruled,
    first_plainly,
    matches_of,
    one_panel_files,
    ordered_resamples,
    ranked_teams,
    robustness_of,
    shares,
)
from tests.scoring.build import competition, match, replaced, sheets, stage

WAYS = ("mean", "trimmed", "median")


@settings(max_examples=20, deadline=None)
@given(one_panel_files())
def test_the_shares_are_those_of_all_ordered_resamples(file):
    found = robustness_of(file)
    if found is None:
        return
    panel, able = matches_of(file)[0]["panel"], set(ranked_teams(file))
    for way in ("as_ruled", *WAYS):
        if found[way] is None:
            continue
        cases = [
            first_as_ruled(file, drawn, able)
            if way == "as_ruled"
            else first_plainly(file, way, drawn, able)
            for drawn in ordered_resamples(panel)
        ]
        part = found[way]["bootstrap"]
        assert part["method"] == "exact"
        assert part["resamples"] == str(len(panel) ** len(panel))
        assert (part["first_outright"], part["first_shared"]) == shares(cases)


@pytest.mark.parametrize(("judges", "different"), [(1, 1), (3, 10), (9, 24310)])
def test_the_weights_of_the_different_resamples_are_all_the_ordered_ones(judges, different):
    found = all_resamples([f"judge-{number}" for number in range(judges)])

    assert len(found.weights) == different
    assert found.total == judges**judges
    (panel,) = found.panels.values()
    assert (panel.counts.sum(axis=0) == judges).all()
    assert len({tuple(case) for case in panel.counts.T.tolist()}) == different


def panels(*names: str) -> list[dict[str, Any]]:
    """A match a panel, in which North, South and East each play alone."""
    teams = ("north", "south", "east")
    return [match(f"match-{team}", panel, team) for team, panel in zip(teams, names, strict=False)]


def test_ten_judges_are_drawn_ten_thousand_times_and_the_file_alone_decides_which():
    judges = [f"judge-{number}" for number in range(10)]
    last = match("last", " ".join(judges), "north", "south")

    def file(name):
        north = dict(zip(judges, ["9", "5"] * 5, strict=True))
        south = dict.fromkeys(judges, "7")
        given = [sheets("last", "north", **north), sheets("last", "south", **south)]
        return {**competition([stage("final", last)], given), "competition": {"key": name}}

    first, again, other = (
        robustness_of(file(name))["mean"]["bootstrap"] for name in ("spring", "spring", "autumn")
    )
    assert first["method"] == "sampled"
    assert first["resamples"] == "10000"
    assert first == again
    assert first != other
    # Of ten draws more than five are generous: (1 − C(10, 5)/2¹⁰)/2.
    expected = (1 - 252 / 1024) / 2
    for part in (first, other):
        assert part["first_outright"]["north"] == pytest.approx(expected, abs=0.02)
        assert part["first_shared"]["north"] == pytest.approx(0.5, abs=0.02)


def test_panels_are_drawn_apart_and_matches_of_one_panel_share_the_draw():
    matches = panels("ana bo", "bo ana", "cy dee")
    given = [
        sheets("match-north", "north", ana="9", bo="5"),
        sheets("match-south", "south", ana="9", bo="5"),
        sheets("match-east", "east", cy="8", dee="6"),
    ]
    part = robustness_of(competition([stage("final", *matches)], given))["mean"]["bootstrap"]

    assert part["method"] == "sampled"
    # North and South have 9, 7, 7 or 5 together, East 8, 7, 7 or 6 apart from them.
    cases = [
        ["north", "south"] if one > two else ["east"] if two > one else ["north", "south", "east"]
        for one, two in itertools.product([9, 7, 7, 5], [8, 7, 7, 6])
    ]
    outright, shared = shares(cases)
    assert part["first_outright"] == pytest.approx(outright, abs=0.02)
    assert part["first_shared"] == pytest.approx(shared, abs=0.02)
    assert part["first_shared"]["north"] == part["first_shared"]["south"]


def test_an_entry_without_a_sheet_in_a_resample_has_no_total_there():
    last = match("last", "ana bo", "north", "south")
    given = [sheets("last", "north", ana="9"), sheets("last", "south", ana="5", bo="5")]
    file = competition([stage("final", last)], given, missing_sheet="exclude")

    for way in ("as_ruled", *WAYS):
        part = robustness_of(file)[way]["bootstrap"]
        assert part["first_outright"] == {"north": 0.75, "south": 0.25}


def test_a_drawn_seat_brings_the_sheet_that_counts_there():
    """Dee came for Bo, who keeps North; the seat is one, whoever's sheet it brings."""
    last = match("last", "ana dee", "north", "south")
    last["replacements"] = [replaced("dee", "bo", "north")]
    given = [sheets("last", "north", ana="5", bo="9"), sheets("last", "south", ana="6", dee="7")]
    part = robustness_of(competition([stage("final", last)], given))["mean"]["bootstrap"]

    assert part["resamples"] == "4"
    assert part["first_outright"] == {"north": 0.75, "south": 0.25}


def test_a_match_without_a_sheet_is_no_second_panel():
    matches = panels("ana bo", "ana bo", "cy dee")
    given = [
        sheets("match-north", "north", ana="9", bo="5"),
        sheets("match-south", "south", ana="5", bo="8"),
    ]
    part = robustness_of(competition([stage("final", *matches)], given))["mean"]["bootstrap"]

    assert part["method"] == "exact"


NUMBERS = st.integers(-(10**4), 10**4) | st.integers(-(10**40), 10**40)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4)


def arrays(pairs):
    fractions = [Fraction(n, abs(d) or 1) for n, d in pairs]
    return fractions, FractionArray(
        whole_numbers([f.numerator for f in fractions]),
        whole_numbers([f.denominator for f in fractions]),
    )


@settings(deadline=None)
@given(PAIRS, st.tuples(NUMBERS, NUMBERS), st.integers(0, 3), st.sampled_from(["up", "even"]))
def test_arrays_of_fractions_compute_as_fractions_do(pairs, other, decimals, half):
    fractions, array = arrays(pairs)
    (single,), one = arrays([other])
    rounding = f"half_{half}"

    assert array.plus(one).fractions() == [each + single for each in fractions]
    assert array.times(one).fractions() == [each * single for each in fractions]
    assert array.is_above(one).tolist() == [each > single for each in fractions]
    assert array.equals(array).all()
    assert array.rounded(decimals, rounding).fractions() == [
        round_fraction(each, decimals, rounding) for each in fractions
    ]


def test_what_64_bits_cannot_hold_is_held_all_the_same():
    largest = whole_numbers([2**60])

    assert plus(largest, largest).tolist() == [2**61]
    assert times(largest, largest).tolist() == [2**120]
    assert whole_numbers([7]).dtype == np.int64
