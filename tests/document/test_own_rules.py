"""Stages with a rubric or a rule of their own, dimensions that some judges mark, personal marks."""

import copy

import pytest

from competition.document import check_document, read_file, write_file

OWN_RUBRIC = {
    "dimensions": [{"key": "poise", "name": "气度", "max": "5", "step": "1", "factor": "2"}]
}
OWN_RULE = {"combine": "mean", "tie_break": ["poise"], "decimals": 1}
PERSONAL = {"max": "10", "step": "0.5"}
SHEET = {"match": "m2", "team": "reds", "judge": "bo", "state": "submitted", "version": 1}


@pytest.fixture
def final(small):
    """The small competition whose final has a rubric and a rule of its own, and a sheet."""
    small["stages"][1] |= copy.deepcopy({"rubric": OWN_RUBRIC, "scoring": OWN_RULE})
    small["sheets"].append({**SHEET, "marks": {"poise": "4"}})
    return small


def test_the_sheets_of_a_stage_have_the_marks_of_its_own_rubric(final, problems, put):
    assert problems(final) == {}

    put(final, "sheets[2].marks", {"strategy": "4"})

    assert list(problems(final)) == ["sheets[2].marks.strategy", "sheets[2].marks.poise"]


def test_an_own_rule_is_whole_and_survives_writing(final):
    document = check_document(final)

    assert document["stages"][1]["scoring"]["drop_by"] == "dimension"
    assert read_file(write_file(document)) == document


def test_an_own_rubric_needs_the_dimensions_of_the_tie_break_in_force_there(final, problems, put):
    put(final, "stages[1].scoring", ...)

    found = problems(final)

    assert list(found) == ["stages[1].rubric"]
    assert "“strategy”" in found["stages[1].rubric"]


def test_an_own_rule_breaks_ties_by_the_dimensions_in_force_there(final, problems, put):
    put(final, "stages[1].rubric", ...)
    put(final, "sheets[2]", {**SHEET, "marks": {"strategy": "1", "team_work": "1"}})

    assert list(problems(final)) == ["stages[1].scoring.tie_break[0]"]


def test_an_own_rule_weighs_the_categories_of_the_judges_who_sit_there(final, problems, put):
    put(final, "stages[1].scoring.category_weights", {"professional": "1"})

    found = problems(final)

    assert list(found) == ["judges[1].category"]
    assert "stages[1].scoring.category_weights" in found["judges[1].category"]


def test_a_dimension_twice_or_an_impossible_scale_in_an_own_rubric_is_refused(final, problems, put):
    doubled = [*OWN_RUBRIC["dimensions"], {**OWN_RUBRIC["dimensions"][0], "min": "6"}]
    put(final, "stages[1].rubric", {"dimensions": doubled})

    assert set(problems(final)) == {
        "stages[1].rubric.dimensions[1].key",
        "stages[1].rubric.dimensions[1].min",
    }


@pytest.fixture
def shared_out(small, put):
    """Ana (professional) marks strategy, Bo and Cy (academic) team work; Ana's sheet is whole."""
    put(small, "scoring.drop_by", "dimension")
    put(small, "rubric.dimensions[0].marked_by", ["professional"])
    put(small, "rubric.dimensions[1].marked_by", ["academic"])
    put(small, "sheets[0].marks", {"strategy": "18.5"})
    put(small, "sheets[0].history", [])
    put(small, "sheets[1].marks", {"team_work": "7"})
    return small


def test_a_sheet_is_whole_with_the_dimensions_that_its_judge_marks(shared_out, problems, put):
    assert problems(shared_out) == {}

    put(shared_out, "sheets[0].marks", {})

    assert list(problems(shared_out)) == ["sheets[0].marks.strategy"]


def test_a_mark_for_a_dimension_that_others_mark_is_refused(shared_out, problems, put):
    put(shared_out, "sheets[0].marks.team_work", "7")

    found = problems(shared_out)

    assert list(found) == ["sheets[0].marks.team_work"]
    assert "academic" in found["sheets[0].marks.team_work"]


