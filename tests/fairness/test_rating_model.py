"""The rating scale model against slow, plain ways to the same numbers, and where there are none."""

import itertools
import random
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from competition.fairness.rating_model import fit_rating_model

# The shape of what is fitted: entries × dimensions × judges, and the categories' numbers.
Cells = list[tuple[int, int, int, int]]


def panel(entries: int, dimensions: int, judges: int, categories: int, seed: int) -> Cells:
    """Marks as a panel gives them: better and worse entries, judges who are lenient or strict."""
    chance = random.Random(seed)
    quality = [chance.gauss(0, 1) for _ in range(entries)]
    ease = [chance.gauss(0, 0.4) for _ in range(dimensions)]
    leniency = [chance.gauss(0, 0.5) for _ in range(judges)]
    return numbered(
        [
            (e, d, j, round((quality[e] + ease[d] + leniency[j] + chance.gauss(0, 1)) * 1.2))
            for e in range(entries)
            for d in range(dimensions)
            for j in range(judges)
        ],
        most=categories,
    )


def numbered(cells: Cells, most: int = 1000) -> Cells:
    """The same marks, each held within the middle ones, as categories numbered from 0."""
    middle = sorted({cell[3] for cell in cells})
    spare = max(0, len(middle) - most)
    middle = middle[spare // 2 : len(middle) - (spare - spare // 2)]
    held = [min(max(mark, middle[0]), middle[-1]) for *_, mark in cells]
    numbers = {mark: number for number, mark in enumerate(sorted(set(held)))}
    return [(*cell[:3], numbers[mark]) for cell, mark in zip(cells, held, strict=True)]


def fit(cells: Cells):
    return fit_rating_model(*(list(column) for column in zip(*cells, strict=True)))


def slow_log_likelihood(parameters, cells: Cells, shape) -> float:
    """The model as it is written down, cell by cell; `parameters` without facets' last elements."""
    entries, dimensions, judges = whole(parameters, shape)
    thresholds = parameters[sum(shape) - 3 :]
    found = 0.0
    for entry, dimension, judge, category in cells:
        place = entries[entry] + dimensions[dimension] + judges[judge]
        powers = np.cumsum([0.0, *(place + step for step in thresholds)])
        found += powers[category] - np.logaddexp.reduce(powers)
    return found


def whole(parameters, shape):
    facets, at = [], 0
    for size in shape:
        free = list(parameters[at : at + size - 1])
        facets.append([*free, -sum(free)])
        at += size - 1
    return facets


def shape_of(cells: Cells) -> list[int]:
    return [max(column) + 1 for column in zip(*cells, strict=True)][:3]


def free_parameters(fitted) -> list[float]:
    facets = (fitted.entries, fitted.dimensions, fitted.judges)
    return [value for facet in facets for value in facet[:-1]] + fitted.thresholds


def test_the_maximum_is_the_one_that_a_plain_search_finds():
    cells = panel(entries=5, dimensions=2, judges=3, categories=4, seed=1)
    shape = shape_of(cells)
    start = np.zeros(sum(shape) - 3 + 3)

    found = minimize(
        lambda parameters: -slow_log_likelihood(parameters, cells, shape),
        start,
        method="BFGS",
        options={"gtol": 1e-6},
    )

    fitted = fit(cells)
    assert fitted.log_likelihood == pytest.approx(-found.fun, abs=1e-9)
    assert free_parameters(fitted) == pytest.approx(list(found.x), abs=1e-5)


def test_the_errors_of_judges_come_from_the_whole_information_matrix():
    cells = panel(entries=5, dimensions=2, judges=3, categories=4, seed=1)
    shape, fitted = shape_of(cells), fit(cells)
    at, width = np.array(free_parameters(fitted)), 1e-3
    steps = np.eye(len(at)) * width

    def value(*moves):
        return slow_log_likelihood(at + sum(moves), cells, shape)

    information = -np.array(
        [
            [(value(a, b) - value(a, -b) - value(-a, b) + value(-a, -b)) / 4 for b in steps]
            for a in steps
        ]
    )
    covariances = np.linalg.inv(information / width**2)
    judges = covariances[shape[0] + shape[1] - 2 :, shape[0] + shape[1] - 2 :][:2, :2]
    # The last one is minus the sum of the others.
    expected = [judges[0, 0], judges[1, 1], judges.sum()]
    assert fitted.judge_se == pytest.approx(np.sqrt(expected), rel=1e-5)


def test_infit_and_outfit_are_mean_squares_of_the_residuals():
    cells = panel(entries=5, dimensions=3, judges=3, categories=5, seed=3)
    fitted = fit(cells)

    for judge in range(3):
        residuals, variances = [], []
        for e, d, j, category in cells:
            if j == judge:
                place = fitted.entries[e] + fitted.dimensions[d] + fitted.judges[j]
                powers = np.cumsum([0.0, *(place + step for step in fitted.thresholds)])
                chances = np.exp(powers) / np.exp(powers).sum()
                numbers = np.arange(len(chances))
                mean = chances @ numbers
                residuals.append(category - mean)
                variances.append(chances @ (numbers - mean) ** 2)
        squares = np.square(residuals)
        assert fitted.judge_infit[judge] == pytest.approx(squares.sum() / sum(variances))
        assert fitted.judge_outfit[judge] == pytest.approx(np.mean(squares / variances))


def test_a_wide_panel_is_expected_to_give_what_it_gave():
    """At a joint maximum every entry, dimension, judge and category has what it was given."""
    cells = panel(entries=24, dimensions=5, judges=9, categories=20, seed=4)
    fitted = fit(cells)

    given, expected = ({}, {})
    for e, d, j, category in cells:
        place = fitted.entries[e] + fitted.dimensions[d] + fitted.judges[j]
        powers = np.cumsum([0.0, *(place + step for step in fitted.thresholds)])
        chances = np.exp(powers - powers.max())
        chances /= chances.sum()
        mean = chances @ np.arange(len(chances))
        for element in (("entry", e), ("dimension", d), ("judge", j)):
            given[element] = given.get(element, 0) + category
            expected[element] = expected.get(element, 0) + mean
        for number, chance in enumerate(chances):
            given["category", number] = given.get(("category", number), 0) + (number == category)
            expected["category", number] = expected.get(("category", number), 0) + chance
    assert {key: expected[key] for key in given} == pytest.approx(given, abs=1e-7)
    for facet in (fitted.entries, fitted.dimensions, fitted.judges):
        assert sum(facet) == pytest.approx(0, abs=1e-12)


@pytest.fixture(scope="module")
def raschpy():
    """Another's many-facet model: global severities of raters, thresholds shared by all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas
        from raschpy import MFRM

        cells = panel(entries=40, dimensions=4, judges=5, categories=5, seed=6)
        table = pandas.DataFrame(cells, columns=["person", "item", "rater", "category"])
        wide = table.pivot(index=["rater", "person"], columns="item", values="category")
        wide.columns = [f"item-{number}" for number in wide.columns]
        model = MFRM(wide)
        model.calibrate()
    return cells, model


def test_the_likelihood_is_that_of_raschpy_at_the_same_parameters(raschpy):
    cells, model = raschpy
    import pandas

    fitted = fit(cells)
    # There a rater is severe, an item hard and a threshold high; here lenient, easy and low.
    items = pandas.Series({f"item-{d}": -value for d, value in enumerate(fitted.dimensions)})
    raters = pandas.Series({j: -value for j, value in enumerate(fitted.judges)})
    thresholds = [-step for step in fitted.thresholds]
    chances = [
        model.cat_prob(
            fitted.entries[e], f"item-{d}", items, j, raters, category, thresholds, model="global"
        )
        for e, d, j, category in cells
    ]
    assert np.log(chances).sum() == pytest.approx(fitted.log_likelihood, rel=1e-12)


def test_raschpy_estimates_the_same_judges_and_dimensions_in_its_own_way(raschpy):
    """It conditions the entries away in pairs, so its figures lie near, not at, the maximum."""
    cells, model = raschpy
    fitted = fit(cells)

    severities = [float(model.raters_global.loc[j]) for j in range(5)]
    severities = [value - np.mean(severities) for value in severities]
    items = [float(model.items.loc[f"item-{d}"]) for d in range(4)]
    assert [-value for value in severities] == pytest.approx(fitted.judges, abs=0.1)
    assert [np.mean(items) - value for value in items] == pytest.approx(fitted.dimensions, abs=0.1)


# Two entries, two judges, one dimension: every judge and entry has marks on both sides.
MEETING = [(0, 0, 0, 0), (0, 0, 1, 1), (1, 0, 0, 1), (1, 0, 1, 0)]


def test_four_marks_that_pull_against_each_other_have_a_maximum_at_zero():
    fitted = fit(MEETING)

    assert fitted.entries == pytest.approx([0, 0], abs=1e-12)
    assert fitted.judges == pytest.approx([0, 0], abs=1e-12)
    assert fitted.dimensions == [0]
    assert fitted.thresholds == pytest.approx([0], abs=1e-12)
    assert fitted.log_likelihood == pytest.approx(4 * np.log(0.5))


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([(0, 0, 0, 0), (1, 0, 0, 1), (0, 1, 0, 1), (1, 1, 0, 0)], id="one judge"),
        pytest.param([(0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0)], id="one entry"),
        pytest.param([(e, d, j, 0) for e, d, j, _ in MEETING], id="one category"),
        pytest.param([*MEETING, (2, 0, 0, 1), (2, 0, 1, 1)], id="an entry with the highest only"),
        pytest.param([*MEETING, (0, 0, 2, 0), (1, 0, 2, 0)], id="a judge with the lowest only"),
        pytest.param(
            [*MEETING, *((e, 1, j, 1) for e, _, j, _ in MEETING)], id="a dimension too easy"
        ),
        pytest.param(
            [*MEETING, *((e + 2, d, j + 2, k) for e, d, j, k in MEETING)],
            id="two panels that share no entry",
        ),
        pytest.param(
            [cell for e, _, j, k in MEETING for cell in [(e, j, j, k), (e, j, j, 1 - k)]],
            id="each judge marks a dimension of his own",
        ),
        pytest.param(
            # Nobody is extreme, but one entry stays below the middle and the others above it.
            [(0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0)]
            + [(e, d, j, 1 + (e + d + j) % 2) for e in (1, 2) for d in (0, 1) for j in (0, 1)],
            id="an entry apart from all others",
        ),
        pytest.param(
            [(e, d, j, e + j) for e in range(3) for d in range(2) for j in range(3)],
            id="marks that are exactly a sum",
        ),
    ],
)
def test_without_a_maximum_there_is_no_figure(cells):
    assert has_maximum(cells) is False
    assert fit(cells) is None


def has_maximum(cells: Cells) -> bool:
    """Whether the likelihood has one maximum, by a linear programme over all directions.

    There is none if and only if parameters can move so that in no cell any other category gains on
    the given one, and in some cell one loses, or nothing changes at all.
    """
    shape = shape_of(cells)
    steps = max(cell[3] for cell in cells)
    if steps < 1 or shape[0] < 2 or shape[2] < 2:
        return False
    starts = np.cumsum([0, *shape])
    rows = []
    for e, d, j, category in cells:
        for other in set(range(steps + 1)) - {category}:
            row = np.zeros(starts[3] + steps)
            row[[starts[0] + e, starts[1] + d, starts[2] + j]] = category - other
            row[starts[3] : starts[3] + category] += 1
            row[starts[3] : starts[3] + other] -= 1
            rows.append(row)
    gains = np.array(rows)
    sums = np.zeros((3, gains.shape[1]))
    for facet in range(3):
        sums[facet, starts[facet] : starts[facet + 1]] = 1
    if np.linalg.matrix_rank(np.vstack([gains, sums])) < gains.shape[1]:
        return False
    best = linprog(-gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), A_eq=sums,
                   b_eq=np.zeros(3), bounds=(-1, 1))  # fmt: skip
    return bool(-best.fun < 1e-6)


@st.composite
def designs(draw) -> Cells:
    """Few cells, not all of them marked, so that about half have no maximum."""
    shape = [draw(st.integers(2, 3)) for _ in range(3)]
    most = draw(st.integers(1, 3))
    everything = list(itertools.product(*(range(size) for size in shape)))
    marked = [cell for cell in everything if draw(st.integers(0, 5))]
    cells = [(*cell, draw(st.integers(0, most))) for cell in marked or everything[:1]]
    numbers = [
        {value: number for number, value in enumerate(sorted(set(column)))}
        for column in zip(*cells, strict=True)
    ]
    return [tuple(n[value] for n, value in zip(numbers, cell, strict=True)) for cell in cells]


@settings(max_examples=60, deadline=None)
@given(designs())
def test_there_are_figures_exactly_where_there_is_a_maximum(cells):
    fitted = fit(cells)

    assert (fitted is not None) == has_maximum(cells)
    if fitted is not None:
        shape = shape_of(cells)
        at = np.array(free_parameters(fitted))
        highest = slow_log_likelihood(at, cells, shape)
        assert fitted.log_likelihood == pytest.approx(highest, abs=1e-9)
        for step in np.eye(len(at)) * 1e-3:
            assert slow_log_likelihood(at + step, cells, shape) < highest
            assert slow_log_likelihood(at - step, cells, shape) < highest


def test_the_order_of_the_cells_makes_no_difference():
    cells = panel(entries=6, dimensions=2, judges=4, categories=6, seed=7)
    shuffled = random.Random(1).sample(cells, len(cells))

    first, second = fit(cells), fit(shuffled)
    assert free_parameters(first) == pytest.approx(free_parameters(second), abs=1e-9)


def test_many_judges_of_many_entries_in_panels_of_three_have_a_maximum():
    chance = random.Random(8)
    cells = [
        cell
        for cell in panel(entries=60, dimensions=3, judges=12, categories=12, seed=8)
        if (cell[2] - cell[0]) % 12 in (0, 1, 5)
    ]
    chance.shuffle(cells)
    fitted = fit(numbered(cells))

    assert fitted is not None
    assert max(fitted.judge_se) < 1
