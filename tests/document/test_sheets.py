"""Sheets: one for each match, team and judge; their versions; every mark."""

import copy

import pytest

from competition.document import check_document


def test_there_is_one_sheet_for_each_match_team_and_judge(small, problems):
    small["sheets"].append(copy.deepcopy(small["sheets"][1]))

    assert "sheets[1]" in problems(small)["sheets[2]"]


def test_marks_of_a_judge_who_is_not_on_the_panel_are_refused(small, problems, put):
    found = problems(put(small, "sheets[1].judge", "cy"))

    assert list(found) == ["sheets[1].judge"]
    assert "not on the panel" in found["sheets[1].judge"]
    assert "ana, bo" in found["sheets[1].judge"]


def test_marks_for_a_team_that_is_not_in_the_match_are_refused(small, problems, put):
    put(small, "sheets[1].match", "m2")
    put(small, "sheets[1].team", "blues")

    found = problems(small)

    assert list(found) == ["sheets[1].team"]
    assert "not in the match" in found["sheets[1].team"]


def test_a_mark_out_of_range_names_sheet_dimension_value_and_what_is_allowed(small, problems, put):
    found = problems(put(small, "sheets[0].marks.strategy", "20.5"))

    assert found == {
        "sheets[0].marks.strategy": "The sheet of judge “ana” for team “reds” in match “m1”, "
        "dimension “strategy”: 20.5 is out of range. Allowed: 0 to 20 in steps of 0.5."
    }


def test_a_mark_between_two_steps_names_the_same(small, problems, put):
    found = problems(put(small, "sheets[0].marks.team_work", "6"))

    assert found == {
        "sheets[0].marks.team_work": "The sheet of judge “ana” for team “reds” in match “m1”, "
        "dimension “team_work”: 6 is between two steps. "
        "Allowed: 1 to 10 in steps of 3, counted from 1."
    }


@pytest.mark.parametrize("mark", [18.5, 18, True, [], {}, "1e1", "x", "18,5", "１８"])
def test_a_mark_is_a_number_in_a_string(small, problems, put, mark):
    assert list(problems(put(small, "sheets[0].marks.strategy", mark))) == [
        "sheets[0].marks.strategy"
    ]


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_marks_in_drafts_and_earlier_versions_are_checked_too(small, problems, put, state):
    put(small, "sheets[1].marks.strategy", "21")
    put(small, "sheets[0].history[1]", {"version": 2, "state": state, "marks": {"strategy": "0.3"}})

    found = problems(small)

    assert "sheets[1].marks.strategy" in found
    assert "sheets[0].history[1].marks.strategy" in found


def test_a_mark_for_an_unknown_dimension_is_refused_with_the_known_ones(small, problems, put):
    found = problems(put(small, "sheets[1].marks.speed", "1"))

    assert "strategy, team_work" in found["sheets[1].marks.speed"]


def test_a_submitted_version_needs_a_mark_for_every_dimension(small, problems, put):
    put(small, "sheets[1].state", "submitted")
    put(small, "sheets[0].history[1].state", "submitted")

    assert list(problems(small)) == [
        "sheets[0].history[1].marks.team_work",
        "sheets[1].marks.team_work",
    ]


@pytest.mark.parametrize("nothing", ["", None])
def test_an_empty_mark_is_left_out_of_a_draft_and_reported_in_a_submitted_sheet(
    small, problems, put, nothing
):
    put(small, "sheets[1].marks", {"strategy": "12", "team_work": nothing})
    assert check_document(small)["sheets"][1]["marks"] == {"strategy": "12"}

    put(small, "sheets[1].state", "submitted")
    assert list(problems(small)) == ["sheets[1].marks.team_work"]


def test_a_mark_is_kept_as_the_judge_wrote_it(small):
    assert check_document(small)["sheets"][0]["marks"]["strategy"] == "18.50"


def test_versions_are_distinct_and_the_history_is_earlier(small, problems, put):
    put(small, "sheets[0].history[1].version", 1)
    assert list(problems(small)) == ["sheets[0].history[1].version"]

    put(small, "sheets[0].history[1].version", 3)
    assert "earlier" in problems(small)["sheets[0].history[1].version"]


def test_a_history_may_be_in_any_order(small, problems):
    small["sheets"][0]["history"].reverse()

    assert problems(small) == {}


@pytest.mark.parametrize("version", [0, -1, True, "1", 1.0, None])
def test_a_version_is_a_whole_number_from_1(small, problems, put, version):
    assert "sheets[0].history[0].version" in problems(
        put(small, "sheets[0].history[0].version", version)
    )


@pytest.mark.parametrize("marks", [None, [], "18", 1])
def test_marks_are_an_object(small, problems, put, marks):
    assert "object" in problems(put(small, "sheets[1].marks", marks))["sheets[1].marks"]
