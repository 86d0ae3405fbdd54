"""Each judge against the others on the same performances, worked by hand."""

from fractions import Fraction

import pytest

from competition.fairness.cells import read_stage_cells
from competition.fairness.judge_differences import heat_panels, leniency_rows, sheet_span
from competition.fairness.rule_ranks import ranks_of, shown_teams
from competition.scoring.stage import Scorebook
from tests.scoring.build import competition, match, sheets, stage

TEAMS = ("north", "south", "east")


def cells_of(matches, given, highest: str = "10", **more):
    """The only stage's sheets; every dimension is marked up to `highest`."""
    whole = competition([stage("final", *matches)], given, **more)
    for dimension in whole["rubric"]["dimensions"]:
        dimension["max"] = highest
    book = Scorebook(whole)
    return read_stage_cells(book, book.stages["final"])


def three_teams(ana: str, bo: str, cy: str, highest: str = "10"):
    """Ana, Bo and Cy mark north, south and east in one dimension."""
    marks = zip(TEAMS, ana.split(), bo.split(), cy.split(), strict=True)
    given = [sheets(f"m-{team}", team, ana=a, bo=b, cy=c) for team, a, b, c in marks]
    matches = [match(f"m-{team}", "ana bo cy", team) for team in TEAMS]
    return cells_of(matches, given, highest)


def rows_of(cells):
    return {row["judge"]: row for row in leniency_rows(cells)}


def test_ana_is_held_against_the_mean_of_bo_and_cy_with_students_interval():
    # Above the mean of the others by 1, 2 and 3: mean 2, standard deviation 1.
    ana = rows_of(three_teams("6 7 8", "5 5 5", "5 5 5"))["ana"]

    assert ana["points"] == 2
    # Student's t with two degrees of freedom at 97.5 % is 4.30265.
    assert ana["high"] == pytest.approx(2 + 4.30265 / 3**0.5, abs=1e-4)
    assert ana["low"] == pytest.approx(2 - 4.30265 / 3**0.5, abs=1e-4)
    assert not ana["is_far"]


def test_bo_who_is_always_one_point_stricter_is_far_on_a_scale_of_ten_and_not_of_forty():
    ten, forty = (three_teams("6 7 8", "5 6 7", "6 7 8", highest) for highest in ("10", "40"))

    # 3 % of the span: 0.3 points of 10, 1.2 points of 40.
    assert (sheet_span(ten), sheet_span(forty)) == (10, 40)
    assert rows_of(ten)["bo"]["points"] == -1
    assert rows_of(ten)["bo"]["is_far"]
    assert not rows_of(forty)["bo"]["is_far"]


def test_exactly_the_limit_is_not_far():
    # A third of a mark below the two others' mean each time would be 0.3 of 10.
    cells = three_teams("6.3 6.3 6.3", "6 6 6", "6.3 6.3 6.3")

    assert Fraction(rows_of(cells)["bo"]["points"]).limit_denominator(100) == Fraction(-3, 10)
    assert not rows_of(cells)["bo"]["is_far"]


def test_of_a_judge_with_two_sheets_nothing_is_said():
    matches = [match(f"m-{team}", "ana bo", team) for team in TEAMS[:2]]
    given = [sheets(f"m-{team}", team, ana="9", bo="2") for team in TEAMS[:2]]

    assert rows_of(cells_of(matches, given))["ana"]["points"] is None


def test_a_performance_that_only_cy_marked_is_passed_over():
    matches = [match(f"m-{team}", "ana cy", team) for team in TEAMS]
    matches.append(match("m-west", "cy", "west"))
    given = [sheets(f"m-{team}", team, ana="6", cy="7") for team in TEAMS]
    given.append(sheets("m-west", "west", cy="1"))
    cells = cells_of(matches, given)

    assert rows_of(cells)["cy"]["sheets"] == 3
    assert rows_of(cells)["cy"]["points"] == 1
    west = next(panel for panel in heat_panels(cells) if panel["judges"] == ["cy"])
    assert west["rows"] == [{"team": "west", "match": "m-west", "cells": [None]}]


def test_the_map_holds_each_sheet_against_the_mean_of_all_its_own_included():
    panel = heat_panels(three_teams("9 6 8", "6 6 5", "6 6 2"))[0]

    assert panel["judges"] == ["ana", "bo", "cy"]
    assert [row["cells"] for row in panel["rows"]] == [[2, -1, -1], [0, 0, 0], [3, 0, -3]]


def test_teams_with_equal_totals_share_a_place_and_the_next_is_passed_over():
    totals = {"north": Fraction(9), "south": Fraction(7), "east": Fraction(9), "west": 1}

    assert ranks_of(totals) == {"north": 1, "east": 1, "south": 3, "west": 4}


def test_beside_the_first_twelve_stands_who_is_among_the_first_three_by_another_way():
    ruled = {f"team-{number}": number for number in range(1, 16)}
    mean = {**ruled, "team-15": 3, "team-14": 4}

    shown = shown_teams({"as_ruled": ruled, "mean": mean})

    assert shown == [f"team-{number}" for number in range(1, 13)] + ["team-15"]
