"""Who is first without each judge and by other ways, against slow recounts of changed files."""

import copy

import pytest
from hypothesis import given, settings

from competition.fairness.cells import read_stage_cells
from competition.fairness.robustness import robustness
from competition.scoring import recount
from competition.scoring.stage import Scorebook
from tests.fairness.resampled import (
    first_of,
    first_plainly,
    matches_of,
    one_panel_files,
    ranked_teams,
    robustness_of,
    without,
)
from tests.scoring.build import competition, deduct, match, paper, replaced, ruling, sheets, stage

WAYS = ("mean", "trimmed", "median")


@settings(max_examples=25, deadline=None)
@given(one_panel_files(most=4))
def test_who_is_first_is_what_a_recount_of_the_changed_file_says(file):
    before = copy.deepcopy(file)
    found = robustness_of(file)

    assert file == before
    if found is None:
        return
    as_ruled = found["as_ruled"]
    assert as_ruled["first"] == first_of(file)
    assert as_ruled["leave_one_out"] == {
        judge: first_of(without(file, judge)) for judge in as_ruled["leave_one_out"]
    }
    for way in WAYS:
        if found[way] is None:
            continue
        judges = tuple(judge["key"] for judge in file["judges"])
        assert found[way]["first"] == first_plainly(file, way, judges, set(ranked_teams(file)))
        for judge, first in found[way]["leave_one_out"].items():
            changed = without(file, judge)
            able = set(ranked_teams(changed))
            assert first == first_plainly(changed, way, judges, able)
        assert found[way]["overturns"] == [
            judge
            for judge, first in found[way]["leave_one_out"].items()
            if first != found[way]["first"]
        ]


def final(*marks, rule=None, **fields):
    """One match in which Ana, Bo and Cy marked North and South; law and talk."""
    teams = ("north", "south")
    given = [sheets("last", team, **each) for team, each in zip(teams, marks, strict=True)]
    last = match("last", "ana bo cy", "north", "south")
    return competition([stage("final", last)], given, factors="1 1", **(rule or {}), **fields)


CLOSE = (
    {"ana": "9 9", "bo": "7 7", "cy": "7 7"},
    {"ana": "6 6", "bo": "8 8", "cy": "7 8"},
)


def test_a_judge_without_whom_another_team_is_first_overturns():
    found = robustness_of(final(*CLOSE))

    assert found["mean"]["first"] == ["north"]
    assert found["mean"]["leave_one_out"] == {
        "ana": ["south"],
        "bo": ["north"],
        "cy": ["north"],
    }
    assert found["mean"]["overturns"] == ["ana"]
    assert found["median"]["first"] == ["south"]


def test_tie_breaks_decide_by_the_rule_and_by_no_other_way():
    even = ({"ana": "9 7", "bo": "9 7", "cy": "9 7"}, {"ana": "8 8", "bo": "8 8", "cy": "8 8"})
    found = robustness_of(final(*even, tie_break=["law"]))

    assert found["as_ruled"]["first"] == ["north"]
    assert [found[way]["first"] for way in WAYS] == [["north", "south"]] * 3
    assert found["as_ruled"]["bootstrap"]["first_outright"] == {}
    assert found["as_ruled"]["bootstrap"]["first_shared"] == {"north": 0.5, "south": 0.5}


def test_a_head_judge_who_is_left_out_breaks_no_tie():
    even = ({"ana": "9 9", "bo": "7 7", "cy": "7 7"}, {"ana": "7 7", "bo": "9 9", "cy": "7 7"})
    found = robustness_of(final(*even, heads="ana", tie_break=["head"]))

    assert found["as_ruled"]["first"] == ["north"]
    assert found["as_ruled"]["leave_one_out"]["ana"] == ["south"]
    assert found["as_ruled"]["leave_one_out"]["cy"] == ["north"]


def test_deductions_count_by_the_rule_alone():
    ahead = ({"ana": "9 9", "bo": "9 9", "cy": "9 9"}, {"ana": "8 8", "bo": "8 8", "cy": "8 8"})
    found = robustness_of(final(*ahead, deductions=[deduct("last", "north", "5")]))

    assert found["as_ruled"]["first"] == ["south"]
    assert found["mean"]["first"] == ["north"]


def test_without_the_only_judge_nobody_is_first():
    one = competition(
        [stage("final", match("last", "ana", "north", "south"))],
        [sheets("last", "north", ana="9"), sheets("last", "south", ana="8")],
    )
    found = robustness_of(one)

    for way in ("as_ruled", *WAYS):
        assert found[way]["first"] == ["north"]
        assert found[way]["leave_one_out"] == {"ana": []}
        assert found[way]["overturns"] == ["ana"]


