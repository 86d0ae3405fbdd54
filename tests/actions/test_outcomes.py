"""Awards, appeals, agreements, signatures, the clock and personal marks, stored and given back."""

import copy

import pytest

from competition import document
from competition.actions import competitions
from tests import factories
from tests.document.test_outcomes import APPEAL, BY_HAND, CLOCK, FIRST, SIGNED

BY = "organiser 王芳"


def plain():
    """The league as an export writes it: with what it is by default, and empty lists."""
    whole = factories.league(deductions=[], rulings=[])
    for stage in whole["stages"]:
        stage["release"] = "hidden"
    return whole


def with_outcomes():
    whole = plain()
    dimensions = copy.deepcopy(whole["rubric"]["dimensions"])
    dimensions[0]["marked_by"] = ["professional"]
    for judge in whole["judges"]:
        judge["category"] = "professional"
    for team in whole["teams"]:
        team["members"][0]["key"] = f"{team['key']}-1"
    whole["rubric"]["personal"] = {"max": "10", "step": "0.5"}
    whole["stages"][1] |= {"rubric": {"dimensions": dimensions}, "scoring": {"decimals": 1}}
    newest = whole["sheets"][0]
    newest["personal"] = {f"{newest['team']}-1": "9.5"}
    first = {"version": 1, "marks": {"law": "9"}, "state": "draft"}
    first["personal"] = {f"{newest['team']}-1": "9"}
    newest |= {"version": 2, "history": [first]}
    return whole | {
        "clock": CLOCK,
        "agreements": [
            {
                "match": "semi-1",
                "points": [{"focal_point": "rise", "status": "agreed"}],
                "signed": [],
            }
        ],
        "appeals": [{**APPEAL, "team": "metro", "match": "semi-1"}],
        "awards": [
            FIRST,
            {**FIRST, "key": "talker", "by": "personal"},
            {**BY_HAND, "winners": [{"member": "metro-1"}]},
        ],
        "certifications": [SIGNED],
    }


@pytest.mark.usefixtures("context")
def test_everything_that_came_of_a_competition_is_given_back_byte_for_byte():
    file = factories.checked(with_outcomes())

    competitions.load_competition(file, BY)

    assert competitions.export_competition("league") == document.write_file(file)


@pytest.mark.usefixtures("context")
def test_a_file_without_any_of_it_is_given_back_without():
    file = factories.checked(plain())

    competitions.load_competition(file, BY)

    assert competitions.export_competition("league") == document.write_file(file)


@pytest.mark.usefixtures("context")
def test_what_takes_its_place_is_exported_instead():
    competitions.load_competition(factories.checked(with_outcomes()), BY)
    other = with_outcomes()
    other["awards"] = other["awards"][1:]
    other["appeals"][0]["state"] = "dismissed"
    file = factories.checked(other)

    competitions.load_competition(file, BY, replace=True)

    assert competitions.export_competition("league") == document.write_file(file)
