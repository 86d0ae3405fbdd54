"""The fair average: what a team could expect from the average judge, with named judges."""

import math

import pytest

from competition.fairness import fairness_report
from competition.fairness.cells import read_stage_cells
from competition.fairness.fair_averages import expected_mark, fair_part
from competition.fairness.page import fairness_page
from competition.fairness.rule_ranks import ruled_ranks
from competition.scoring.stage import Scorebook
from tests.fairness.zoned import zoned_contest
from tests.scoring.build import competition, match, sheets, stage


def fair_part_of(matches, given, **more):
    """What is said of the only stage across panels."""
    whole = competition([stage("final", *matches)], given, **more)
    book = Scorebook(whole)
    cells = read_stage_cells(book, book.stages["final"])
    model = fairness_report(whole)["stages"][0]["model"]
    return fair_part(cells, model, ruled_ranks(cells))


def averages(part):
    return {row["team"]: row["average"] for row in part["rows"]}


def linked_panels(*given):
    """Ana and Bo mark three teams, Bo and Cy three others: `given` are (panel, team, marks)."""
    matches = [match(f"m-{team}", panel, team) for panel, team, _marks in given]
    marked = [
        sheets(f"m-{team}", team, **dict(zip(panel.split(), marks, strict=True)))
        for panel, team, marks in given
    ]
    return fair_part_of(matches, marked, factors="1 2")


def test_the_mark_to_expect_weighs_each_category_with_its_chance():
    # Odds of 2 · 2 to 1 for the upper of 1 and 2: four times in five.
    assert expected_mark(math.log(2), [1.0, 2.0], [math.log(2)]) == pytest.approx(1.8)
    # Steps of 1 : 2 : 6, so (5 + 2 · 6 + 6 · 9) / 9.
    steps = [math.log(2), math.log(3)]
    assert expected_mark(0.0, [5.0, 6.0, 9.0], steps) == pytest.approx(71 / 9)


def test_where_all_judges_give_a_team_the_same_the_fair_average_is_its_total():
    found = linked_panels(
        ("ana bo", "north", ["7 5", "7 5"]),
        ("ana bo", "south", ["6 5", "6 5"]),
        ("bo cy", "east", ["5 7", "5 7"]),
        ("bo cy", "west", ["5 6", "5 6"]),
    )

    # Nobody is strict or mild, and neither dimension is easy: both add up to 23. So a team is
    # expected the mean of its two marks in each of them, counted once and twice.
    expected = {"north": 18, "south": 16.5, "east": 18, "west": 16.5}
    assert averages(found) == pytest.approx(expected)


def test_what_a_mild_judge_gave_more_is_allowed_for():
    found = linked_panels(
        ("ana bo", "north", ["6 7", "6 6"]),
        ("ana bo", "south", ["5 6", "5 7"]),
        ("ana bo", "far", ["7 5", "6 5"]),
        ("bo cy", "east", ["6 6", "7 8"]),
        ("bo cy", "west", ["5 7", "7 7"]),
        ("bo cy", "near", ["6 5", "6 7"]),
    )
    fair = averages(found)

    # Bo gave each team of the second panel what he gave one of the first, Ana about the same, Cy
    # a mark more. East's total is 20.5, north's 19; the fair averages are nearer to each other.
    assert abs(fair["east"] - fair["north"]) < 0.75
    assert fair["east"] < 20.5


def test_of_72_teams_before_six_panels_no_fair_average_is_far_from_the_total():
    whole = zoned_contest(shared=True)
    stage_of_page = fairness_page(whole)["stages"][0]

    fair = averages(stage_of_page["fair"])

    totals = {}
    for pair in stage_of_page["pairs"]:
        totals |= {pair["labour"]: pair["labour_total"], pair["employer"]: pair["employer_total"]}
    # The panels are made to differ by a few points and no more.
    assert len(fair) == 72
    assert max(abs(fair[team] - totals[team]) for team in fair) < 6


def test_one_panel_for_all_has_no_fair_average():
    matches = [match(f"m-{team}", "ana bo", team) for team in ("north", "south")]
    given = [sheets("m-north", "north", ana="9", bo="7"), sheets("m-south", "south", ana="6")]
    given += [sheets("m-south", "south", bo="8")]

    found = fair_part_of(matches, given)

    assert (found["sentence"], found["rows"]) == ("fair_one_panel", [])


def test_panels_without_a_judge_in_common_cannot_be_compared():
    matches = [match("m-north", "ana bo", "north"), match("m-east", "cy di", "east")]
    given = [sheets("m-north", "north", ana="9", bo="7"), sheets("m-east", "east", cy="6", di="8")]

    found = fair_part_of(matches, given)

    assert (found["sentence"], found["rows"]) == ("fair_not_connected", [])


def test_where_the_model_has_no_maximum_there_is_no_fair_average():
    matches = [match("m-north", "ana bo", "north"), match("m-east", "bo cy", "east")]
    given = [sheets("m-north", "north", ana="9", bo="9"), sheets("m-east", "east", bo="6", cy="6")]

    found = fair_part_of(matches, given)

    assert (found["sentence"], found["rows"]) == ("fair_not_estimated", [])
