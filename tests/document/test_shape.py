"""The contract's tables, field by field: what is called for, what may stand, what may not."""

import pytest

from competition.document import (
    DEFAULTS,
    FILLED,
    InvalidDocument,
    check_document,
    check_moment,
    check_scoring,
)
from competition.document.problems import Problem

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


def test_the_small_competition_has_no_problem(small, problems):
    assert problems(small) == {}


@pytest.mark.parametrize("place", REQUIRED)
def test_a_field_that_is_called_for_is_missed_at_its_place(small, problems, put, place):
    found = problems(put(small, place, ...))

    assert found[place] == f"The field “{place.rsplit('.')[-1]}” is missing here."


@pytest.mark.parametrize("place", OPTIONAL)
def test_a_field_that_is_optional_may_be_absent_and_stays_absent(small, put, place):
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
def test_where_an_object_belongs_nothing_else_is_taken(small, problems, put, place, value):
    assert "object" in problems(put(small, place, value))[place]


@pytest.mark.parametrize("place", LISTS)
@pytest.mark.parametrize("value", [None, 1, "x", {}, True])
def test_where_a_list_belongs_nothing_else_is_taken(small, problems, put, place, value):
    assert "list" in problems(put(small, place, value))[place]


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
def test_only_the_listed_words_stand(small, problems, put, place, allowed, value):
    found = problems(put(small, place, value))

    assert list(found) == [place]
    assert allowed in found[place]


@pytest.mark.parametrize("place", ["teams[1].withdrawn", "judges[1].head"])
@pytest.mark.parametrize("value", [1, 0, "false", None])
def test_a_flag_is_true_or_false_and_no_number(small, problems, put, place, value):
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
def test_a_whole_number_has_a_least_value_and_is_nothing_else(small, problems, put, place, low):
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
def test_a_dimension_is_not_called_like_a_tie_break(small, problems, put, key):
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
def test_a_moment_without_offset_or_sense_is_refused(small, problems, put, place, moment):
    assert list(problems(put(small, place, moment))) == [place]


def test_a_rule_that_says_nothing_is_filled_in(small, put):
    put(small, "scoring", {})

    assert check_document(small)["scoring"] == FILLED["scoring"]


def test_what_is_filled_in_belongs_to_one_document_only(small, put):
    first = check_document(put(small, "scoring", {}))
    first["scoring"]["tie_break"].append("head")

    assert check_document(small)["scoring"]["tie_break"] == []


def test_a_stage_that_does_not_say_how_matches_join_takes_their_mean(small, put):
    put(small, "stages[0].across_matches", ...)

    assert check_document(small)["stages"][0]["across_matches"] == "mean"


def test_every_default_would_stand_in_a_file(small, problems):
    small["competition"] |= DEFAULTS["competition"]
    small["rubric"]["dimensions"][0] |= DEFAULTS["dimension"]
    small["teams"][0] |= DEFAULTS["team"]
    small["judges"][1] |= DEFAULTS["judge"]
    small["stages"][0] |= DEFAULTS["stage"]
    small["stages"][0]["rounds"][0] |= DEFAULTS["round"]

    assert problems(small) == {}


def test_a_rule_by_itself_is_checked_with_places_inside_it():
    rule = {"decimals": 7, "combine": "max", "tie_break": ["head", "head", "speed"]}

    with pytest.raises(InvalidDocument) as caught:
        check_scoring(rule, ["strategy"])

    assert [problem.place for problem in caught.value.problems] == [
        "decimals",
        "combine",
        "tie_break[1]",
        "tie_break[2]",
    ]
    assert check_scoring({"drop_high": 1})["drop_high"] == 1


def test_all_problems_come_at_once_in_the_order_of_the_file(small, put):
    put(small, "stages[0].rounds[0].matches[0].entries[0].team", "nobody")
    put(small, "teams[0].name", " ")
    put(small, "teams[1].key", "Blues")
    put(small, "sheets[0].marks.strategy", "18.3")
    put(small, "competition.starts", "soon")
    put(small, "scoring.decimals", 7.0)
    put(small, "judges[0].name", ...)
    turned = dict(reversed(list(small.items())))

    for file in (small, turned):
        with pytest.raises(InvalidDocument) as caught:
            check_document(file)
        places = [problem.place for problem in caught.value.problems]
        tops = [place.partition(".")[0].partition("[")[0] for place in places]
        assert tops == sorted(tops, key=list(file).index)
        assert set(places) >= {
            "competition.starts",
            "scoring.decimals",
            "teams[0].name",
            "teams[1].key",
            "judges[0].name",
            "stages[0].rounds[0].matches[0].entries[0].team",
            "sheets[0].marks.strategy",
        }


def test_a_problem_speaks_the_readers_language_and_says_its_place():
    problem = Problem("teams[3].name", "%(count)s too many", {"count": 2})

    assert problem.text(lambda message: message.replace("too many", "太多")) == "2 太多"
    assert str(problem) == "teams[3].name: 2 too many"


def test_words_inside_a_sentence_are_translated_too(small):
    small["teams"] = None

    with pytest.raises(InvalidDocument) as caught:
        check_document(small)

    asked = []
    caught.value.problems[0].text(lambda message: asked.append(message) or message)
    assert "null" in asked
    assert "A list belongs here; this is %(found)s." in asked
