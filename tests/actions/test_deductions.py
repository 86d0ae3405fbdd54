"""Deductions: points, or a percentage that is turned into points once and stays."""

import pytest

from competition.actions import competitions, deductions
from competition.actions.refusals import Refused
from competition.store import file_export, queries
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def loaded(context):
    """The league; 地铁队 has 25 points in its semi-final."""
    competitions.load_competition(factories.checked(league()), BY)


def of():
    return queries.find_competition("league")


def in_the_file():
    return file_export.competition_document(of())["deductions"]


def test_a_percentage_is_kept_with_the_points_that_were_shown():
    shown = deductions.points_of_percent(of(), "semi-1", "metro", "10")
    assert shown == ("25.00", "2.5")

    deductions.add_deduction(
        "league", "semi-1", "metro", shown.points, "Prompting from the floor", BY, percent="10"
    )

    (kept,) = in_the_file()
    assert (kept["points"], kept["percent"]) == ("2.5", "10")


def test_points_that_the_percentage_no_longer_gives_are_refused():
    with pytest.raises(Refused) as refused:
        deductions.add_deduction("league", "semi-1", "metro", "2.4", "Prompting", BY, percent="10")

    assert "2.5 points now" in str(refused.value)
    assert queries.deductions_of(of()) == []


@pytest.mark.parametrize("percent", ["0", "-5", "100.5", "ten"])
def test_what_is_no_percentage_is_refused(percent):
    with pytest.raises(Refused):
        deductions.points_of_percent(of(), "semi-1", "metro", percent)


def test_of_a_team_without_a_total_no_percentage_is_taken():
    with pytest.raises(Refused):
        deductions.points_of_percent(of(), "last", "metro", "5")


def test_a_deduction_of_the_match_clock_says_of_which_phase_it_is():
    deductions.add_deduction(
        "league", "semi-1", "bus", "1", "31 seconds over time", BY, phase="opening"
    )

    (kept,) = in_the_file()
    assert kept["phase"] == "opening"
    assert "percent" not in kept
