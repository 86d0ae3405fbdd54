"""What of the course is public: matches of rounds open, closed or announced, and what they name."""

import copy

import pytest

from competition.actions.public_course import public_names, public_standings
from competition.scoring import recount
from tests import factories


def league(**final):
    """The league, its final's round with these fields."""
    whole = factories.league()
    whole["stages"][1]["rounds"][0] |= final
    whole["topics"].append(
        {"key": "shifts", "title": factories.text("班次", "Shifts"), "focal_points": []}
    )
    whole["stages"][1]["rounds"][0]["matches"][0]["topic"] = "shifts"
    return factories.checked(whole)


def matches(names, stage):
    return [m["key"] for round_ in names["stages"][stage]["rounds"] for m in round_["matches"]]


@pytest.mark.parametrize("final", [{"state": "open"}, {"state": "closed"}, {"announced": True}])
def test_a_match_is_public_once_its_round_is_open_closed_or_announced(final):
    names = public_names(league(**({"state": "draft"} | final)), ())

    assert matches(names, 1) == ["last"]
    assert [topic["key"] for topic in names["topics"]] == ["wages", "shifts"]


def test_of_a_round_in_preparation_there_is_its_name_and_nothing_else():
    names = public_names(league(state="draft"), ())

    assert names["stages"][1]["rounds"] == [
        {"key": "final-round", "name": factories.text("决赛轮", "Final round"), "matches": []}
    ]
    assert [topic["key"] for topic in names["topics"]] == ["wages"]


def test_the_names_of_teams_are_public_from_the_start_and_their_members_with_their_first_match():
    whole = league(state="draft")
    whole["stages"][0]["rounds"][0] |= {"state": "draft"}
    whole["stages"][0]["rounds"][0]["matches"][1:] = []
    before = public_names(whole, ())
    whole["stages"][0]["rounds"][0] |= {"announced": True}
    after = public_names(whole, ())

    assert [team["name"]["zh"] for team in before["teams"]] == [
        "地铁队",
        "公交队",
        "邮政队",
        "铁路队",
    ]
    assert [len(team["members"]) for team in before["teams"]] == [0, 0, 0, 0]
    assert [len(team["members"]) for team in after["teams"]] == [1, 1, 0, 0]


def test_neither_panels_nor_what_is_noted_of_a_team_are_among_the_names():
    whole = league()
    whole["teams"][0] |= {"withdrawn_from": "final", "reason": factories.text("生病", "Ill")}
    names = public_names(whole, ())

    assert set(names["teams"][0]) == {"key", "name", "members"}
    assert "panel" not in str(names)
    assert "judges" not in names


def test_a_match_whose_totals_are_released_is_public():
    assert matches(public_names(league(state="draft"), {"last"}), 1) == ["last"]


def test_released_standings_do_not_say_who_waits_in_a_round_that_is_not_public():
    draft, public = league(state="draft"), league(state="open")
    counted = recount(draft)["stages"][1]
    unranked = [row["team"] for row in counted["unranked"]]

    assert unranked == ["metro", "post"]
    assert public_standings(counted, draft["stages"][1])["unranked"] == []
    assert public_standings(counted, public["stages"][1]) == counted


def test_nor_whose_sheets_are_awaited_there():
    whole = league(state="open")
    second = copy.deepcopy(whole["stages"][1]["rounds"][0]) | {"key": "second", "state": "draft"}
    second["matches"][0] |= {"key": "later", "panel": ["jo"]}
    whole["stages"][1]["rounds"].append(second)
    whole["stages"][1]["rounds"][0]["matches"][0]["panel"] = ["li-na"]
    counted = recount(whole)["stages"][1]

    assert counted["unranked"][0]["missing"] == ["li-na", "jo"]
    shown = public_standings(counted, whole["stages"][1])["unranked"]
    assert [row["missing"] for row in shown] == [["li-na"], ["li-na"]]
