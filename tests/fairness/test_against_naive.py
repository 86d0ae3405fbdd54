"""The report of random files equals that of a second, slow, independent implementation."""

import copy
import json
import math
import warnings
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings

from competition.fairness import fairness_report
from competition.fairness.cells import read_stage_cells
from competition.fairness.conflict_effects import conflict_effects
from competition.fairness.judge_categories import compare_categories
from competition.fairness.judges_report import judges_report
from competition.fairness.notes import Notes
from competition.fairness.order import order_effect
from competition.fairness.paired import MOST_EXACT_PAIRS
from competition.fairness.sides import compare_sides
from competition.scoring.stage import Scorebook
from tests.fairness.judged_files import judged_files
from tests.fairness.naive import NaiveFairness, flipped_share, pearson
from tests.fairness.oracles import stats

close = partial(pytest.approx, rel=1e-9, abs=1e-9)


def stages_of(document):
    """Each stage of matches: as the report reads it, and in the second implementation."""
    book = Scorebook(document)
    return [
        (read_stage_cells(book, stage), NaiveFairness(document, stage))
        for stage in document["stages"]
        if stage.get("kind") != "paper"
    ]


def same(found, expected):
    """Whether two figures are both None, or close."""
    return (found is None and expected is None) or found == close(expected)


@settings(max_examples=100, deadline=None)
@given(judged_files())
def test_who_is_there_and_every_judges_figures_are_the_same(document):
    for cells, naive in stages_of(document):
        assert len(cells.entries) == len(naive.judged)
        assert cells.judges == naive.judges
        found = judges_report(cells, Notes())
        assert [row["judge"] for row in found] == naive.judges
        for row in found:
            for name, expected in naive.judge(row["judge"]).items():
                assert row[name] == expected or same(row[name], expected), name


@settings(max_examples=100, deadline=None)
@given(judged_files())
def test_sides_and_categories_are_the_same(document):
    for cells, naive in stages_of(document):
        _is_comparison(compare_sides(cells, Notes()), ["labour", "employer"], naive.sides())
        _is_comparison(compare_categories(cells, Notes()), *naive.categories())


def _is_comparison(found, names, pairs):
    assert (found is None) == (not pairs)
    if found is None:
        return
    away = [first - second for first, second in pairs]
    assert list(found)[:2] == names
    for name, values in zip(names, zip(*pairs, strict=True), strict=True):
        assert found[name] == {
            "entries": len(pairs),
            "mean": close(float(sum(values) / len(values))),
        }
    assert found["pairs"] == len(pairs) <= MOST_EXACT_PAIRS
    assert found["difference"] == close(float(sum(away) / len(away)))
    # SciPy warns of differences that are all alike.
    deviation = float(np.std(list(map(float, away)), ddof=1)) if len(away) > 1 else None
    expected = None if deviation is None else deviation / math.sqrt(len(away))
    assert same(found["se"], expected)
    assert same(found["p"], flipped_share(away) if len(away) > 2 else None)


@settings(max_examples=100, deadline=None)
@given(judged_files())
def test_conflicts_and_the_running_order_are_the_same(document):
    for cells, naive in stages_of(document):
        found, expected = conflict_effects(cells, Notes()), naive.conflicts()
        assert len(found) == len(expected)
        for row, other in zip(found, expected, strict=True):
            assert same(row["effect"], other["effect"])
            assert {**row, "effect": 0} == {**other, "effect": 0}
        _is_line(order_effect(cells, Notes()), *naive.order())


def _is_line(found, numbers, totals):
    if len(totals) < 3:
        assert found == {"slope": None, "p": None}
    elif len(set(numbers)) < 2 or len(set(totals)) < 2:
        assert found == {"slope": 0.0, "p": None}
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            line = stats.linregress(numbers, list(map(float, totals)))
        assert found["slope"] == close(line.slope)
        if abs(pearson(numbers, totals)) < 1 - 1e-12:
            assert found["p"] == pytest.approx(line.pvalue, rel=1e-6, abs=1e-9)
        else:
            assert found["p"] == pytest.approx(0, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(judged_files())
def test_every_null_is_named_by_a_note_and_every_note_names_one(document):
    for stage in fairness_report(document)["stages"]:
        nulls = set(_nulls({key: stage[key] for key in stage if key != "notes"}, ""))
        notes = [note for note in stage["notes"] if note["code"] != "small_panel"]
        small = len(stage["judges"]) < 10 or stage["entries"] < 10
        assert small == (len(notes) < len(stage["notes"]))
        for null in nulls:
            assert any(f"{null}.".startswith(f"{note['where']}.") for note in notes), null
        for note in notes:
            assert any(f"{null}.".startswith(f"{note['where']}.") for null in nulls), note


def _nulls(part, path):
    if part is None:
        yield path
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _nulls(value, f"{path}.{key}" if path else key)
    elif isinstance(part, list):
        for each in part:
            if isinstance(each, dict):
                yield from _nulls(each, f"{path}.{each['judge']}")


@settings(max_examples=10, deadline=None)
@given(judged_files())
def test_the_same_file_gives_the_same_bytes_and_numbers_that_json_has(document):
    before = copy.deepcopy(document)

    first = json.dumps(fairness_report(document), allow_nan=False)

    assert document == before
    assert json.dumps(fairness_report(copy.deepcopy(document))) == first
    for stage in fairness_report(document)["stages"]:
        assert fairness_report(document, stage["stage"])["stages"] == [stage]
