"""The schema: which fields are required, optional and unknown; objects and lists."""

import pytest

from competition.document import check_document

REQUIRED = [
    "format",
    "competition",
    "rubric",
    "scoring",
    "teams",
    "judges",
    "stages",
    "competition.key",
    "competition.name",
    "rubric.dimensions",
    "rubric.dimensions[0].key",
    "rubric.dimensions[0].name",
    "rubric.dimensions[0].max",
    "rubric.dimensions[0].step",
    "rubric.dimensions[0].factor",
    "topics[0].key",
    "topics[0].title",
    "topics[0].focal_points[0].key",
    "topics[0].focal_points[0].title",
    "teams[0].key",
    "teams[0].name",
    "teams[0].members[0].key",
    "teams[0].members[0].name",
    "judges[0].key",
    "judges[0].name",
    "stages[0].key",
    "stages[0].name",
    "stages[0].rounds",
    "stages[0].advance.to",
    "stages[0].advance.top",
    "stages[1].carry[0].stage",
    "stages[1].carry[0].weight",
    "stages[0].rounds[0].key",
    "stages[0].rounds[0].name",
    "stages[0].rounds[0].matches",
    "stages[0].rounds[0].matches[0].key",
    "stages[0].rounds[0].matches[0].panel",
    "stages[0].rounds[0].matches[0].entries",
    "stages[0].rounds[0].matches[0].entries[0].team",
    "stages[0].rounds[0].matches[0].entries[0].side",
    "sheets[0].match",
    "sheets[0].team",
    "sheets[0].judge",
    "sheets[0].marks",
    "sheets[0].state",
    "sheets[0].version",
    "sheets[0].history[0].version",
    "sheets[0].history[0].marks",
    "sheets[0].history[0].state",
    "deductions[0].match",
    "deductions[0].team",
    "deductions[0].points",
    "deductions[0].reason",
    "rulings[0].stage",
    "rulings[0].teams",
    "rulings[0].minutes",
]
OPTIONAL = [
    "source",
    "topics[0].brief",
    "topics[0].focal_points",
    "competition.theme",
    "competition.organiser",
    "competition.venue",
    "competition.starts",
    "competition.languages",
    "rubric.dimensions[1].guide",
    "teams[0].organisation",
    "teams[0].zone",
    "teams[0].members",
    "teams[0].members[0].role",
    "teams[1].withdrawn",
    "judges[0].head",
    "judges[1].conflicts",
    "judges[2].organisation",
    "stages[0].release",
    "stages[0].advance",
    "stages[1].carry",
    "stages[1].weight",
    "stages[0].rounds[0].state",
    "stages[0].rounds[0].matches[0].topic",
    "sheets",
    "sheets[0].submitted_at",
    "sheets[0].comment",
    "sheets[0].history",
    "deductions",
    "deductions[0].by",
    "deductions[0].at",
    "rulings",
    "rulings[0].by",
    "rulings[0].at",
]
OBJECTS = [
    "competition",
    "rubric",
    "rubric.dimensions[0]",
    "scoring",
    "topics[0]",
    "topics[0].focal_points[0]",
    "teams[0]",
    "teams[0].members[0]",
    "judges[0]",
    "stages[0]",
    "stages[0].advance",
    "stages[1].carry[0]",
    "stages[0].rounds[0]",
    "stages[0].rounds[0].matches[0]",
    "stages[0].rounds[0].matches[0].entries[0]",
    "sheets[0]",
    "sheets[0].history[0]",
    "deductions[0]",
    "rulings[0]",
]
LISTS = [
    "rubric.dimensions",
    "topics",
    "topics[0].focal_points",
    "teams",
    "teams[0].members",
    "judges",
    "judges[1].conflicts",
    "stages",
    "stages[1].carry",
    "stages[0].rounds",
    "stages[0].rounds[0].matches",
    "stages[0].rounds[0].matches[0].panel",
    "stages[0].rounds[0].matches[0].entries",
    "sheets",
    "sheets[0].history",
    "deductions",
    "rulings",
    "rulings[0].teams",
    "competition.languages",
    "scoring.round_at",
    "scoring.tie_break",
]


def at(document, place):
    here = document
    for step in place.replace("]", "").replace("[", ".").split("."):
        here = here[int(step)] if isinstance(here, list) else here[step]
    return here


def test_the_small_competition_has_no_problems(small, problems):
    assert problems(small) == {}


@pytest.mark.parametrize("place", REQUIRED)
def test_a_missing_required_field_is_reported_at_its_place(small, problems, put, place):
    found = problems(put(small, place, ...))

    assert found[place] == f"The field “{place.rsplit('.')[-1]}” is missing."


@pytest.mark.parametrize("place", OPTIONAL)
def test_an_optional_field_may_be_absent_and_stays_absent(small, put, place):
    document = check_document(put(small, place, ...))

    with pytest.raises((KeyError, IndexError)):
        at(document, place)


def test_topics_may_be_absent_where_no_match_has_one(small, problems, put):
    put(small, "stages[0].rounds[0].matches[0].topic", ...)

    assert problems(put(small, "topics", ...)) == {}


@pytest.mark.parametrize("place", OBJECTS)
def test_an_unknown_field_is_refused_with_its_place(small, problems, put, place):
    assert list(problems(put(small, f"{place}.colour", "red"))) == [f"{place}.colour"]


def test_an_unknown_field_of_the_file_itself_is_refused(small, problems):
    assert list(problems({**small, "scores": []})) == ["scores"]


@pytest.mark.parametrize("place", OBJECTS)
def test_placeholder_and_source_are_kept_on_every_object(small, put, place):
    put(small, f"{place}.placeholder", True)
    put(small, f"{place}.source", "The newspaper.")

    part = at(check_document(small), place)

    assert (part["placeholder"], part["source"]) == (True, "The newspaper.")


def test_a_source_may_be_in_two_languages(small, put):
    put(small, "source", {"zh": "报纸", "en": "Newspaper"})

    assert check_document(small)["source"] == {"zh": "报纸", "en": "Newspaper"}


@pytest.mark.parametrize("value", [1, 0, "true", None, []])
def test_a_placeholder_is_true_or_false(small, problems, put, value):
    assert list(problems(put(small, "teams[0].placeholder", value))) == ["teams[0].placeholder"]


@pytest.mark.parametrize("place", OBJECTS)
@pytest.mark.parametrize("value", [None, 1, "x", [], True, 1.5])
def test_nothing_but_an_object_is_accepted_where_one_is_expected(
    small, problems, put, place, value
):
    assert "object" in problems(put(small, place, value))[place]


@pytest.mark.parametrize("place", LISTS)
@pytest.mark.parametrize("value", [None, 1, "x", {}, True])
def test_nothing_but_a_list_is_accepted_where_one_is_expected(small, problems, put, place, value):
    assert "list" in problems(put(small, place, value))[place]