def test_whole_sheets_cannot_be_left_out_where_not_everybody_marks_everything(
    shared_out, problems, put
):
    put(shared_out, "scoring.drop_by", "sheet")

    places = ["rubric.dimensions[0].marked_by", "rubric.dimensions[1].marked_by"]
    assert list(problems(shared_out)) == places


def test_nor_by_the_own_rule_of_a_stage(shared_out, problems, put):
    put(shared_out, "stages[1].scoring", {"drop_by": "sheet"})

    assert list(problems(shared_out)) == ["stages[1].scoring.drop_by"]


def test_a_judge_on_a_panel_marks_something(shared_out, problems, put):
    put(shared_out, "rubric.dimensions[1].marked_by", ["professional"])
    put(shared_out, "sheets", [])

    assert set(problems(shared_out)) == {
        "stages[0].rounds[0].matches[0].panel[1]",
        "stages[1].rounds[0].matches[0].panel[0]",
    }


def test_once_a_match_has_a_sheet_somebody_marks_each_dimension(shared_out, problems, put):
    put(shared_out, "stages[0].rounds[0].matches[0].panel", ["ana"])
    put(shared_out, "sheets", shared_out["sheets"][:1])

    found = problems(shared_out)

    assert list(found) == ["stages[0].rounds[0].matches[0].panel"]
    assert "team_work" in found["stages[0].rounds[0].matches[0].panel"]
    put(shared_out, "sheets", [])
    assert problems(shared_out) == {}


def test_personal_marks_need_a_scale_in_the_rubric_in_force(small, problems, put):
    put(small, "sheets[0].personal", {"reds-1": "9.5"})
    assert list(problems(small)) == ["sheets[0].personal"]

    put(small, "rubric.personal", PERSONAL)
    assert problems(small) == {}

    put(small, "stages[0].rubric", {"dimensions": small["rubric"]["dimensions"]})
    assert list(problems(small)) == ["sheets[0].personal"]


@pytest.mark.parametrize(
    ("personal", "place"),
    [
        ({"reds-1": "10.5"}, "sheets[0].personal.reds-1"),
        ({"reds-1": "9.25"}, "sheets[0].personal.reds-1"),
        ({"reds-2": "9"}, "sheets[0].personal.reds-2"),
        ({"reds-1": 9}, "sheets[0].personal.reds-1"),
    ],
)
def test_personal_marks_are_on_the_scale_and_for_members_of_the_team(
    small, problems, put, personal, place
):
    put(small, "rubric.personal", PERSONAL)
    put(small, "sheets[0].personal", personal)

    assert [each.replace('["', ".").replace('"]', "") for each in problems(small)] == [place]


def test_personal_marks_survive_writing_in_the_order_of_the_members(small, put):
    put(small, "rubric.personal", PERSONAL)
    put(small, "teams[0].members", [{"key": "rui", "name": "Rui"}, {"key": "bai", "name": "Bai"}])
    put(small, "sheets[0].personal", {"bai": "9", "rui": "8.5", "cai": ""} | {"cai": None})
    put(small, "sheets[0].history[0].personal", {"bai": "1"})

    document = check_document(small)

    assert document["sheets"][0]["personal"] == {"bai": "9", "rui": "8.5"}
    written = write_file(document)
    assert list(read_file(written)["sheets"][0]["personal"]) == ["rui", "bai"]
    assert write_file(read_file(written)) == written


def test_members_have_keys_of_their_own_where_they_are_marked_or_named(small, problems, put):
    put(small, "teams[1].members", [{"key": "reds-1", "name": "Bea"}])
    assert problems(small) == {}

    put(small, "rubric.personal", PERSONAL)
    assert list(problems(small)) == ["teams[1].members[0].key"]

    put(small, "rubric.personal", ...)
    award = {"key": "best", "name": "Best", "by": "hand", "reason": "All agreed"}
    put(small, "awards", [{**award, "winners": [{"member": "reds-1"}]}])
    assert list(problems(small)) == ["teams[1].members[0].key"]
