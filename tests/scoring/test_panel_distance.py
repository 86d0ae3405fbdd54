"""Which sheets are far from the panel: the plain rule, and that it treats everybody alike."""

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.scoring import distances_from_panel, far_from_panel, off_scale

HUNDRED = Fraction(100)
PANELS = st.dictionaries(
    st.sampled_from(["li-na", "zhang-wei", "jo", "noor", "sam", "ana", "bo"]),
    st.integers(0, 200).map(lambda halves: Fraction(halves, 2)),
    max_size=7,
)


def totals(**given_: str) -> dict[str, Fraction]:
    return {judge: Fraction(total) for judge, total in given_.items()}


@pytest.mark.parametrize(
    ("sam", "far"),
    [("90", []), ("90.5", ["sam"]), ("70", []), ("69.5", ["sam"])],
    ids=["ten above", "more above", "ten below", "more below"],
)
def test_more_than_a_tenth_of_the_highest_total_from_the_median_is_far(sam, far):
    panel = totals(li="80", jo="80", noor="80", sam=sam)

    assert list(far_from_panel(panel, HUNDRED)) == far


def test_of_three_judges_of_whom_two_agree_only_the_third_is_far():
    assert far_from_panel(totals(li="60", jo="80", sam="81"), HUNDRED) == {"li": Fraction(-20)}


def test_of_an_even_number_the_median_is_the_mean_of_the_middle_two():
    assert far_from_panel(totals(li="70", jo="74", sam="82", noor="89"), HUNDRED) == {
        "noor": Fraction(11)
    }


def test_of_two_sheets_nobody_can_say_which_is_far():
    assert far_from_panel(totals(li="20", jo="90"), HUNDRED) == {}
    assert far_from_panel({}, HUNDRED) == {}


@given(PANELS)
def test_at_most_half_of_a_panel_is_far_above_and_at_most_half_far_below(panel):
    far = far_from_panel(panel, HUNDRED)
    above = [judge for judge in far if panel[judge] > median(panel.values())]
    assert 2 * len(above) <= len(panel)
    assert 2 * (len(far) - len(above)) <= len(panel)


@given(PANELS, st.integers(-50, 50))
def test_a_panel_that_gives_everybody_more_is_no_farther_apart(panel, more):
    moved = {judge: total + more for judge, total in panel.items()}
    assert far_from_panel(moved, HUNDRED) == far_from_panel(panel, HUNDRED)


@pytest.mark.parametrize(
    ("distances", "mean"),
    [
        (["6", "6", "6", "6"], "6"),
        (["-9", "-1", "-9", "-2"], "-5.25"),
        (["5", "5", "5", "5"], None),
        (["20", "-20", "20", "-20"], None),
        (["30", "30", "30"], None),
    ],
    ids=["above", "below", "a twentieth", "both ways", "three sheets"],
)
def test_a_judge_is_off_the_scale_on_average_of_four_sheets_or_more(distances, mean):
    own = [(Fraction(distance), HUNDRED) for distance in distances]

    assert off_scale(own) == (None if mean is None else Fraction(mean))


def test_sheets_of_another_scale_count_by_their_share_of_it():
    assert off_scale([(Fraction(3), Fraction(50))] * 2 + [(Fraction(6), HUNDRED)] * 2) == Fraction(
        9, 2
    )


@given(PANELS)
def test_nobody_is_off_a_scale_that_the_panel_does_not_have(panel):
    assert list(distances_from_panel(panel)) == (list(panel) if len(panel) > 2 else [])