def test_a_team_that_waits_for_one_seat_alone_takes_part_without_it():
    marks = ({"ana": "7 7", "bo": "7 7", "cy": "7 7"}, {"ana": "9 9", "bo": "9 9"})
    found = robustness_of(final(*marks))

    for way in ("as_ruled", *WAYS):
        assert found[way]["first"] == ["north"]
        assert found[way]["leave_one_out"] == {
            "ana": ["north"],
            "bo": ["north"],
            "cy": ["south"],
        }
        assert found[way]["bootstrap"]["first_outright"] == {"north": 1.0}


def test_what_is_carried_stays_where_a_judge_is_left_out():
    heats = stage("heats", match("heat", "ana", "north", "south"))
    last = stage(
        "final",
        match("last", "ana bo", "north", "south"),
        carry=[{"stage": "heats", "weight": "1"}],
    )
    file = competition(
        [heats, last],
        [
            *(sheets("heat", "north", ana="9"), sheets("heat", "south", ana="5")),
            *(sheets("last", "north", ana="7", bo="7"), sheets("last", "south", ana="7", bo="8")),
        ],
    )
    found = robustness_of(file)

    assert found["as_ruled"]["first"] == ["north"]
    assert found["as_ruled"]["leave_one_out"] == {"ana": ["north"], "bo": ["north"]}
    assert found["mean"]["first"] == ["south"]


def test_the_seat_that_is_left_out_is_the_one_whose_sheet_counts():
    """Dee came for Cy, who keeps North: without Cy only North loses a sheet."""
    last = match("last", "ana bo dee", "north", "south")
    last["replacements"] = [replaced("dee", "cy", "north")]
    file = competition(
        [stage("final", last)],
        [
            sheets("last", "north", ana="7", bo="7", cy="9"),
            sheets("last", "south", ana="7", bo="7", dee="8"),
        ],
    )
    found = robustness_of(file)

    assert found["as_ruled"]["leave_one_out"] == {
        "ana": ["north"],
        "bo": ["north"],
        "dee": ["north"],
        "cy": ["south"],
    }


def test_teams_and_judges_stand_in_the_order_of_the_file():
    even = ({"cy": "8 8", "bo": "8 8", "ana": "8 8"}, {"ana": "8 8", "bo": "8 8", "cy": "8 8"})
    teams = [{"key": "south"}, {"key": "north"}]
    found = robustness_of(final(*even, teams=teams))

    assert found["as_ruled"]["first"] == ["south", "north"]
    assert list(found["as_ruled"]["leave_one_out"]) == ["ana", "bo", "cy"]
    assert list(found["mean"]["bootstrap"]["first_shared"]) == ["south", "north"]


def test_where_judges_mark_different_dimensions_whole_sheets_are_not_compared():
    file = final(
        {"ana": "9 9", "bo": "7", "cy": "7 7"},
        {"ana": "6 6", "bo": "8", "cy": "7 8"},
        categories={"ana": "pro", "bo": "uni", "cy": "pro"},
    )
    file["rubric"]["dimensions"][1]["marked_by"] = ["pro"]
    found = robustness_of(file)

    assert found["mean"] is None
    assert found["median"] is None
    assert found["as_ruled"]["first"] == ["north"]
    # Law 7 against 7, talk 8 against 7: two marks are never trimmed.
    assert found["trimmed"]["first"] == ["north"]


def test_a_stage_without_a_sheet_has_nothing_to_say():
    empty = competition([stage("final", match("last", "ana bo", "north", "south"))], [])

    assert robustness_of(empty) is None


def test_while_everybody_waits_nobody_is_first():
    waiting = final({"ana": "9 9"}, {"bo": "8 8"})
    found = robustness_of(waiting)

    for way in ("as_ruled", *WAYS):
        assert found[way]["first"] == []
        assert found[way]["leave_one_out"] == {"ana": [], "bo": []}
        assert found[way]["bootstrap"]["first_shared"] == {}


def test_a_disqualified_team_is_never_first():
    file = final(*CLOSE, teams=[{"key": "north", "disqualified": True}, {"key": "south"}])
    found = robustness_of(file)

    for way in ("as_ruled", *WAYS):
        assert found[way]["first"] == ["south"]
        assert found[way]["bootstrap"]["first_outright"] == {"south": 1.0}


@pytest.mark.parametrize("judge", ["ana", "bo", "cy"])
def test_a_book_without_a_judge_ranks_as_the_file_without_the_seat(judge):
    file = final(*CLOSE, tie_break=["ruling"], rulings=[ruling("final", "south north")])
    file["stages"].insert(0, paper("test", "north 5", "south 6", per="team"))
    book = Scorebook(file)
    cells = read_stage_cells(book.without_judge("final", judge), book.stages["final"])

    expected = recount(without(file, judge))["stages"][1]["standings"]
    assert robustness(cells)["as_ruled"]["first"] == [expected[0]["team"]]
    assert matches_of(file)[0]["panel"] == ["ana", "bo", "cy"]
    assert first_of(file) == robustness_of(file)["as_ruled"]["first"]
