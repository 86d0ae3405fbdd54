"""A match's marks broken down: by totals where those suffice, else by dimension."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from competition.scoring import break_down_marks, explain
from tests.scoring.build import competition, match, sheets, stage
from tests.scoring.random_files import files


def solo(rule, factors="1 2", deductions=(), **marks):
    panel = " ".join(marks)
    only = stage("final", match("m1", panel, "north"))
    return competition(
        [only], [sheets("m1", "north", **marks)], factors=factors, deductions=deductions, **rule
    )


def score(document):
    laid = break_down_marks(document, "m1")
    return laid["entries"][0]["score"]


def test_with_whole_sheets_dropped_the_result_is_the_mean_of_the_kept_totals():
    rule = {"combine": "mean", "drop_high": 1, "drop_low": 1, "drop_by": "sheet"}
    laid = score(solo(rule, ana="9 9", bo="8 8", cy="7 7", dee="5 5"))
    assert laid["whole"] is True
    assert [(seat["total"], seat["dropped"]) for seat in laid["seats"]] == [
        ("27", True),
        ("24", False),
        ("21", False),
        ("15", True),
    ]
    assert laid["sum"] == laid["total"] == "22.50"
    assert "dimensions" not in laid


def test_with_marks_dropped_by_dimension_no_whole_sheet_is_dropped():
    rule = {"combine": "mean", "drop_high": 1, "drop_low": 1, "drop_by": "dimension"}
    laid = score(solo(rule, ana="9 8", bo="8 9", cy="5 5"))
    assert laid["whole"] is False
    assert [seat["dropped"] for seat in laid["seats"]] == [False, False, False]
    law, talk = laid["dimensions"]
    assert (law["marks"], law["dropped"]) == (["9", "8", "5"], [1, 3])
    assert (talk["marks"], talk["dropped"]) == (["8", "9", "5"], [2, 3])
    assert (law["value"], talk["value"], laid["sum"]) == ("8.00", "16.00", "24.00")


def test_a_median_of_dimensions_is_not_a_median_of_totals():
    rule = {"combine": "median", "drop_high": 0, "drop_low": 0, "drop_by": "sheet"}
    laid = score(solo(rule, "1 1", ana="9 1", bo="5 5", cy="1 8"))
    assert laid["whole"] is False
    assert laid["sum"] == "10.00"
    assert score(solo(rule, "1 1", ana="9 9"))["whole"] is True


def test_deductions_come_off_after_the_sum():
    rule = {"combine": "sum", "drop_by": "sheet"}
    taken = [{"match": "m1", "team": "north", "points": "1.5", "reason": "Late"}]
    laid = score(solo(rule, "1 1", taken, ana="1 1", bo="2 2"))
    assert (laid["sum"], laid["deducted"], laid["total"]) == ("6.00", "1.5", "4.50")
    assert laid["whole"] is True


def test_an_unknown_match_is_a_key_error():
    with pytest.raises(KeyError):
        break_down_marks(solo({}, ana="1 1"), "m2")


@settings(max_examples=150, deadline=None)
@given(files())
def test_a_breakdown_agrees_with_the_explanation_and_adds_up(document):
    for one in document["stages"]:
        for match_ in one.get("rounds", [{"matches": []}])[0]["matches"]:
            laid = break_down_marks(document, match_["key"])
            assert [entry["team"] for entry in laid["entries"]] == [
                entry["team"] for entry in match_["entries"]
            ]
            for entry in laid["entries"]:
                said = explain(document, one["key"], entry["team"])
                shown = entry["score"]
                if "void" in match_:
                    assert shown is None
                    assert match_["key"] in said["void_matches"]
                    continue
                (why,) = [e for e in said["entries"] if e["match"] == match_["key"]]
                assert (shown is None) == (why["score"] is None)
                if shown is None:
                    continue
                assert shown["total"] == why["score"]["printed"]
                totals = [seat["total"] for seat in shown["seats"]]
                assert totals == [seat["sheet_total"] for seat in why["seats"]]
                if shown["whole"]:
                    kept = [
                        Fraction(s["total"])
                        for s in shown["seats"]
                        if s["total"] is not None and not s["dropped"]
                    ]
                    if laid["combine"] == "mean":
                        assert sum(kept) / len(kept) == Fraction(why["score"]["sum"])
                    continue
                for laid_d, why_d in zip(
                    shown["dimensions"], why["score"]["dimensions"], strict=True
                ):
                    marks = [mark for mark in laid_d["marks"] if mark is not None]
                    assert marks == [seat["mark"] for seat in why_d["seats"]]
                    kept_seats = [seat["judge"] for seat in why_d["seats"] if not seat["kept"]]
                    panel = [seat["judge"] for seat in why["seats"]]
                    assert [panel[seat - 1] for seat in laid_d["dropped"]] == kept_seats
