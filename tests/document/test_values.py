"""The values that each field accepts: words, flags, whole numbers, decimals, moments."""

import pytest

from competition.document import check_moment


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ("format", "accord/1"),
        ("competition.languages[0]", "zh, en"),
        ("scoring.combine", "mean, median, sum"),
        ("scoring.drop_by", "dimension, sheet"),
        ("scoring.rounding", "half_up, half_even"),
        ("scoring.round_at[0]", "panel, weighted, total"),
        ("scoring.missing_sheet", "wait, exclude"),
        ("stages[0].release", "hidden, live, frozen, published"),
        ("stages[0].across_matches", "mean, sum, best"),
        ("stages[0].rounds[0].state", "draft, open, closed"),
        ("stages[0].rounds[0].matches[0].entries[0].side", "labour, employer, solo"),
        ("sheets[1].state", "draft, submitted"),
        ("sheets[0].history[0].state", "draft, submitted"),
    ],
)
@pytest.mark.parametrize("value", ["Mean", "", None, 1, [], {}, ["mean"]])
def test_only_the_listed_words_are_accepted(small, problems, put, place, allowed, value):
    found = problems(put(small, place, value))

    assert list(found) == [place]
    assert allowed in found[place]


@pytest.mark.parametrize("place", ["teams[1].withdrawn", "judges[1].head"])
@pytest.mark.parametrize("value", [1, 0, "false", None])
def test_a_flag_is_true_or_false_and_not_a_number(small, problems, put, place, value):
    assert list(problems(put(small, place, value))) == [place]


@pytest.mark.parametrize(
    ("place", "low"),
    [
        ("scoring.drop_high", 0),
        ("scoring.drop_low", 0),
        ("scoring.min_kept", 1),
        ("scoring.decimals", 0),
        ("stages[0].advance.top", 1),
        ("sheets[1].version", 1),
    ],
)
def test_a_whole_number_has_a_lowest_value_and_nothing_else_is_accepted(
    small, problems, put, place, low
):
    assert problems(put(small, place, low)) == {}
    for bad in (low - 1, True, False, 1.0, "1", None, 10**25, []):
        found = problems(put(small, place, bad))
        assert list(found) == [place]
        assert f"from {low} to" in found[place]


def test_decimals_go_up_to_six(small, problems, put):
    assert problems(put(small, "scoring.decimals", 6)) == {}
    assert "from 0 to 6" in problems(put(small, "scoring.decimals", 7))["scoring.decimals"]


DECIMALS = [
    "rubric.dimensions[0].max",
    "rubric.dimensions[1].min",
    "rubric.dimensions[0].step",
    "rubric.dimensions[0].factor",
    "scoring.category_weights.academic",
    "stages[1].weight",
    "stages[1].carry[0].weight",
    "deductions[0].points",
]


@pytest.mark.parametrize("place", DECIMALS)
@pytest.mark.parametrize("value", [20, 18.5, "1e3", "1_000", "", "８", " 1", None, "1" * 31])
def test_a_number_that_is_scored_with_is_a_plain_decimal_in_quotes(
    small, problems, put, place, value
):
    assert place in problems(put(small, place, value))


@pytest.mark.parametrize("step", ["0", "0.00", "-0.5", "-0"])
def test_a_step_is_above_0(small, problems, put, step):
    found = problems(put(small, "rubric.dimensions[0].step", step))

    assert "above 0" in found["rubric.dimensions[0].step"]


def test_min_is_not_above_max(small, problems, put):
    assert "rubric.dimensions[1].min" in problems(put(small, "rubric.dimensions[1].min", "11"))
    assert "rubric.dimensions[0].max" in problems(put(small, "rubric.dimensions[0].max", "-1"))


@pytest.mark.parametrize("factor", ["0", "-1", "0.333"])
def test_a_factor_may_be_any_plain_decimal(small, problems, put, factor):
    assert problems(put(small, "rubric.dimensions[0].factor", factor)) == {}


@pytest.mark.parametrize("key", ["head", "ruling", "deductions"])
def test_a_dimension_cannot_have_the_name_of_a_tie_break(small, problems, put, key):
    assert key in problems(put(small, "rubric.dimensions[1].key", key))["rubric.dimensions[1].key"]


def test_a_deduction_is_not_below_0(small, problems, put):
    assert problems(put(small, "deductions[0].points", "0")) == {}
    assert problems(put(small, "deductions[0].points", "-0.0")) == {}
    assert list(problems(put(small, "deductions[0].points", "-0.5"))) == ["deductions[0].points"]


def test_a_match_has_one_entry_or_more(small, problems, put):
    place = "stages[1].rounds[0].matches[0].entries"

    assert "at least one team" in problems(put(small, place, []))[place]


MOMENTS = [
    "competition.starts",
    "sheets[0].submitted_at",
    "deductions[0].at",
    "rulings[0].at",
]


@pytest.mark.parametrize(
    "moment",
    [
        "2025-05-20T09:00:00+08:00",
        "2025-05-20T09:00:00Z",
        "2025-05-20T09:00+08:00",
        "2025-05-20T09:00:00.123456-03:30",
        "20250520T090000+0800",
    ],
)
def test_a_moment_is_kept_as_written(moment):
    assert check_moment(moment) == moment


@pytest.mark.parametrize("place", MOMENTS)
@pytest.mark.parametrize(
    "moment",
    [
        "2025-05-20",
        "2025-05-20T09:00:00",
        "2025-05-20 09:00:00+08:00",
        "2025-13-20T09:00:00+08:00",
        "2025-05-20T25:00:00+08:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-10:00",
        "tomorrow",
        "",
        "2025-05-20T09:00:00+08:00\n",
        "２０２５-05-20T09:00:00+08:00",
        1747702800,
        None,
    ],
)
def test_a_moment_without_an_offset_or_that_does_not_exist_is_refused(
    small, problems, put, place, moment
):
    assert list(problems(put(small, place, moment))) == [place]
